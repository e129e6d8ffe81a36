import type { ColleaguesPageResponse, SetSubstituteRequest, SubstituteResponse } from '@countersign/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, Select } from 'antd';
import { useCallback, useState } from 'react';
import { api, withQuery } from '../../api/client.ts';
import { fieldErrorsOf } from '../../api/field-errors.ts';
import { useOnce } from '../../api/once.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { tell } from '../../parts/messages.tsx';
import { useSession } from '../../session/session.ts';
import { officesQuery } from './queries.ts';
import { settingsWords } from './words.ts';

interface Props {
  /** Whether this person sets substitutes for others as well. */
  forAll: boolean;
  onDone: () => void;
  onSet: () => Promise<void>;
}

interface Typed {
  appointmentId: string;
  personId: string;
  from?: string;
  until: string;
  reason?: string;
}

/** A time as the field has it, in hospital time whatever the device says. */
const momentOf = (local: string | undefined): string | undefined => (local ? `${local}:00+08:00` : undefined);

export default function NewSubstitute({ forAll, onDone, onSet }: Props) {
  const say = useWords(settingsWords);
  const { person } = useSession();
  const language = useLanguage();
  const [holderId, setHolderId] = useState(person.id);
  const [form] = Form.useForm<Typed>();
  const offices = useQuery(officesQuery(holderId, language));
  const send = useOnce(
    useCallback(
      (request: SetSubstituteRequest, key: string) => api.post<SubstituteResponse>('/substitutes', request, { key }),
      [],
    ),
  );
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ from, until, reason, ...rest }: Typed) =>
      send({ ...rest, from: momentOf(from), until: momentOf(until)!, reason: reason?.trim() || null }),
    async onSuccess({ warrantNo }) {
      tell(say('set', { number: warrantNo }));
      await onSet();
      onDone();
    },
  });
  const errors = fieldErrorsOf(error);
  const required = [{ required: true, message: say('required') }];
  const items = offices.data?.items ?? [];
  return (
    <Drawer open title={say('newSubstitute')} onClose={onDone} size={440}>
      <Form form={form} layout="vertical" onFinish={(typed) => mutate(typed)}>
        {forAll && (
          <Form.Item label={say('holder')} htmlFor="holder">
            <Colleague
              id="holder"
              value={holderId}
              known={person}
              onChange={(id) => {
                setHolderId(id);
                form.resetFields(['appointmentId']);
              }}
            />
          </Form.Item>
        )}
        <Form.Item name="appointmentId" label={say('office')} rules={required} help={offices.data && items.length === 0 ? say('noOffice') : errors.get('/appointmentId')}>
          <Select
            loading={offices.isPending}
            placeholder={say('chooseOffice')}
            options={items.map(({ id, officeName, departmentName }) => ({ value: id, label: departmentName ? `${departmentName} ${officeName}` : officeName }))}
          />
        </Form.Item>
        <Form.Item name="personId" label={say('substitute')} rules={required} help={errors.get('/personId')}>
          <Colleague />
        </Form.Item>
        <Form.Item name="from" label={say('from')} extra={say('now')} help={errors.get('/from')}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="until" label={say('until')} rules={required} help={errors.get('/until')}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="reason" label={say('why')} help={errors.get('/reason')}>
          <Input maxLength={500} placeholder={say('whyExample')} />
        </Form.Item>
        {error && <Failure error={error} />}
        <div className="row-end">
          <Button onClick={onDone}>{say('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={isPending}>
            {say('save')}
          </Button>
        </div>
      </Form>
    </Drawer>
  );
}

interface ColleagueProps {
  id?: string;
  value?: string;
  /** Somebody whose name is known before anything was searched. */
  known?: { id: string; name: string };
  onChange?: (id: string) => void;
}

function Colleague({ id, value, known, onChange }: ColleagueProps) {
  const say = useWords(settingsWords);
  const language = useLanguage();
  const [search, setSearch] = useState('');
  const { data, isFetching } = useQuery({
    queryKey: ['colleagues', search, language],
    queryFn: ({ signal }) => api.get<ColleaguesPageResponse>(withQuery('/colleagues', { search: search.trim(), limit: 30 }), signal),
    placeholderData: (before) => before,
  });
  const found = (data?.items ?? []).map((one) => ({
    value: one.id,
    label: [one.name, ...one.offices.map(({ officeName, departmentName }) => (departmentName ? `${departmentName} ${officeName}` : officeName))].join(' · '),
  }));
  const options = known && search === '' && !found.some((one) => one.value === known.id) ? [{ value: known.id, label: known.name }, ...found] : found;
  return (
    <Select
      id={id}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      value={value}
      onChange={onChange}
      options={options}
      loading={isFetching}
      placeholder={say('findPerson')}
      notFoundContent={isFetching ? null : say('nobody')}
    />
  );
}
