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
        <section key={act} className="card">
          <h2>{actWords[act][language]}</h2>
          <ReasonTable act={act} items={data.items.filter((item) => item.act === act)} />
        </section>
      ))}
    </>
  );
}

function ReasonTable({ act, items }: { act: ReasonedAct; items: ReasonResponse[] }) {
  const say = useWords(settingsWords);
  const language = useLanguage();
  const [adding, setAdding] = useState(false);
  return (
    <>
      {items.length === 0 && <p className="muted">{say('noReasons')}</p>}
      {items.length > 0 && (
        <div className="table-frame" tabIndex={0} role="group" aria-label={actWords[act][language]}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{say('code')}</th>
                <th scope="col">{say('chinese')}</th>
                <th scope="col">{say('english')}</th>
                <th scope="col">{say('active')}</th>
                <th scope="col">
                  <span className="visually-hidden">{say('edit')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <ReasonRow key={item.code} item={item} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {adding ? <NewReason act={act} onDone={() => setAdding(false)} /> : <Button onClick={() => setAdding(true)}>{say('newReason')}</Button>}
    </>
  );
}

function ReasonRow({ item }: { item: ReasonResponse }) {
  const say = useWords(settingsWords);
  const client = useQueryClient();
  const { modal } = App.useApp();
  const [edited, setEdited] = useState<{ zh: string; en: string } | null>(null);
  const { mutate, isPending } = useMutation({
    mutationFn: (change: Partial<ReasonResponse>) => api.patch(`/reasons/${item.act}/${item.code}`, change),
    async onSuccess() {
      setEdited(null);
      await client.invalidateQueries({ queryKey: ['reasons'] });
    },
    onError: (error) => modal.error({ title: item.zh, content: <Failure error={error} /> }),
  });
  return (
    <tr>
      <td className="mono">{item.code}</td>
      <td>
        {edited ? (
          <Input value={edited.zh} maxLength={100} aria-label={say('chinese')} onChange={({ target }) => setEdited({ ...edited, zh: target.value })} />
        ) : (
          item.zh
        )}
      </td>
      <td>
        {edited ? (
          <Input value={edited.en} maxLength={200} aria-label={say('english')} onChange={({ target }) => setEdited({ ...edited, en: target.value })} />
        ) : (
          item.en
        )}
      </td>
      <td className="nowrap">{say(item.active ? 'active' : 'inactive')}</td>
      <td>
        <span className={styles.buttons}>
          {edited ? (
            <>
              <Button size="small" type="primary" loading={isPending} onClick={() => mutate(edited)}>
                {say('save')}
              </Button>
              <Button size="small" onClick={() => setEdited(null)}>
                {say('cancel')}
              </Button>
            </>
          ) : (
            <>
              <Button size="small" onClick={() => setEdited({ zh: item.zh, en: item.en })}>
                {say('edit')}
              </Button>
              <Button size="small" loading={isPending} onClick={() => mutate({ active: !item.active })}>
                {say(item.active ? 'deactivate' : 'reactivate')}
              </Button>
            </>
          )}
        </span>
      </td>
    </tr>
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
