import type { CreatedPersonResponse, PersonResponse } from '@countersign/contract';
import { officeWords } from '@countersign/contract/words';
import { offices } from '@countersign/policy/vocabulary';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { oneOf, useAddress } from '../../parts/address.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { More } from '../../parts/more.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { rowsOf } from '../../parts/pages.ts';
import styles from './administration.module.css';
import { CreatePerson } from './create-person.tsx';
import { FirstPassword } from './first-password.tsx';
import { officesSaid, PersonTags } from './person-tags.tsx';
import { departmentsQuery, peopleQuery } from './queries.ts';
import { administrationWords } from './words.ts';

const activities = ['true', 'false'] as const;

export default function People() {
  const say = useWords(administrationWords);
  const language = useLanguage();
  const navigate = useNavigate();
  const { params, change } = useAddress();
  const search = params.get('search') ?? '';
  const active = oneOf(params, 'active', activities);
  const office = oneOf(params, 'office', offices);
  const departmentId = params.get('department') ?? '';
  const people = useInfiniteQuery(peopleQuery({ search, active, office, departmentId }, language));
  const { data: departments = [] } = useQuery(departmentsQuery);
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<CreatedPersonResponse | null>(null);
  const rows = rowsOf(people.data);
  const isFiltered = Boolean(search || active || office || departmentId);
  const columns: Column<PersonResponse>[] = [
    { key: 'name', title: say('name'), cell: ({ id, name }) => <Link to={`/administration/people/${id}`}>{name}</Link> },
    { key: 'username', title: say('username'), cell: ({ username }) => username },
    { key: 'title', title: say('jobTitle'), cell: ({ title }) => title },
    { key: 'offices', title: say('heldNow'), cell: (person) => officesSaid(person.offices) || <span className="muted">{say('noOffice')}</span> },
    { key: 'phone', title: say('phone'), cell: ({ phoneMasked }) => phoneMasked && <span className="numbers">{phoneMasked}</span> },
    { key: 'state', title: say('state'), cell: (person) => <PersonTags person={person} /> },
  ];
  return (
    <>
      <PageHead
        title={say('people')}
        about={say('peopleAbout')}
        actions={
          <>
            <Button onClick={() => void navigate('/administration/import?what=people')}>{say('importPeople')}</Button>
            <Button type="primary" onClick={() => setCreating(true)}>
              {say('createPerson')}
            </Button>
          </>
        }
      />
      <div className={styles.filters} role="search">
        <Input.Search
          key={search}
          className={styles.search}
          allowClear
          aria-label={say('searchPeople')}
          placeholder={say('searchPeople')}
          defaultValue={search}
          maxLength={50}
          onSearch={(typed) => change({ search: typed.trim() })}
        />
        <Select
          aria-label={say('state')}
          value={active}
          onChange={(value) => change({ active: value })}
          options={[
            { value: '', label: say('allStates') },
            { value: 'true', label: say('active') },
            { value: 'false', label: say('inactive') },
          ]}
        />
        <Select
          aria-label={say('office')}
          value={office}
          onChange={(value) => change({ office: value })}
          popupMatchSelectWidth={false}
          options={[{ value: '', label: say('allOffices') }, ...offices.map((value) => ({ value, label: officeWords[value][language] }))]}
        />
        <Select
          aria-label={say('department')}
          value={departmentId}
          onChange={(value) => change({ department: value })}
          popupMatchSelectWidth={false}
          options={[{ value: '', label: say('allDepartments') }, ...departments.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </div>
      {people.isError && !people.data && <Failure error={people.error} onRetry={() => void people.refetch()} />}
      {people.isPending && <Loading />}
      {people.data && rows.length === 0 && <Nothing title={say('nobody')}>{say(isFiltered ? 'nobodyFits' : 'nobodyYet')}</Nothing>}
      {rows.length > 0 && (
        <DataTable caption={say('people')} columns={columns} rows={rows} keyOf={({ id }) => id} toneOf={(one) => (one.active ? undefined : 'quiet')} />
      )}
      <More list={people} />
      {creating && (
        <CreatePerson
          onClose={() => setCreating(false)}
          onCreated={(person) => {
            setCreating(false);
            setCreated(person);
          }}
        />
      )}
      {created && (
        <FirstPassword
          person={created}
          password={created.initialPassword}
          onClose={() => void navigate(`/administration/people/${created.id}`)}
        />
      )}
    </>
  );
}
