import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { api } from '../../api/client.ts';
import { useWords } from '../../i18n/words.ts';
import { ChangePasswordForm } from '../../session/change-password-form.tsx';
import { sessionWords } from '../../session/words.ts';

/** Before the first page of somebody whose password was made for them. */
export default function ChangePasswordPage() {
  const say = useWords(sessionWords);
  const client = useQueryClient();
  const signOut = async (): Promise<void> => {
    await api.delete('/session');
    location.assign('/');
  };
  return (
    <main className="alone">
      <div className="card">
        <h1>{say('changePassword')}</h1>
        <p className="muted">{say('changeFirst')}</p>
        <ChangePasswordForm onChanged={() => void client.invalidateQueries({ queryKey: ['session'] })} />
        <Button type="link" block onClick={() => void signOut()}>
          {say('signOut')}
        </Button>
      </div>
    </main>
  );
}
