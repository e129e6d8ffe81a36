import { algorithmOf, linkTo, originOf, type Digest, type Link } from '@countersign/evidence';
import {
  awaiting,
  isAside,
  stateName,
  type Awaited,
  type Entry,
  type Facts,
  type LetterRef,
  type Rules,
} from '@countersign/policy';
import type { ReferralSummary } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import type { RequestKey } from '../database/once.ts';
import {
  addAnswer,
  addDraftEnd,
  addEvent,
  addForm,
  addInvolvement,
  addLetter,
  addMove,
  addOutgoing,
  addPapers,
  addReferral,
  addWorklist,
} from './act-parts.ts';
import { Statement } from './statement.ts';

/** Columns of a referral that lists and searches show; a projection of its current content. */
export interface ReferralDigest {
  patientName: string;
  patientIdMasked: string;
  patientIdLookup: string;
  urgency: string;
  diagnosis: string;
  destination: string | null;
}

export interface FormVersion {
  version: number;
  /** Content with ID and phone numbers encrypted. */
  sealed: object;
  materialDigest: string;
  contentDigest: string;
}

/** All that one act changes. Written by one statement, or not at all. */
export interface ActWrite {
  institutionId: string;
  referral: { id: string; number: string; version: number; seq: number; head: string; facts: Facts } | null;
  id: string;
  number: string;
  entry: Entry;
  facts: Facts;
  rules: Rules;
  form?: FormVersion;
  digest?: ReferralDigest;
  papers?: string[];
  letter?: LetterRef & { content: object };
  draft?: DraftRef;
  /** Null for the system's own acts: nobody asked, so nobody is answered. */
  asked: { personId: string; request: RequestKey } | null;
}

/** A draft as it was read, which ends with the act. */
export interface DraftRef {
  id: string;
  version: number;
}

export interface Written {
  link: Link<Entry>;
  answer: ReferralSummary;
}

/** Where a referral's log begins, in the algorithm of its report: all that follows goes on in the same. */
const beginningOf = ({ institutionId, id, form }: ActWrite): Digest =>
  originOf({ institutionId, referralId: id }, algorithmOf(form!.contentDigest));

function summaryOf({ id, number, facts, entry }: ActWrite, version: number, open: readonly Awaited[]): ReferralSummary {
  return {
    id,
    number,
    chain: facts.chain,
    state: stateName(facts.state),
    version,
    seq: entry.seq,
    letter: facts.letter,
    awaiting: open.map(({ office, departmentId, step }) => ({ office, departmentId, step })),
  };
}

/**
 * The one guarded write of an act: the referral where version and log still stand where they were read, its event,
 * form, letter, worklist, involvement, outgoing message and the answer to be repeated. Null when it was overtaken.
 * A clash of unique values (letter serial, request key), a paper taken and a draft submitted meanwhile undo the whole
 * statement.
 */
export async function writeAct(db: Database, act: ActWrite): Promise<Written | null> {
  const { entry, facts, rules, referral } = act;
  const link = linkTo((referral?.head ?? beginningOf(act)) as Digest, entry);
  const version = (referral?.version ?? 0) + (isAside(entry.act) ? 0 : 1);
  const open = awaiting(facts, rules, new Date(entry.at));
  const answer = summaryOf(act, version, open);
  const statement = new Statement();

  const moved = referral === null ? addReferral(statement, act, link.hash, version) : addMove(statement, act, link.hash, version);
  addEvent(statement, moved, link);
  addWorklist(statement, moved, act, open);
  addInvolvement(statement, moved, entry);
  addOutgoing(statement, moved, entry);
  if (act.form) addForm(statement, moved, act.form);
  if (act.letter) addLetter(statement, moved, act.letter, entry);
  if (act.papers?.length) addPapers(statement, moved, act.papers, entry);
  if (act.draft) addDraftEnd(statement, moved, act.draft, entry);
  if (act.asked) addAnswer(statement, moved, act.asked, answer, entry);
  const proofs = [...(act.papers?.length ? ['complete'] : []), ...(act.draft ? ['undrafted'] : [])];
  const columns = [`${moved}.id`, ...proofs.map((proof) => `${proof}.fault AS ${proof}`)];
  const written = statement.prepared(`SELECT ${columns.join(', ')} FROM ${[moved, ...proofs].join(', ')}`);
  const rows = await db.pipelined(written, statement.values);
  return rows.length === 1 ? { link, answer } : null;
}
