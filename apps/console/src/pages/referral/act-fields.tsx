import type { ColleaguesPageResponse, PaperShown, PhraseUse } from '@countersign/contract';
import { paperKindWords } from '@countersign/contract/words';
import type { ReasonedAct } from '@countersign/policy';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { api, withQuery } from '../../api/client.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { phrasesQuery } from '../../parts/queries.ts';
import { Room } from '../../parts/room.tsx';
import { reasonsQuery } from '../../parts/referral-queries.ts';
import styles from './acts.module.css';
import { readable, usePaperViewer } from './papers.tsx';
import { referralWords } from './words.ts';

/** What Form.Item gives the field that it holds. */
interface Field<T> {
  id?: string;
  value?: T;
  onChange?: (value: T) => void;
}

/** A reason from the institution's list for the act. */
export function Reasons({ act, id, value, onChange }: Field<string> & { act: ReasonedAct }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const { data, error, isPending, refetch } = useQuery(reasonsQuery(act));
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <Select
      id={id}
      value={value}
      onChange={onChange}
      loading={isPending}
      placeholder={say('chooseReason')}
      notFoundContent={say('noReasons')}
      options={data?.map(({ code, zh, en }) => ({ value: code, label: language === 'en' ? en : zh }))}
    />
  );
}

interface ProseProps extends Field<string> {
  max: number;
  /** Stock phrases for this are offered. */
  phrasesFor: PhraseUse | null;
}

/** What somebody writes; an opinion mostly by one press on a stock one. */
export function Prose({ id, value = '', onChange, max, phrasesFor }: ProseProps) {
  return (
    <>
      {phrasesFor && <Phrases use={phrasesFor} value={value} onChange={onChange} />}
      <Input.TextArea
        id={id}
        value={value}
        onChange={({ target }) => onChange?.(target.value)}
        autoSize={{ minRows: 2, maxRows: 10 }}
      />
      <Room text={value} max={max} />
    </>
  );
}

/** A press replaces another stock phrase, and adds to what was typed. */
function Phrases({ use, value = '', onChange }: Field<string> & { use: PhraseUse }) {
  const say = useWords(referralWords);
  const { data: all = [] } = useQuery(phrasesQuery);
  const phrases = all.filter((one) => one.use === use);
  if (phrases.length === 0) return null;
  const isStock = value === '' || phrases.some(({ text }) => text === value);
  return (
    <ul className={styles.phrases} aria-label={say(use === 'sign' ? 'phrases' : 'returnPhrases')}>
      {phrases.map(({ id, text }) => (
        <li key={id}>
          <button type="button" aria-pressed={value === text} onClick={() => onChange?.(isStock ? text : `${value}${text}`)}>
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Papers to be read before one vouches for them: a paper is ticked once it was opened. */
export function Reviewed({ papers, value = [], onChange }: Field<string[]> & { papers: PaperShown[] }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set(value));
  const { open, viewer } = usePaperViewer(({ id }) => setOpened((before) => new Set(before).add(id)));
  const tick = (id: string, ticked: boolean): void => onChange?.(ticked ? [...value, id] : value.filter((one) => one !== id));
  return (
    <>
      <ul className={styles.reviewed}>
        {papers.map((paper) => (
          <li key={paper.id}>
            <Checkbox
              checked={value.includes(paper.id)}
              disabled={!opened.has(paper.id)}
              onChange={({ target }) => tick(paper.id, target.checked)}
            >
              {say('paperReviewed', { kind: paperKindWords[paper.kind][language] })}
            </Checkbox>
            {readable(paper) ? (
              <Button size="small" onClick={() => open(paper)}>
                {say('openToReview', { kind: paperKindWords[paper.kind][language] })}
              </Button>
            ) : (
              <span className="muted">{say(paper.scan === 'infected' ? 'paperInfected' : 'paperPending')}</span>
            )}
            {readable(paper) && !opened.has(paper.id) && <span className="muted">{say('openFirst')}</span>}
          </li>
        ))}
      </ul>
      {viewer}
    </>
  );
}

type Chosen = { value: string; label: string }[];

/** Colleagues, found by a part of their name. */
export function People({ id, value, onChange }: Field<Chosen>) {
  const say = useWords(referralWords);
  const [search, setSearch] = useState('');
  const { data, isFetching } = useQuery({
    queryKey: ['colleagues', search],
    queryFn: ({ signal }) => api.get<ColleaguesPageResponse>(withQuery('/colleagues', { search: search.trim(), limit: 20 }), signal),
    placeholderData: keepPreviousData,
  });
  const options = data?.items.map(({ id: person, name, offices }) => ({
    value: person,
    label: name,
    about: offices.map(({ officeName, departmentName }) => [departmentName, officeName].filter(Boolean).join(' ')).join(' · '),
  }));
  return (
    <Select
      id={id}
      mode="multiple"
      labelInValue
      value={value}
      onChange={(chosen) => onChange?.(chosen.map(({ value: person, label }) => ({ value: person, label: String(label) })))}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      loading={isFetching}
      placeholder={say('findPeople')}
      notFoundContent={say('nobodyFound')}
      options={options}
      optionRender={({ data: { label, about } }) => (
        <>
          {label} <span className="muted">{about}</span>
        </>
      )}
    />
  );
}
