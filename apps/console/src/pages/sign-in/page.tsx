import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useEffect } from 'react';
import { api } from '../../api/client.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { useSignIn, type Credentials } from '../../session/use-sign-in.ts';
import { sessionWords } from '../../session/words.ts';
import { LanguageSwitch } from '../../shell/language-switch.tsx';
import { DemoPeople, type SignInOptions } from './demo-people.tsx';
import styles from './sign-in.module.css';

const place = 'countersign.institution';

/** Answered by a server that shows no list of its institutions, too: then the code is typed. */
const none: SignInOptions = { institutions: [], demo: null };

export default function SignInPage() {
  const say = useWords(sessionWords);
  const language = useLanguage();
  const client = useQueryClient();
  const { data: options = none } = useQuery({
    queryKey: ['sign-in-options', language],
    queryFn: () => api.get<SignInOptions>('/sign-in-options'),
    staleTime: Infinity,
  });
  const { mutate, isPending, error, variables } = useSignIn(() => {
    if (variables) localStorage.setItem(place, variables.institution);
    void client.resetQueries({ queryKey: ['session'] });
  });
  const [form] = Form.useForm<Credentials>();
  const { institutions, demo } = options;
  useEffect(() => {
    document.title = `${say('signIn')} · ${say('product')}`;
  }, [say]);
  useEffect(() => {
    const known = localStorage.getItem(place) ?? institutions[0]?.code;
    if (known && !form.getFieldValue('institution')) form.setFieldValue('institution', known);
  }, [form, institutions]);
  const required = [{ required: true, message: say('required') }];
  return (
    <main className={demo ? styles.withDemo : styles.page}>
      <section className={styles.panel}>
        <div className={styles.head}>
          <img src="/icon.svg" alt="" width="44" height="44" />
          <div>
            <h1>{say('product')}</h1>
            <p className="muted">{say('tagline')}</p>
          </div>
        </div>
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(typed) => mutate(typed)}>
          <Form.Item name="institution" label={institutions.length > 0 ? say('institution') : say('institutionCode')} rules={required}>
            {institutions.length > 0 ? (
              <Select options={institutions.map(({ code, name }) => ({ value: code, label: name }))} />
            ) : (
              <Input autoComplete="organization" autoCapitalize="none" spellCheck={false} />
            )}
          </Form.Item>
          <Form.Item name="username" label={say('username')} rules={required}>
            <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus={!demo} />
          </Form.Item>
          <Form.Item name="password" label={say('password')} rules={required}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {error && <Failure error={error} />}
          <Button type="primary" htmlType="submit" size="large" loading={isPending} block>
            {say('signIn')}
          </Button>
        </Form>
        <div className={styles.foot}>
          <LanguageSwitch />
        </div>
      </section>
      {demo && <DemoPeople demo={demo} institutions={institutions} busy={isPending} onChoose={mutate} />}
    </main>
  );
}
