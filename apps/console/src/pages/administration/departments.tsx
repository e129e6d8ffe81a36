import type { CreateDepartmentRequest, DepartmentResponse } from '@countersign/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api } from '../../api/client.ts';
import { useOnce } from '../../api/once.ts';
import { useWords } from '../../i18n/words.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Failure } from '../../parts/failure.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { Loading } from '../../parts/loading.tsx';
import { tell } from '../../parts/messages.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { showRefused } from '../../parts/refused-fields.ts';
import { departmentsQuery, readAnew } from './queries.ts';
import { administrationWords } from './words.ts';

type Doing = { what: 'create' } | { what: 'rename' | 'activate' | 'deactivate' | 'delete'; department: DepartmentResponse };

export default function Departments() {
  const say = useWords(administrationWords);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: departments, error, refetch } = useQuery(departmentsQuery);
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = (): void => setDoing(null);
  const done = async (): Promise<void> => {
    close();
    tell(say('saved'));
    await readAnew(client);
  };
  const button = (department: DepartmentResponse, what: 'rename' | 'activate' | 'deactivate' | 'delete') => (
    <Button
      size="small"
      type="text"
      danger={what === 'delete'}
      aria-label={say('actOnDepartment', { act: say(what), name: department.name })}
      onClick={() => setDoing({ what, department })}
    >
      {say(what)}
    </Button>
  );
  const columns: Column<DepartmentResponse>[] = [
    { key: 'name', title: say('departmentName'), cell: ({ name }) => name },
    { key: 'code', title: say('code'), cell: ({ code }) => <span className="mono">{code}</span> },
    { key: 'state', title: say('state'), cell: ({ active }) => <span className={active ? 'tag tag-good' : 'tag'}>{say(active ? 'active' : 'inactive')}</span> },
    { key: 'people', title: say('people'), cell: ({ id }) => <Link to={`/administration/people?department=${id}`}>{say('whoIsThere')}</Link> },
    {
      key: 'act',
      title: say('actions'),
      actions: true,
      cell: (one) => (
        <>
          {button(one, 'rename')}
          {button(one, one.active ? 'deactivate' : 'activate')}
          {button(one, 'delete')}
        </>
      ),
    },
  ];
  return (
    <>
      <PageHead
        title={say('departments')}
        about={say('departmentsAbout')}
        actions={
          <>
            <Button onClick={() => void navigate('/administration/import?what=departments')}>{say('importDepartments')}</Button>
            <Button type="primary" onClick={() => setDoing({ what: 'create' })}>
              {say('createDepartment')}
            </Button>
          </>
        }
      />
      {error && !departments && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !departments && <Loading />}
      {departments?.length === 0 && <Nothing title={say('noDepartments')}>{say('noDepartmentsWhy')}</Nothing>}
      {departments && departments.length > 0 && (
        <DataTable
          caption={say('departments')}
          columns={columns}
          rows={departments}
          keyOf={({ id }) => id}
          toneOf={({ active }) => (active ? undefined : 'quiet')}
        />
      )}
      {(doing?.what === 'create' || doing?.what === 'rename') && (
        <DepartmentForm department={doing.what === 'rename' ? doing.department : null} onDone={done} onClose={close} />
      )}
      {(doing?.what === 'activate' || doing?.what === 'deactivate') && (
        <Confirm
          title={say('actOnDepartment', { act: say(doing.what), name: doing.department.name })}
          why={say(doing.what === 'activate' ? 'activateDepartmentWhy' : 'deactivateDepartmentWhy')}
          does={say(doing.what)}
          onClose={close}
          work={async () => {
            await api.patch(`/departments/${doing.department.id}`, { active: doing.what === 'activate' });
            await done();
          }}
        />
      )}
      {doing?.what === 'delete' && (
        <Confirm
          danger
          title={say('actOnDepartment', { act: say('delete'), name: doing.department.name })}
          why={say('deleteDepartmentWhy')}
          does={say('delete')}
          onClose={close}
          work={async () => {
            await api.delete(`/departments/${doing.department.id}`);
            await done();
          }}
        />
      )}
    </>
  );
}

interface FormProps {
  department: DepartmentResponse | null;
  onDone: () => Promise<void>;
  onClose: () => void;
}

function DepartmentForm({ department, onDone, onClose }: FormProps) {
  const say = useWords(administrationWords);
  const [form] = Form.useForm<CreateDepartmentRequest>();
  const send = useOnce((typed: CreateDepartmentRequest, key: string) =>
    department ? api.patch(`/departments/${department.id}`, typed) : api.post('/departments', typed, { key }),
  );
  const { mutate, isPending, error } = useMutation({ mutationFn: send, onSuccess: onDone, onError: (refused) => showRefused(form, refused) });
  const required = [{ required: true, message: say('required') }];
  return (
    <FormDialog
      title={department ? say('actOnDepartment', { act: say('rename'), name: department.name }) : say('createDepartment')}
      does={say(department ? 'save' : 'create')}
      busy={isPending}
      error={error}
      form={form}
      initialValues={department ?? undefined}
      onSubmit={({ code, name }) => mutate({ code, name })}
      onClose={onClose}
    >
      <Form.Item name="name" label={say('departmentName')} rules={required}>
        <Input autoComplete="off" maxLength={50} autoFocus />
      </Form.Item>
      <Form.Item name="code" label={say('code')} extra={say('codeHint')} rules={required}>
        <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={64} />
      </Form.Item>
    </FormDialog>
  );
}
