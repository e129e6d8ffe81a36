import { Form, Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { useWords } from '../i18n/words.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useSession } from './session.ts';
import { sessionWords } from './words.ts';

interface Props {
  prove: (password: string) => Promise<void>;
  onDone: (shown: boolean) => void;
}

/** 签字前的本人确认: the password once, then a signing window of some minutes. */
export default function PresenceDialog({ prove, onDone }: Props) {
  const say = useWords(sessionWords);
  const { username, person } = useSession();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const input = useRef<InputRef>(null);
  const [form] = Form.useForm<{ password: string }>();
  const submit = async ({ password }: { password: string }): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await prove(password);
      onDone(true);
    } catch (failure) {
      setError(failure);
      setBusy(false);
      form.setFieldValue('password', '');
      input.current?.focus();
    }
  };
  return (
    <FormDialog
      title={say('presence')}
      why={say('presenceWhy')}
      does={say('confirm')}
      busy={busy}
      error={error}
      form={form}
      width={420}
      onSubmit={(typed) => void submit(typed)}
      onClose={() => onDone(false)}
      afterOpen={() => input.current?.focus()}
    >
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <Form.Item name="password" label={say('passwordOf', { name: person.name })} rules={[{ required: true, message: say('required') }]}>
        <Input.Password ref={input} autoComplete="current-password" autoFocus />
      </Form.Item>
    </FormDialog>
  );
}
