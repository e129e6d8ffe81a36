import {
  awaitedStepWords,
  chainWords,
  stateWords,
  urgencyWords,
  type Language,
  type PeriodQuery,
  type ReasonCountsResponse,
  type StandingResponse,
  type Turnaround,
  type TurnaroundResponse,
} from '@countersign/contract';
import { overdueBefore, stateName, type AwaitedStep, type Chain, type Facts, type Urgency } from '@countersign/policy';
import { audit } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import { countReasons } from './count-reasons.ts';
import { exportWords } from './export-words.ts';
import { periodOf } from './period.ts';
import { readStanding } from './read-standing.ts';
import { readTurnaround } from './read-turnaround.ts';
import type { Column, Kind, Sheet, Value } from './workbook.ts';
import type { WorkbookThread } from './workbook-thread.ts';

/** A large hospital's quarter; its file has two megabytes. */
const mostReferrals = 20_000;

interface Detail {
  number: string;
  chain: Chain;
  department: string | null;
  patient_name: string;
  patient_id_masked: string;
  urgency: Urgency;
  diagnosis: string;
  destination: string | null;
  state: Facts['state'];
  reported_at: Date;
  letter_no: string | null;
  issued_at: Date | null;
  steps: AwaitedStep[] | null;
  since: Date | null;
  overdue: boolean | null;
}

/** $1 institution, $2 and $3 the moments of the period, $4 chain, $5 department, $6 since when it is overdue, $7 rows. */
const selectDetails = {
  name: 'overview-details',
  text: `
    SELECT r.number, r.chain, d.name AS department, r.patient_name, r.patient_id_masked, r.urgency, r.diagnosis,
      r.destination, r.state, r.reported_at, r.letter_no, l.issued_at, i.steps, i.since, i.overdue
    FROM event e
    JOIN referral r ON r.institution_id = $1 AND r.id = e.referral_id
    LEFT JOIN department d ON d.institution_id = $1 AND d.id = r.department_id
    LEFT JOIN LATERAL (
      SELECT min(l.issued_at) AS issued_at FROM letter l WHERE l.institution_id = $1 AND l.referral_id = r.id
    ) l ON r.letter_no IS NOT NULL
    LEFT JOIN LATERAL (
      SELECT array_agg(DISTINCT i.step) AS steps, min(i.since) AS since,
        bool_or(i.since < ($6::timestamptz[])[i.urgency_rank + 1]) AS overdue
      FROM worklist_item i WHERE i.institution_id = $1 AND i.referral_id = r.id
    ) i ON true
    WHERE e.institution_id = $1 AND e.at >= $2 AND e.at < $3 AND e.act = 'report'
      AND ($4::text IS NULL OR r.chain = $4) AND ($5::uuid IS NULL OR r.department_id = $5)
    ORDER BY e.at, r.id LIMIT $7`,
};

type Word = keyof typeof exportWords;

const columnsIn =
  (language: Language) =>
  (...columns: [word: Word, kind: Kind, width: number][]): Column[] =>
    columns.map(([word, kind, width]) => ({ title: exportWords[word][language], kind, width }));

const momentOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** A day is written as its midnight in Shanghai. */
const dayOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`);

function standingSheet({ groups }: StandingResponse, { chain, department }: PeriodQuery, language: Language): Sheet {
  return {
    name: exportWords.standing[language],
    columns: columnsIn(language)(
      ['chain', 'text', 16],
      ['step', 'text', 24],
      ['department', 'text', 16],
      ['referrals', 'count', 10],
      ['overdue', 'count', 10],
      ['oldestSince', 'moment', 18],
    ),
    rows: groups
      .filter((group) => chain === undefined || group.chain === chain)
      .filter((group) => department === undefined || group.department?.id === department)
      .map((group) => [
        group.chainName,
        group.stepName,
        group.department?.name ?? null,
        group.referrals,
        group.overdue,
        momentOf(group.oldestSince),
      ]),
  };
}

function turnaroundSheet({ total, chains }: TurnaroundResponse, language: Language): Sheet {
  const words = (word: Word) => exportWords[word][language];
  const rowsOf = (name: string, { letters, medianHours, p90Hours, steps, weeks }: Turnaround): Value[][] => [
    [name, words('letters'), null, null, letters, medianHours, p90Hours],
    ...steps.map((one) => [name, words('stepWait'), one.stepName, null, one.acts, one.medianHours, one.p90Hours]),
    ...weeks.map((one) => [name, words('weekLetters'), null, dayOf(one.week), one.letters, one.medianHours, null]),
  ];
  return {
    name: words('turnaround'),
    columns: columnsIn(language)(
      ['chain', 'text', 16],
      ['line', 'text', 24],
      ['step', 'text', 24],
      ['week', 'day', 14],
      ['count', 'count', 10],
      ['median', 'hours', 16],
      ['p90', 'hours', 18],
    ),
    rows: [...rowsOf(words('allChains'), total), ...chains.flatMap((one) => rowsOf(one.chainName, one))],
  };
}

const reasonsSheet = ({ items }: ReasonCountsResponse, language: Language): Sheet => ({
  name: exportWords.reasons[language],
  columns: columnsIn(language)(
    ['act', 'text', 14],
    ['code', 'text', 18],
    ['reason', 'text', 30],
    ['step', 'text', 24],
    ['department', 'text', 16],
    ['times', 'count', 8],
  ),
  rows: items.map(({ actName, reason, stepName, department, count }) => [
    actName,
    reason.code,
    language === 'en' ? reason.en : reason.zh,
    stepName,
    department?.name ?? null,
    count,
  ]),
});

const hoursBetween = (from: Date, to: Date | null): number | null =>
  to && Math.round((to.getTime() - from.getTime()) / 36_000) / 100;

const detailsSheet = (details: readonly Detail[], language: Language): Sheet => ({
  name: exportWords.details[language],
  columns: columnsIn(language)(
    ['number', 'text', 16],
    ['chain', 'text', 14],
    ['department', 'text', 14],
    ['patient', 'text', 12],
    ['idNumber', 'text', 22],
    ['urgency', 'text', 10],
    ['diagnosis', 'text', 28],
    ['destination', 'text', 28],
    ['state', 'text', 18],
    ['reportedAt', 'moment', 18],
    ['letterNo', 'text', 22],
    ['issuedAt', 'moment', 18],
    ['hours', 'hours', 18],
    ['awaiting', 'text', 24],
    ['since', 'moment', 18],
    ['isOverdue', 'text', 10],
  ),
  rows: details.map((one) => [
    one.number,
    chainWords[one.chain][language],
    one.department,
    one.patient_name,
    one.patient_id_masked,
    urgencyWords[one.urgency][language],
    one.diagnosis,
    one.destination,
    stateWords[stateName(one.state)][language],
    one.reported_at,
    one.letter_no,
    one.issued_at,
    hoursBetween(one.reported_at, one.issued_at),
    one.steps?.map((step) => awaitedStepWords[step][language]).join(language === 'en' ? ', ' : '、') ?? null,
    one.since,
    one.overdue ? exportWords.yes[language] : null,
  ]),
});

/** The overview of a period, and every referral reported in it, as a workbook. That somebody took it is recorded before it leaves. */
export async function exportOverview(
  db: Database,
  thread: WorkbookThread,
  caller: Caller,
  query: PeriodQuery,
  language: Language,
  now: Date,
): Promise<{ name: string; content: Uint8Array }> {
  const { from, to, begins, ends } = periodOf(query, now);
  const { chain = null, department = null } = query;
  const { id, settings } = caller.institution;
  const overdue = overdueBefore(settings.overdueHours, now);
  const details = await db.query<Detail>(selectDetails, [id, begins, ends, chain, department, overdue, mostReferrals + 1]);
  if (details.length > mostReferrals) throw new Problem('exportTooLarge', { limit: mostReferrals });
  const standing = await readStanding(db, caller, language, now);
  const turnaround = await readTurnaround(db, caller, query, language, now);
  const reasons = await countReasons(db, caller, query, language, now);
  const content = await thread.write([
    standingSheet(standing, query, language),
    turnaroundSheet(turnaround, language),
    reasonsSheet(reasons, language),
    detailsSheet(details, language),
  ]);
  const recorded = { from, to, chain, department, referrals: details.length };
  await audit(db, caller, { what: 'overviewExported', at: now, details: recorded });
  return { name: `${exportWords.file[language]} ${from} ${to}.xlsx`, content };
}
