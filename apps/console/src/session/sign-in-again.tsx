import { Button, Form, Input, Modal } from 'antd';
import { useWords } from '../i18n/words.ts';
import { Failure } from '../parts/failure.tsx';
import { useSignIn } from './use-sign-in.ts';
import { sessionWords } from './words.ts';

interface Props {
  institution: string;
  username: string;
  name: string;
  onSignedIn: (personId: string) => void;
}

export default function SignInAgain({ institution, username, name, onSignedIn }: Props) {
  const say = useWords(sessionWords);
  const { mutate, isPending, error } = useSignIn(({ person }) => onSignedIn(person.id));
  return (
    <Modal open title={say('ended')} footer={null} closable={false} keyboard={false} width={420} mask={{ closable: false }}>
      <p>{say('endedWhy')}</p>
      <Form layout="vertical" onFinish={({ password }: { password: string }) => mutate({ institution, username, password })}>
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <Form.Item name="password" label={say('passwordOf', { name })} rules={[{ required: true, message: say('required') }]}>
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        {error && <Failure error={error} />}
        <div className="row-end">
          <Button onClick={() => location.assign('/')}>{say('otherPerson')}</Button>
          <Button type="primary" htmlType="submit" loading={isPending}>
            {say('continue')}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
