import type { ChangePersonRequest, CreatePersonRequest, InitialPasswordResponse, PersonResponse, PhoneResponse } from '@countersign/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { api } from '../../api/client.ts';
import { useOnce } from '../../api/once.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { tell } from '../../parts/messages.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { showRefused } from '../../parts/refused-fields.ts';
import { Unsaved } from '../../parts/unsaved.tsx';
import styles from './administration.module.css';
import { Appointments } from './appointments.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { changesOf, rebased } from './changes.ts';
import { FirstPassword } from './first-password.tsx';
import { PersonFields, typedPerson } from './person-fields.tsx';
import { PersonTags } from './person-tags.tsx';
import { personQuery, readAnew } from './queries.ts';
import { administrationWords } from './words.ts';

export default function Person() {
  const say = useWords(administrationWords);
  const { id = '' } = useParams();
  const { data: person, error, refetch } = useQuery(personQuery(id, useLanguage()));
  return (
    <>
      <PageHead
        title={person?.name ?? say('person')}
        about={person && <PersonTags person={person} />}
        actions={<Link to="/administration/people">{say('allPeople')}</Link>}
      />
      {error && !person && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !person && <Loading />}
      {person && (
        <div className={styles.person} key={person.id}>
          <Appointments person={person} />
          <Details person={person} />
          <Access person={person} />
        </div>
      )}
    </>
  );
}

const detailsOf = ({ username, name, title }: PersonResponse): Omit<CreatePersonRequest, 'phone'> => ({ username, name, title });

function Details({ person }: { person: PersonResponse }) {
  const say = useWords(administrationWords);
  const client = useQueryClient();
  const [form] = Form.useForm<CreatePersonRequest>();
  const [dirty, setDirty] = useState(false);
  const { id, phoneMasked } = person;
  const [opened, setOpened] = useState(person);
  // Somebody else saved meanwhile: what was touched here stays, and the rest is theirs.
  useEffect(() => {
    if (person === opened) return;
    const { phone: _, ...typed } = typedPerson(form.getFieldsValue(true) as CreatePersonRequest);
    form.setFieldsValue(rebased(detailsOf(opened), typed, detailsOf(person)));
    setOpened(person);
  }, [person, opened, form]);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (change: ChangePersonRequest) => api.patch<PersonResponse>(`/people/${id}`, change),
    onSuccess: async () => {
      setDirty(false);
      form.resetFields(['phone']);
      tell(say('saved'));
      await readAnew(client);
    },
    onError: (refused) => showRefused(form, refused),
  });
  const save = (typed: CreatePersonRequest): void => {
    const { phone, ...rest } = typedPerson(typed);
    // Of a number that is not typed again only the masked one is known here.
    const change = { ...changesOf(detailsOf(opened), rest), ...(phone && { phone }) };
    if (Object.keys(change).length > 0) mutate(change);
    else setDirty(false);
  };
  return (
    <section className="card">
      <h2>{say('details')}</h2>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ ...detailsOf(person), phone: '' }}
        onValuesChange={() => setDirty(true)}
        onFinish={save}
      >
        <PersonFields phoneHint={phoneMasked ? say('phoneKept', { phone: phoneMasked }) : undefined} />
        {error && <Failure error={error} />}
        <div className="row-end">
          <Button type="primary" htmlType="submit" loading={isPending}>
            {say('save')}
          </Button>
        </div>
      </Form>
      {phoneMasked && <Phone id={id} masked={phoneMasked} onRemove={() => mutate({ phone: null })} />}
      <Unsaved when={dirty} why={say('unsaved')} />
    </section>
  );
}

/** The whole number for whoever must call; that it was looked at is recorded. */
function Phone({ id, masked, onRemove }: { id: string; masked: string; onRemove: () => void }) {
  const say = useWords(administrationWords);
  const { mutate, data, isPending, error } = useMutation({ mutationFn: () => api.get<PhoneResponse>(`/people/${id}/phone`) });
  return (
    <div className={styles.phone}>
      <span className="muted">{say('phone')}</span>
      <span className="numbers" role="status">
        {data?.phone ?? masked}
      </span>
      {!data && (
        <Button size="small" loading={isPending} title={say('revealRecorded')} onClick={() => mutate()}>
          {say('reveal')}
        </Button>
      )}
      <Button size="small" onClick={onRemove}>
        {say('removePhone')}
      </Button>
      {data && <span className="muted">{say('revealedRecorded')}</span>}
      {error && <Failure error={error} />}
    </div>
  );
}

type Asked = 'deactivate' | 'reactivate' | 'reset' | null;

function Access({ person }: { person: PersonResponse }) {
  const say = useWords(administrationWords);
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked>(null);
  const [password, setPassword] = useState<string | null>(null);
  const { id, name, active, lockedUntil, createdAt } = person;
  const act = useOnce((what: string, key: string) => api.post<InitialPasswordResponse | undefined>(`/people/${id}/${what}`, undefined, { key }));
  const done = async (text: string): Promise<void> => {
    setAsked(null);
    tell(text);
    await readAnew(client);
  };
  const unlock = useMutation({ mutationFn: () => act('unlock'), onSuccess: () => done(say('unlocked', { name })) });
  return (
    <section className="card">
      <h2>{say('access')}</h2>
      <p className="muted">
        {say('createdAt')} <Moment at={createdAt} />
      </p>
      {unlock.error && <Failure error={unlock.error} />}
      <div className={styles.buttons}>
        {active && <Button onClick={() => setAsked('reset')}>{say('resetPassword')}</Button>}
        {active && lockedUntil && (
          <Button loading={unlock.isPending} onClick={() => unlock.mutate()}>
            {say('unlock')}
          </Button>
        )}
        {active ? (
          <Button danger onClick={() => setAsked('deactivate')}>
            {say('deactivate')}
          </Button>
        ) : (
          <Button onClick={() => setAsked('reactivate')}>{say('reactivate')}</Button>
        )}
      </div>
      {asked === 'reset' && (
        <Confirm
          title={say('resetPasswordOf', { name })}
          why={say('resetPasswordWhy')}
          does={say('resetPassword')}
          onClose={() => setAsked(null)}
          work={async () => {
            const answer = await act('password-reset');
            setPassword(answer!.initialPassword);
            await done(say('passwordReset'));
          }}
        />
      )}
      {asked === 'deactivate' && (
        <Confirm
          danger
          title={say('deactivateOf', { name })}
          why={say('deactivateWhy')}
          does={say('deactivate')}
          onClose={() => setAsked(null)}
          work={async () => {
            await act('deactivate');
            await done(say('deactivated', { name }));
          }}
        />
      )}
      {asked === 'reactivate' && (
        <Confirm
          title={say('reactivateOf', { name })}
          why={say('reactivateWhy')}
          does={say('reactivate')}
          onClose={() => setAsked(null)}
          work={async () => {
            await act('reactivate');
            await done(say('reactivated', { name }));
          }}
        />
      )}
      {password && <FirstPassword person={person} password={password} onClose={() => setPassword(null)} />}
    </section>
  );
}
