import type { CreatePersonRequest } from '@countersign/contract';
import { Form, Input } from 'antd';
import { useWords } from '../../i18n/words.ts';
import { administrationWords } from './words.ts';

/** What is left empty is not there. */
export const typedPerson = ({ username, name, title, phone }: CreatePersonRequest): CreatePersonRequest => ({
  username,
  name,
  title: title?.trim() || null,
  phone: phone?.trim() || null,
});

export function PersonFields({ phoneHint }: { phoneHint?: string }) {
  const say = useWords(administrationWords);
  const required = [{ required: true, message: say('required') }];
  return (
    <>
      <Form.Item name="name" label={say('name')} rules={required}>
        <Input autoComplete="off" maxLength={50} autoFocus />
      </Form.Item>
      <Form.Item name="username" label={say('username')} extra={say('usernameHint')} rules={required}>
        <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={64} />
      </Form.Item>
      <Form.Item name="title" label={say('jobTitle')}>
        <Input autoComplete="off" maxLength={50} placeholder={say('jobTitleExample')} />
      </Form.Item>
      <Form.Item name="phone" label={say('phone')} extra={phoneHint}>
        <Input type="tel" autoComplete="off" maxLength={30} />
      </Form.Item>
    </>
  );
}
