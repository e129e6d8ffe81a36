import { actWords, chainWords, stateWords, type Language, type ReferralRowResponse } from '@countersign/contract';
import { stateName, type Act, type Chain, type Facts, type Named, type Urgency } from '@countersign/policy';

/**
 * How many entries of one index range a page looks through for those that its filters let pass. What lies beyond is
 * left to the next page, so that a filter that fits hardly anything costs no more than one that fits everything.
 */
export const lookedThrough = 2_000;

/** Nothing sorts before it: where a range begins. */
export const firstId = '00000000-0000-0000-0000-000000000000';
/** Nothing sorts after it: where a range that goes backwards begins. */
export const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export interface ReferralRow {
  id: string;
  number: string;
  chain: Chain;
  state: Facts['state'];
  version: number;
  patientName: string;
  patientIdMasked: string;
  diagnosis: string;
  destination: string | null;
  urgency: Urgency;
  department: Named | null;
  letterNo: string | null;
  last: Act;
  lastBy: Named | null;
  reportedAt: string;
  changedAt: string;
}

/** A referral of `r` as a list shows it; with `rowNames` joined. */
export const rowColumns = `json_build_object(
  'id', r.id, 'number', r.number, 'chain', r.chain, 'state', r.state, 'version', r.version,
  'patientName', r.patient_name, 'patientIdMasked', r.patient_id_masked, 'diagnosis', r.diagnosis,
  'destination', r.destination, 'urgency', r.urgency, 'letterNo', r.letter_no,
  'department', CASE WHEN d.id IS NOT NULL THEN json_build_object('id', d.id, 'name', d.name) END,
  'last', r.facts->'last'->'act',
  'lastBy', CASE WHEN l.id IS NOT NULL THEN json_build_object('id', l.id, 'name', l.name) END,
  'reportedAt', r.reported_at, 'changedAt', r.changed_at)`;

/** Whether somebody sees the referral `r`, by the places of `seesByOffice` and of their id: policy's `maySee`. */
export const mayBeSeen = (all: string, departmentIds: string, person: string): string =>
  `(${all}::boolean OR r.department_id = ANY (${departmentIds}::uuid[]) OR r.facts->'people' ? ${person})`;

/** Whether it has a letter and somebody took it, or, for false, nobody yet; a letter that took another's place is a new one. */
export const handedOverIs = (asked: string): string => `(${asked}::boolean IS NULL OR r.letter_no IS NOT NULL AND ${asked} = EXISTS (
  SELECT FROM event e WHERE e.institution_id = r.institution_id AND e.referral_id = r.id
    AND e.act = 'handOver' AND e.body->'data'->>'letterNo' = r.letter_no))`;

/** Joined for the rows of one page only. */
export const rowNames = `
  LEFT JOIN department d ON d.institution_id = r.institution_id AND d.id = r.department_id
  LEFT JOIN person l ON l.institution_id = r.institution_id AND l.id = (r.facts->'last'->>'personId')::uuid`;

/** A moment of a column in all its precision, for a cursor: milliseconds would lose the place. */
export const exactly = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The database writes its own time zone. */
export const moment = (text: string): string => new Date(text).toISOString();

export function rowShown({ state, last, lastBy, ...row }: ReferralRow, language: Language): ReferralRowResponse {
  const condition = stateName(state);
  return {
    ...row,
    chainName: chainWords[row.chain][language],
    state: condition,
    stateName: stateWords[condition][language],
    last: { act: last, actName: actWords[last][language], person: lastBy },
    reportedAt: moment(row.reportedAt),
    changedAt: moment(row.changedAt),
  };
}
