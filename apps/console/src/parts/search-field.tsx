import { useEffect, useId, useState, type FormEvent, type Ref } from 'react';
import { useNavigate } from 'react-router';
import { useWords } from '../i18n/words.ts';
import { keepCard, readTyped, type Typed } from './card-numbers.ts';
import { usePhone } from './phone.ts';
import styles from './referral-list.module.css';
import { referralWords } from './referral-words.ts';

interface Props {
  ref?: Ref<HTMLInputElement>;
  /** What was searched for; an ID number is never shown again. */
  searched?: string;
  /** More of the address that the search keeps: its filters. */
  kept?: URLSearchParams;
}

/** Looks for a referral among all that one may see: by what may stand in an address, or by a card that may not. */
export function SearchField({ ref, searched = '', kept }: Props) {
  const say = useWords(referralWords);
  const navigate = useNavigate();
  const phone = usePhone();
  const [typed, setTyped] = useState(searched);
  const [wrong, setWrong] = useState<Typed | null>(null);
  const id = useId();
  useEffect(() => setTyped(searched), [searched]);
  const search = (event: FormEvent): void => {
    event.preventDefault();
    const read = readTyped(typed);
    if (read.kind === 'wrongCard' || read.kind === 'phone') return setWrong(read);
    const query = new URLSearchParams(kept);
    query.delete('search');
    query.delete('card');
    if (read.kind === 'text') query.set('search', read.text);
    if (read.kind === 'card') query.set('card', keepCard(read.idNumber));
    void navigate({ pathname: '/find', search: query.toString() });
  };
  return (
    <>
      <form className={styles.search} role="search" onSubmit={search}>
        <input
          ref={ref}
          type="search"
          aria-label={say('search')}
          placeholder={say(phone ? 'searchShort' : 'search')}
          autoComplete="off"
          maxLength={60}
          enterKeyHint="search"
          value={typed}
          aria-invalid={wrong !== null}
          aria-describedby={wrong ? id : undefined}
          onChange={({ target }) => {
            setTyped(target.value);
            setWrong(null);
          }}
        />
        <button type="submit" className={styles.searchButton}>
          {say('searchDo')}
        </button>
      </form>
      {wrong && (
        <p id={id} role="alert" className={styles.searchWrong}>
          {wrong.kind === 'wrongCard' ? say('searchCard', { fault: say(wrong.fault) }) : say('searchPhone')}
        </p>
      )}
    </>
  );
}
