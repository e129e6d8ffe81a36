import { useId, type ReactNode, type Ref } from 'react';
import styles from './desk.module.css';
import { Key } from './keys.tsx';

interface Props<V extends string> {
  label: string;
  options: readonly { value: V; label: ReactNode }[];
  value: V | null;
  onChoose: (value: V) => void;
  /** Where the focus goes when the panel opens. */
  first?: Ref<HTMLInputElement>;
}

/** One of a few, each by its digit while the focus is in the panel: see `digitOf`. */
export function Choices<V extends string>({ label, options, value, onChoose, first }: Props<V>) {
  const name = useId();
  const focused = Math.max(0, options.findIndex((option) => option.value === value));
  return (
    <fieldset className={styles.choices}>
      <legend>{label}</legend>
      {options.map((option, i) => (
        <label key={option.value} className={styles.choice}>
          <input
            ref={i === focused ? first : undefined}
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChoose(option.value)}
          />
          <span>{option.label}</span>
          {i < 9 && <Key name={String(i + 1)} />}
        </label>
      ))}
    </fieldset>
  );
}

/** Which of so many a digit key chooses; null for every other key. */
export function digitOf({ key }: { key: string }, count: number): number | null {
  const digit = /^[1-9]$/.test(key) ? Number(key) : 0;
  return digit >= 1 && digit <= count ? digit - 1 : null;
}
