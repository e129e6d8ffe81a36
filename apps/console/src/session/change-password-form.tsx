import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { api } from '../api/client.ts';
import { useWords } from '../i18n/words.ts';
import { Failure } from '../parts/failure.tsx';
import { showRefused } from '../parts/refused-fields.ts';
import { sessionWords } from './words.ts';

interface Typed {
  current: string;
  next: string;
  repeated: string;
}

const change = ({ current, next }: Typed) => api.put('/password', { current, next });

export function ChangePasswordForm({ onChanged }: { onChanged: () => void }) {
  const say = useWords(sessionWords);
  const [form] = Form.useForm<Typed>();
  const { mutate, isPending, error } = useMutation({
    mutationFn: change,
    onSuccess: () => {
      form.resetFields();
      onChanged();
    },
    onError: (refused) => showRefused(form, refused),
  });
  const required = { required: true, message: say('required') };
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(typed) => mutate(typed)}>
      <Form.Item name="current" label={say('currentPassword')} rules={[required]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="next" label={say('newPassword')} extra={say('newPasswordHint')} rules={[required]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeated"
        label={say('repeatPassword')}
        dependencies={['next']}
        rules={[
          required,
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || getFieldValue('next') === value ? Promise.resolve() : Promise.reject(new Error(say('repeatDiffers'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {error && <Failure error={error} />}
      <Button type="primary" htmlType="submit" loading={isPending} block>
        {say('save')}
      </Button>
    </Form>
  );
}
