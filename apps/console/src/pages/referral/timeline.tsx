import type { HistoryEntry, ReferralShown } from '@countersign/contract';
import { outcomeKindWords, paperKindWords, relationWords, returnTargetWords, stepWords, officeWords } from '@countersign/contract/words';
import type { Language } from '@countersign/contract/language';
import type { Entry } from '@countersign/policy';
import { useQuery } from '@tanstack/react-query';
import { headline } from '../../i18n/headline.ts';
import { useLanguage, useWords, type Say } from '../../i18n/words.ts';
import { ActorName } from '../../parts/actor-name.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { historyQuery } from '../../parts/referral-queries.ts';
import { takenBackIn } from './queries.ts';
import styles from './timeline.module.css';
import { referralWords, type ReferralWord } from './words.ts';

/** Everything that was done and said, newest first. */
export function Timeline({ referral: { id, signatures } }: { referral: ReferralShown }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const { data: history, error, refetch } = useQuery(historyQuery(id, language));
  const superseded = new Set(signatures.filter(({ stands }) => !stands).map(({ seq }) => seq));
  const takenBack = takenBackIn(history ?? []);
  return (
    <section className="card" aria-labelledby="timeline">
      <h2 id="timeline">{say('timeline')}</h2>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!history && !error && <Loading lines={4} />}
      <ol className={styles.timeline} reversed>
        {history?.toReversed().map((one) => (
          <Done
            key={one.entry.seq}
            event={one}
            mark={takenBack.has(one.entry.seq) ? 'takenBack' : superseded.has(one.entry.seq) ? 'superseded' : null}
          />
        ))}
      </ol>
    </section>
  );
}

const toneOf = ({ act }: Entry): string => {
  if (act === 'returnForCorrection' || act === 'recall') return 'back';
  if (act === 'decline' || act === 'reject' || act === 'void' || act === 'withdraw' || act === 'expire') return 'end';
  return act === 'comment' || act === 'remind' || act === 'copyTo' ? 'aside' : 'on';
};

function Done({ event: { entry, title }, mark }: { event: HistoryEntry; mark: 'takenBack' | 'superseded' | null }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const { facts, text } = told(entry, say, language);
  return (
    <li className={styles.event} data-tone={toneOf(entry)} data-mark={mark}>
      <p className={styles.top}>
        <strong>{headline(title)}</strong>
        {mark && <span className="tag">{say(mark)}</span>}
        <span className={`${styles.when} numbers`}>
          <Moment at={entry.at} short />
        </span>
      </p>
      <p className={styles.who}>
        {entry.actor ? (
          <>
            <ActorName actor={entry.actor} />
            <span className="muted">{officeWords[entry.actor.office][language]}</span>
            {entry.actor.warrantNo && <span className="muted">{say('byWarrant', { number: entry.actor.warrantNo })}</span>}
          </>
        ) : (
          say('system')
        )}
      </p>
      {facts.map((fact) => (
        <p key={fact} className={styles.fact}>
          {fact}
        </p>
      ))}
      {text && <p className={styles.text}>{text}</p>}
    </li>
  );
}

interface Told {
  /** What was recorded, as short sentences. */
  facts: string[];
  /** What somebody wrote. */
  text: string | null;
}

function told(entry: Entry, say: Say<ReferralWord>, language: Language): Told {
  const join = (names: string[]) => names.join(say('and'));
  const reasonOf = ({ reason }: { reason: { zh: string; en: string } }) => say('reasonIs', { reason: language === 'en' ? reason.en : reason.zh });
  switch (entry.act) {
    case 'inform': {
      const { comment, papersReviewed } = entry.data;
      const kinds = join(papersReviewed.map(({ kind }) => paperKindWords[kind][language]));
      return { facts: kinds ? [say('papersReviewed', { kinds })] : [], text: comment };
    }
    case 'decline':
    case 'reject':
    case 'void':
      return { facts: [reasonOf(entry.data)], text: entry.data.comment };
    case 'returnForCorrection':
      return { facts: [say('backTo', { to: returnTargetWords[entry.data.to][language] }), reasonOf(entry.data)], text: entry.data.comment };
    case 'releaseForm':
    case 'handOver': {
      const { name, relation, idNumberMasked } = entry.data.collector;
      return { facts: [say('collectedBy', { name, relation: relationWords[relation][language], number: idNumberMasked })], text: null };
    }
    case 'fillIn':
      return { facts: [say('versionNo', { version: entry.data.formVersion })], text: null };
    case 'sign':
      return { facts: [], text: entry.data.opinion };
    case 'signOnPaper': {
      const { step, signer, opinion } = entry.data;
      return { facts: [stepWords[step][language], say('signerIs', { name: signer.name })], text: opinion };
    }
    case 'withdraw':
      return { facts: [], text: entry.data.comment };
    case 'recall':
      return { facts: [say('tookBack', { seq: entry.data.takesBack })], text: null };
    case 'remind':
      return { facts: [], text: entry.data.message };
    case 'comment':
      return { facts: [], text: entry.data.text };
    case 'copyTo':
      return { facts: [say('copiedTo', { names: join(entry.data.people.map(({ name }) => name)) })], text: entry.data.comment };
    case 'issueLetter':
      return { facts: [say('letterIs', { number: entry.data.letter.number })], text: null };
    case 'replaceLetter':
      return { facts: [say('letterIs', { number: entry.data.letter.number }), reasonOf(entry.data)], text: entry.data.comment };
    case 'arrive':
      return { facts: [say('arrivedAt', { hospital: entry.data.receiver.hospital, day: entry.data.on })], text: null };
    case 'outcome':
      return {
        facts: [say('arrivedAt', { hospital: entry.data.receiver.hospital, day: entry.data.on }), outcomeKindWords[entry.data.kind][language]],
        text: entry.data.text,
      };
    case 'report':
    case 'expire':
      return { facts: [], text: null };
  }
}
