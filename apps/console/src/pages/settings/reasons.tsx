import type { CreateReasonRequest, ReasonResponse } from '@countersign/contract';
import { actWords } from '@countersign/contract/words';
import type { ReasonedAct } from '@countersign/policy';
import { reasonedActs } from '@countersign/policy/vocabulary';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useCallback, useState } from 'react';
import { api } from '../../api/client.ts';
import { fieldErrorsOf } from '../../api/field-errors.ts';
import { useOnce } from '../../api/once.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { reasonsQuery } from './queries.ts';
import styles from './settings.module.css';
import { settingsWords } from './words.ts';

/** The institution's coded reasons, act by act. */
export function Reasons() {
  const say = useWords(settingsWords);
  const language = useLanguage();
  const { data, error, refetch } = useQuery(reasonsQuery);
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={10} />;
  return (
    <>
      <p className="muted">{say('reasonsHow')}</p>
      {reasonedActs.map((act) => (
        <section key={act} className={styles.reasons}>
          <h2>{actWords[act][language]}</h2>
          <ReasonTable act={act} items={data.items.filter((item) => item.act === act)} />
        </section>
      ))}
    </>
  );
}

/** What is typed over one of them. */
type Edited = Pick<ReasonResponse, 'code' | 'zh' | 'en'>;

function ReasonTable({ act, items }: { act: ReasonedAct; items: ReasonResponse[] }) {
  const say = useWords(settingsWords);
  const language = useLanguage();
  const client = useQueryClient();
  const { modal } = App.useApp();
  const [adding, setAdding] = useState(false);
  const [edited, setEdited] = useState<Edited | null>(null);
  const { mutate, isPending, variables } = useMutation({
    mutationFn: ({ code, ...change }: Partial<ReasonResponse>) => api.patch(`/reasons/${act}/${code}`, change),
    async onSuccess(_, { active }) {
      if (active === undefined) setEdited(null);
      await client.invalidateQueries({ queryKey: ['reasons'] });
    },
    onError: (error, { code }) => modal.error({ title: items.find((item) => item.code === code)?.zh, content: <Failure error={error} /> }),
  });
  const text = (key: 'zh' | 'en', max: number, label: string) => (item: ReasonResponse) =>
    edited?.code === item.code ? (
      <Input value={edited[key]} maxLength={max} aria-label={label} onChange={({ target }) => setEdited({ ...edited, [key]: target.value })} />
    ) : (
      item[key]
    );
  const columns: Column<ReasonResponse>[] = [
    { key: 'zh', title: say('chinese'), cell: text('zh', 100, say('chinese')) },
    { key: 'en', title: say('english'), cell: text('en', 200, say('english')) },
    { key: 'code', title: say('code'), cell: ({ code }) => <span className="mono">{code}</span> },
    {
      key: 'edit',
      title: say('edit'),
      actions: true,
      cell: ({ code, zh, en, active }) => {
        const busy = isPending && variables.code === code;
        return edited?.code === code ? (
          <span className={styles.buttons}>
            <Button size="small" type="primary" loading={busy} onClick={() => mutate(edited)}>
              {say('save')}
            </Button>
            <Button size="small" onClick={() => setEdited(null)}>
              {say('cancel')}
            </Button>
          </span>
        ) : (
          <span className={styles.buttons}>
            {!active && <span className="muted">{say('inactive')}</span>}
            <Button size="small" onClick={() => setEdited({ code, zh, en })}>
              {say('edit')}
            </Button>
            <Button size="small" loading={busy} onClick={() => mutate({ code, active: !active })}>
              {say(active ? 'deactivate' : 'reactivate')}
            </Button>
          </span>
        );
      },
    },
  ];
  return (
    <>
      {items.length === 0 ? (
        <p className="muted">{say('noReasons')}</p>
      ) : (
        <DataTable
          caption={actWords[act][language]}
          columns={columns}
          rows={items}
          keyOf={({ code }) => code}
          toneOf={({ active }) => (active ? undefined : 'quiet')}
        />
      )}
      <div className={styles.addReason}>
        {adding ? <NewReason act={act} onDone={() => setAdding(false)} /> : <Button onClick={() => setAdding(true)}>{say('newReason')}</Button>}
      </div>
    </>
  );
}

function NewReason({ act, onDone }: { act: ReasonedAct; onDone: () => void }) {
  const say = useWords(settingsWords);
  const client = useQueryClient();
  const create = useOnce(useCallback((body: CreateReasonRequest, key: string) => api.post('/reasons', body, { key }), []));
  const { mutate, isPending, error } = useMutation({
    mutationFn: (typed: Omit<CreateReasonRequest, 'act'>) => create({ act, ...typed }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['reasons'] });
      onDone();
    },
  });
  const errors = fieldErrorsOf(error);
  const required = [{ required: true, message: say('required') }];
  return (
    <Form layout="vertical" className={styles.newReason} onFinish={(typed: Omit<CreateReasonRequest, 'act'>) => mutate(typed)}>
      {error && <Failure error={error} />}
      <Form.Item name="code" label={say('code')} extra={say('codeHint')} rules={required} help={errors.get('/code')}>
        <Input maxLength={64} autoFocus />
      </Form.Item>
      <Form.Item name="zh" label={say('chinese')} rules={required} help={errors.get('/zh')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="en" label={say('english')} rules={required} help={errors.get('/en')}>
        <Input maxLength={200} />
      </Form.Item>
      <div className="row-end">
        <Button onClick={onDone}>{say('cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={isPending}>
          {say('save')}
        </Button>
      </div>
    </Form>
  );
}
