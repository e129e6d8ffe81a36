import {
  apply,
  maskPhone,
  stateName,
  whyNotArrive,
  whyNotOutcome,
  type Entry,
  type OutcomeKind,
  type Receiver,
  type StateName,
} from '@countersign/policy';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { settingsOf, type Settings } from '../institutions/settings.ts';
import { Problem, refused } from '../problems/problem.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { untilWritten } from './perform.ts';
import type { ReferralRow } from './read-for-act.ts';
import { writeAct } from './write-act.ts';

/** Who reports from the receiving hospital, as they typed it. */
export interface ReceiverSaid {
  hospital: string;
  name: string;
  phone?: string | null;
}

/** What the receiving hospital reports of a letter. Whoever calls has seen its proof: the token or the return code. */
export interface ArrivalReport {
  letterNo: string;
  /** Day of arrival in Asia/Shanghai, yyyy-MM-dd. */
  on: string;
  receiver: ReceiverSaid;
}

export interface OutcomeReport extends ArrivalReport {
  kind: OutcomeKind;
  text: string;
}

/** What a report on the return slip came to; `repeated` where it said what had been recorded before. */
export interface SlipRecorded {
  /** Number of the event in the log, and its moment, ISO 8601. */
  seq: number;
  at: string;
  state: StateName;
  /** How often the letter has been used by now. */
  uses: number;
  repeated: boolean;
}

type Slip = Extract<Entry, { act: 'arrive' | 'outcome' }>;
type Row = ReferralRow & { settings: Partial<Settings>; letters: string[]; slips: Slip[] };

const readForSlip = {
  name: 'read-for-slip',
  text: `SELECT i.settings, r.id, r.number, r.facts, r.version, r.seq, r.head, r.patient_id_lookup,
      (SELECT coalesce(jsonb_agg(l.number), '[]') FROM letter l
        WHERE l.institution_id = r.institution_id AND l.referral_id = r.id) AS letters,
      (SELECT coalesce(jsonb_agg(e.body ORDER BY e.seq), '[]') FROM event e
        WHERE e.institution_id = r.institution_id AND e.referral_id = r.id AND e.act IN ('arrive', 'outcome')) AS slips
    FROM referral r JOIN institution i ON i.id = r.institution_id
    WHERE r.institution_id = $1 AND r.id = $2`,
};

type Which = { institutionId: string; referralId: string };

/** The patient arrived at the receiving hospital with this letter: it is used, for the last time or once of several. */
export const recordArrival = (
  db: Database,
  clock: Clock,
  secrets: Secrets,
  which: Which,
  { letterNo, on, receiver }: ArrivalReport,
): Promise<SlipRecorded> =>
  record(db, clock, which, letterNo, {
    act: 'arrive',
    data: { letterNo, on, receiver: kept(receiver, secrets) },
    // Two desks of one hospital that report the same day mean the same arrival.
    isSame: ({ act, data }) =>
      act === 'arrive' && data.letterNo === letterNo && data.on === on && data.receiver.hospital === receiver.hospital,
    whyNot: (facts, at) => whyNotArrive(facts, letterNo, on, at),
  });

/** What became of the patient who arrived with this letter. Never moves the referral. */
export const recordOutcome = (
  db: Database,
  clock: Clock,
  secrets: Secrets,
  which: Which,
  { letterNo, kind, on, text, receiver }: OutcomeReport,
): Promise<SlipRecorded> =>
  record(db, clock, which, letterNo, {
    act: 'outcome',
    data: { letterNo, kind, on, text, receiver: kept(receiver, secrets) },
    isSame: ({ act, data }) =>
      act === 'outcome' &&
      data.letterNo === letterNo &&
      data.kind === kind &&
      data.on === on &&
      data.text === text &&
      data.receiver.hospital === receiver.hospital,
    whyNot: (facts, at) => whyNotOutcome(facts, letterNo, on, at),
  });

/** The person and the phone of whoever reports are kept like every other: the number masked, and encrypted. */
const kept = ({ hospital, name, phone }: ReceiverSaid, secrets: Secrets): Receiver => ({
  hospital,
  name,
  phoneMasked: phone ? maskPhone(phone) : null,
  phoneEncrypted: phone ? secrets.encrypt(phone) : null,
});

type SlipAct = Pick<Slip, 'act' | 'data'> & {
  isSame(slip: Slip): boolean;
  whyNot(facts: Row['facts'], at: Date): Parameters<typeof refused>[0] | null;
};

/** The system's own act, as an expiry is; overtaken, it starts again, and what was reported before it finds done. */
function record(db: Database, clock: Clock, which: Which, letterNo: string, slip: SlipAct): Promise<SlipRecorded> {
  return untilWritten(async () => {
    const at = clock.now();
    const { institutionId, referralId } = which;
    const [row] = await db.query<Row>(readForSlip, [institutionId, referralId]);
    if (!row?.letters.includes(letterNo)) throw new Problem('notFound', {});
    const { settings, letters: _, slips, ...referral } = row;
    const before = slips.find(slip.isSame);
    if (before) return recorded(before, referral.facts, true);
    if (slip.act === 'outcome') refuseTooMany(slips, letterNo);
    const why = slip.whyNot(referral.facts, at);
    if (why) throw refused(why);

    const { act, data } = slip;
    const entry = { seq: referral.seq + 1, act, at: at.toISOString(), actor: null, data } as Entry;
    const facts = apply(referral.facts, entry);
    const { id, number } = referral;
    const { ownReportAllowed } = settingsOf(settings);
    const write = { institutionId, referral, id, number, entry, facts, rules: { ownReportAllowed }, asked: null };
    return (await writeAct(db, write)) && recorded(entry, facts, false);
  });
}

/** Anybody who holds a letter may report: without an end to it they could fill the log. */
const outcomesOfAnArrival = 3;

function refuseTooMany(slips: readonly Slip[], letterNo: string): void {
  const told = (act: Slip['act']) => slips.filter((slip) => slip.act === act && slip.data.letterNo === letterNo).length;
  const limit = told('arrive') * outcomesOfAnArrival;
  if (limit > 0 && told('outcome') >= limit) throw new Problem('outcomesReported', { limit });
}

const recorded = ({ seq, at }: Entry, { state, uses }: Row['facts'], repeated: boolean): SlipRecorded => ({
  seq,
  at,
  state: stateName(state),
  uses,
  repeated,
});
