import { useId, useState, type ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import styles from './referral-list.module.css';
import { referralWords } from './referral-words.ts';

interface FiltersProps {
  search: ReactNode;
  /** How many are set, for whoever does not see them. */
  set: number;
  children: ReactNode;
}

/** Search and filters above a list; on a phone the filters are folded away until they are asked for. */
export function Filters({ search, set, children }: FiltersProps) {
  const say = useWords(referralWords);
  const [open, setOpen] = useState(false);
  return (
    <div className={open ? styles.filters : `${styles.filters} ${styles.folded}`}>
      {search}
      <button type="button" className={styles.filterButton} aria-expanded={open} onClick={() => setOpen(!open)}>
        {set > 0 ? say('filtersSet', { count: set }) : say('filters')}
      </button>
      {children}
    </div>
  );
}

interface FilterProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
}

/** One filter: the platform's own select, which is light and at home on phones. */
export function Filter({ label, value, options, onChange }: FilterProps) {
  const say = useWords(referralWords);
  const id = useId();
  return (
    <div className={value ? `${styles.filter} ${styles.filterSet}` : styles.filter}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{say('any')}</option>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
