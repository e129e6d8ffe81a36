import type { PeoplePageResponse, PersonResponse } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { api, withQuery } from '../../api/client.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { beginOf, endOf } from '../../parts/days.ts';
import styles from './audit.module.css';
import { auditWords } from './words.ts';

const read = async (search: string, signal: AbortSignal) =>
  (await api.get<PeoplePageResponse>(withQuery('/people', { search, limit: 20 }), signal)).items;

const labelOf = ({ name, username }: Pick<PersonResponse, 'name' | 'username'>): string => `${name} ${username}`;

/** Somebody of the institution, found by a part of the name; by their id in the address. */
export function PersonFilter({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const say = useWords(auditWords);
  const language = useLanguage();
  const [search, setSearch] = useState('');
  const { data: people = [], isFetching } = useQuery({
    queryKey: ['audit', 'people', search, language],
    queryFn: ({ signal }) => read(search, signal),
    placeholderData: (before) => before,
  });
  const { data: chosen } = useQuery({
    queryKey: ['audit', 'person', value, language],
    queryFn: ({ signal }) => api.get<PersonResponse>(`/people/${value}`, signal),
    enabled: value !== '',
  });
  const options = people.map((one) => ({ value: one.id, label: labelOf(one) }));
  const isListed = options.some((option) => option.value === value);
  return (
    <Select
      aria-label={say('person')}
      placeholder={say('everybody')}
      allowClear
      showSearch={{ filterOption: false, onSearch: setSearch }}
      loading={isFetching}
      popupMatchSelectWidth={false}
      value={value || undefined}
      onChange={(id: string | undefined) => onChange(id ?? '')}
      notFoundContent={say('nobodyFits')}
      options={!value || isListed ? options : [{ value, label: chosen ? labelOf(chosen) : say('loadingName') }, ...options]}
    />
  );
}

interface DaysProps {
  from: string;
  to: string;
  onChange: (changes: { from?: string; to?: string }) => void;
}

/** From one day to another, both included. */
export function DaysFilter({ from, to, onChange }: DaysProps) {
  const say = useWords(auditWords);
  return (
    <>
      <label className={styles.day}>
        <span>{say('from')}</span>
        <Input type="date" value={from} max={to || undefined} onChange={({ target }) => onChange({ from: target.value })} />
      </label>
      <label className={styles.day}>
        <span>{say('to')}</span>
        <Input type="date" value={to} min={from || undefined} onChange={({ target }) => onChange({ to: target.value })} />
      </label>
    </>
  );
}

const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value);

/** Two days of an address as the moments between which the server looks. */
export const betweenDays = (from: string, to: string): { from?: string; to?: string } => ({
  from: isDay(from) ? beginOf(from) : undefined,
  to: isDay(to) ? endOf(to) : undefined,
});
