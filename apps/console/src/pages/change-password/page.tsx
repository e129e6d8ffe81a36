import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { ChangePasswordForm } from '../../session/change-password-form.tsx';
import { sessionWords } from '../../session/words.ts';

/** Before the first page of somebody whose password was made for them. */
export default function ChangePasswordPage() {
  const say = useWords(sessionWords);
  const client = useQueryClient();
  const [failure, setFailure] = useState<unknown>(null);
  const signOut = async (): Promise<void> => {
    try {
      await api.delete('/session');
      location.assign('/');
    } catch (error) {
      // Whoever walks away must know that they are still signed in.
      setFailure(error);
    }
  };
  return (
    <main className="alone">
      <div className="card">
        <h1>{say('changePassword')}</h1>
        <p className="muted">{say('changeFirst')}</p>
        <ChangePasswordForm onChanged={() => void client.invalidateQueries({ queryKey: ['session'] })} />
        {failure !== null && <Failure error={failure} />}
        <Button type="link" block onClick={() => void signOut()}>
          {say('signOut')}
        </Button>
      </div>
    </main>
  );
}
