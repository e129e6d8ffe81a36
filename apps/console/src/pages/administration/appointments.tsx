import type { AppointmentResponse, CreateAppointmentRequest, PersonResponse } from '@countersign/contract';
import { officeWords } from '@countersign/contract/words';
import { isDepartmentOffice, offices, type Office } from '@countersign/policy/vocabulary';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { useOnce } from '../../api/once.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { beginOf, endOf } from '../../parts/days.ts';
import { Failure } from '../../parts/failure.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { Loading } from '../../parts/loading.tsx';
import { tell } from '../../parts/messages.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { showRefused } from '../../parts/refused-fields.ts';
import styles from './administration.module.css';
import { officeSaid } from './person-tags.tsx';
import { appointmentsOfQuery, departmentsQuery, readAnew } from './queries.ts';
import { administrationWords } from './words.ts';

type Time = 'held' | 'coming' | 'past';

function timeOf({ from, until }: AppointmentResponse, now: number): Time {
  if (until && Date.parse(until) <= now) return 'past';
  return Date.parse(from) > now ? 'coming' : 'held';
}

const tones = { held: 'tag tag-good', coming: 'tag tag-running', past: 'tag' };

/** What somebody holds, will hold and held; who held an office is never rewritten. */
export function Appointments({ person }: { person: PersonResponse }) {
  const say = useWords(administrationWords);
  const { data, error, refetch } = useQuery(appointmentsOfQuery(person.id, useLanguage()));
  const [appointing, setAppointing] = useState(false);
  const [ending, setEnding] = useState<AppointmentResponse | null>(null);
  const now = Date.now();
  const columns: Column<AppointmentResponse>[] = [
    { key: 'office', title: say('office'), cell: officeSaid },
    { key: 'from', title: say('from'), cell: ({ from }) => <Moment at={from} /> },
    { key: 'until', title: say('until'), cell: ({ until }) => (until ? <Moment at={until} /> : say('open')) },
    { key: 'time', title: say('state'), cell: (one) => <span className={tones[timeOf(one, now)]}>{say(timeOf(one, now))}</span> },
    { key: 'by', title: say('appointedBy'), cell: ({ appointedBy }) => appointedBy?.name },
    {
      key: 'act',
      title: say('actions'),
      actions: true,
      cell: (one) =>
        timeOf(one, now) !== 'past' && (
          <Button size="small" aria-label={say('endOffice', { office: officeSaid(one) })} onClick={() => setEnding(one)}>
            {say('end')}
          </Button>
        ),
    },
  ];
  return (
    <section className={`card ${styles.wide}`}>
      <div className={styles.sectionHead}>
        <h2>{say('appointments')}</h2>
        {person.active ? (
          <Button onClick={() => setAppointing(true)}>{say('appoint')}</Button>
        ) : (
          <span className="muted">{say('appointInactive')}</span>
        )}
      </div>
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading lines={2} />}
      {data?.length === 0 && <Nothing title={say('noAppointments')}>{say('noAppointmentsWhy')}</Nothing>}
      {data && data.length > 0 && (
        <DataTable
          caption={say('appointments')}
          columns={columns}
          rows={data}
          keyOf={({ id }) => id}
          toneOf={(one) => (timeOf(one, now) === 'past' ? 'quiet' : undefined)}
        />
      )}
      {appointing && <Appoint person={person} onClose={() => setAppointing(false)} />}
      {ending && <End appointment={ending} onClose={() => setEnding(null)} />}
    </section>
  );
}

interface TypedAppointment {
  office: Office;
  departmentId?: string;
  from?: string;
  until?: string;
}

const appoint = (body: CreateAppointmentRequest, key: string) => api.post<AppointmentResponse>('/appointments', body, { key });

function Appoint({ person, onClose }: { person: PersonResponse; onClose: () => void }) {
  const say = useWords(administrationWords);
  const language = useLanguage();
  const client = useQueryClient();
  const { data: departments = [] } = useQuery(departmentsQuery);
  const [form] = Form.useForm<TypedAppointment>();
  const office = Form.useWatch('office', form);
  const needsDepartment = office !== undefined && isDepartmentOffice(office);
  const once = useOnce(appoint);
  const { mutate, isPending, error } = useMutation({
    mutationFn: once,
    onSuccess: async (made) => {
      onClose();
      tell(say('appointed', { name: person.name, office: officeSaid(made) }));
      await readAnew(client);
    },
    onError: (refused) => showRefused(form, refused),
  });
  const submit = ({ office: chosen, departmentId, from, until }: TypedAppointment): void =>
    mutate({
      personId: person.id,
      office: chosen,
      departmentId: isDepartmentOffice(chosen) ? departmentId : null,
      from: from ? beginOf(from) : undefined,
      until: until ? endOf(until) : undefined,
    });
  const required = [{ required: true, message: say('required') }];
  return (
    <FormDialog
      title={say('appointOf', { name: person.name })}
      does={say('appoint')}
      busy={isPending}
      error={error}
      form={form}
      width={460}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="office" label={say('office')} rules={required}>
        <Select options={offices.map((value) => ({ value, label: officeWords[value][language] }))} />
      </Form.Item>
      {needsDepartment && (
        <Form.Item name="departmentId" label={say('department')} rules={required} extra={departments.length === 0 ? say('noDepartments') : undefined}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={departments.filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      )}
      <div className={styles.pair}>
        <Form.Item name="from" label={say('fromDay')} extra={say('fromHint')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="until" label={say('untilDay')} extra={say('untilHint')}>
          <Input type="date" />
        </Form.Item>
      </div>
    </FormDialog>
  );
}

function End({ appointment, onClose }: { appointment: AppointmentResponse; onClose: () => void }) {
  const say = useWords(administrationWords);
  const client = useQueryClient();
  const [form] = Form.useForm<{ until?: string }>();
  const office = officeSaid(appointment);
  const send = useOnce((body: { until?: string }, key: string) => api.post(`/appointments/${appointment.id}/end`, body, { key }));
  const { mutate, isPending, error } = useMutation({
    mutationFn: send,
    onSuccess: async () => {
      onClose();
      tell(say('ended', { name: appointment.person.name, office }));
      await readAnew(client);
    },
    onError: (refused) => showRefused(form, refused),
  });
  return (
    <FormDialog
      title={say('endOf', { name: appointment.person.name, office })}
      why={say('endWhy')}
      does={say('end')}
      danger
      busy={isPending}
      error={error}
      form={form}
      onSubmit={({ until }) => mutate(until ? { until: endOf(until) } : {})}
      onClose={onClose}
    >
      <Form.Item name="until" label={say('lastDay')} extra={say('lastDayHint')}>
        <Input type="date" />
      </Form.Item>
    </FormDialog>
  );
}
