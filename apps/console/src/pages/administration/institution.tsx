import type { ChangeInstitutionRequest, InstitutionResponse } from '@countersign/contract';
import { urgencyWords } from '@countersign/contract/words';
import { urgencies } from '@countersign/policy/vocabulary';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { api } from '../../api/client.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { showRefused } from '../../parts/refused-fields.ts';
import { Unsaved } from '../../parts/unsaved.tsx';
import styles from './administration.module.css';
import { changesOf, rebased } from './changes.ts';
import { institutionQuery, readAnew } from './queries.ts';
import { settingsWords } from './settings-words.ts';
import { administrationWords } from './words.ts';

type Settings = InstitutionResponse['settings'];
type Typed = Pick<InstitutionResponse, 'name' | 'settings'>;
type Field = keyof Settings;

/** What a pattern must hold, as it is typed. */
const numberPattern = { year: '{year}', serial: '{serial:6}' };

const typedOf = ({ name, settings }: Typed): Typed => ({ name, settings });

function changeOf(opened: Typed, { name, settings }: Typed): ChangeInstitutionRequest {
  const changed = changesOf(opened.settings, settings);
  return { ...changesOf({ name: opened.name }, { name }), ...(Object.keys(changed).length > 0 && { settings: changed }) };
}

export default function Institution() {
  const say = useWords(administrationWords);
  const { data, error, refetch } = useQuery(institutionQuery);
  return (
    <>
      <PageHead title={say('institution')} about={say('institutionAbout')} />
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data && <SettingsForm institution={data} />}
    </>
  );
}

function SettingsForm({ institution }: { institution: InstitutionResponse }) {
  const say = useWords(settingsWords);
  const language = useLanguage();
  const client = useQueryClient();
  const [form] = Form.useForm<Typed>();
  const typed = Form.useWatch((values: Typed) => values, form);
  const [opened, setOpened] = useState(institution);
  const changes = typed?.settings ? changeOf(opened, typed) : {};
  // Somebody else saved meanwhile: what was touched here stays, and the rest is theirs.
  useEffect(() => {
    if (institution === opened) return;
    form.setFieldsValue(rebased(typedOf(opened), typedOf(form.getFieldsValue(true) as Typed), typedOf(institution)));
    setOpened(institution);
  }, [institution, opened, form]);
  const changed = [...('name' in changes ? ['name' as const] : []), ...(Object.keys(changes.settings ?? {}) as Field[])];
  const [saved, setSaved] = useState<readonly ('name' | Field)[]>([]);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (change: ChangeInstitutionRequest) => api.patch<InstitutionResponse>('/institution', change),
    onSuccess: async (after, { name, settings = {} }) => {
      client.setQueryData(institutionQuery.queryKey, after);
      form.setFieldsValue({ name: after.name, settings: after.settings });
      setSaved([...(name === undefined ? [] : ['name' as const]), ...(Object.keys(settings) as Field[])]);
      await Promise.all([readAnew(client), client.invalidateQueries({ queryKey: ['session'] })]);
    },
    onError: (refused) => showRefused(form, refused),
  });
  const labels = (fields: readonly ('name' | Field)[]): string => fields.map((field) => say(field)).join(say('comma'));
  /** One setting: what it is called, and a sentence of what it does. */
  const item = (field: Field, input: ReactNode, valuePropName?: string) => (
    <Form.Item name={['settings', field]} label={say(field)} extra={say(`${field}Does`, numberPattern)} valuePropName={valuePropName}>
      {input}
    </Form.Item>
  );
  const count = (unit: 'minutes' | 'days' | 'times' | 'hours') => <InputNumber className={styles.count} suffix={say(unit)} controls={false} />;
  return (
    <Form
      form={form}
      layout="vertical"
      className={styles.settings}
      initialValues={institution}
      onValuesChange={() => {
        setSaved([]);
        if (error) reset();
      }}
      onFinish={() => mutate(changes)}
    >
      <section className="card">
        <h2>{say('general')}</h2>
        <Form.Item name="name" label={say('name')} extra={say('nameDoes')}>
          <Input maxLength={100} />
        </Form.Item>
        {item('sealText', <Input maxLength={40} />)}
        {item('documentFooter', <Input maxLength={120} />)}
      </section>
      <section className="card">
        <h2>{say('signing')}</h2>
        {item('ownReportAllowed', <Switch />, 'checked')}
        {item('signingWindowMinutes', count('minutes'))}
        {item(
          'digestAlgorithm',
          <Select className={styles.choice} options={(['sha256', 'sm3'] as const).map((value) => ({ value, label: say(value) }))} />,
        )}
      </section>
      <section className="card">
        <h2>{say('letters')}</h2>
        {item('letterValidDays', count('days'))}
        {item('letterUses', count('times'))}
        {item('letterNumberPattern', <Input maxLength={60} />)}
        {item('warrantNumberPattern', <Input maxLength={60} />)}
      </section>
      <section className="card">
        <h2>{say('overdueHours')}</h2>
        <p className="muted">{say('overdueHoursDoes')}</p>
        <div className={styles.three}>
          {urgencies.map((urgency) => (
            <Form.Item key={urgency} name={['settings', 'overdueHours', urgency]} label={urgencyWords[urgency][language]}>
              {count('hours')}
            </Form.Item>
          ))}
        </div>
      </section>
      <section className="card">
        <h2>{say('accounts')}</h2>
        {item('lockOutAfter', count('times'))}
        {item('lockOutMinutes', count('minutes'))}
      </section>
      <div className={styles.saveBar}>
        {error && <Failure error={error} />}
        {saved.length > 0 && <Alert type="success" showIcon role="status" title={say('savedThese', { settings: labels(saved) })} />}
        <div className="row-end">
          {changed.length > 0 && <span className="muted">{say('changedThese', { settings: labels(changed) })}</span>}
          {changed.length === 0 && saved.length === 0 && <span className="muted">{say('nothingChanged')}</span>}
          {changed.length > 0 && <Button onClick={() => form.setFieldsValue(institution)}>{say('discard')}</Button>}
          {changed.length > 0 && (
            <Button type="primary" htmlType="submit" loading={isPending}>
              {say('save')}
            </Button>
          )}
        </div>
      </div>
      <Unsaved when={changed.length > 0} why={say('unsaved', { settings: labels(changed) })} />
    </Form>
  );
}
