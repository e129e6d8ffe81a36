import { countsIn, isDepartmentOffice, urgencies, type Awaited, type Capacity, type Person } from '@countersign/policy';
import { firstId } from './rows.ts';

/** What awaits one office of one department, of one urgency: neighbours in the index worklist_inbox, oldest first. */
export interface Range {
  /** Who would act there. */
  personId: string;
  office: Capacity['office'];
  departmentId: string;
  rank: number;
  /** As whom the person would act there. */
  ways: Capacity[];
  /** The range begins behind this item. */
  since: string;
  referralId: string;
}

const sameWay = (a: Capacity, b: Capacity): boolean => a.onBehalfOf?.id === b.onBehalfOf?.id;

/** The ranges that a person's capacities open, each once, however many of their capacities lead there. */
export function rangesOf({ id: personId, capacities }: Person, ranks = urgencies.map((_, rank) => rank)): Range[] {
  const places = new Map<string, Omit<Range, 'rank'>>();
  for (const capacity of capacities) {
    const { office } = capacity;
    // An office that belongs to no department awaits under the nil id.
    const departmentId = isDepartmentOffice(office) ? capacity.departmentId! : firstId;
    const key = `${office} ${departmentId}`;
    const place = places.get(key) ?? { personId, office, departmentId, ways: [], since: '-infinity', referralId: firstId };
    if (!place.ways.some((way) => sameWay(way, capacity))) place.ways.push(capacity);
    places.set(key, place);
  }
  return ranks.flatMap((rank) => [...places.values()].map((place) => ({ ...place, rank })));
}

/** As whom the person may take an item on, when these people may not. */
export const waysOpen = ({ ways }: Range, except: readonly string[]): Capacity[] =>
  ways.filter(({ onBehalfOf }) => onBehalfOf === null || !except.includes(onBehalfOf.id));

/** Ranges as parameters of a statement: $2 to $9; see `rangeTable`. */
export const rangeValues = (ranges: readonly Range[]): unknown[] => [
  ranges.map(({ office }) => office),
  ranges.map(({ departmentId }) => departmentId),
  ranges.map(({ rank }) => rank),
  ranges.map(({ ways }) => ways.some(({ onBehalfOf }) => onBehalfOf === null)),
  ranges.map(({ ways }) => `{${ways.flatMap(({ onBehalfOf }) => (onBehalfOf ? [onBehalfOf.id] : [])).join(',')}}`),
  ranges.map(({ since }) => since),
  ranges.map(({ referralId }) => referralId),
  ranges.map(({ personId }) => personId),
];

/** `range` (no, person, office, department, rank, own, holders, since, id); no counts from 1. */
export const rangeTable = `range AS MATERIALIZED (
  SELECT no, person, office, department, rank, own, holders::uuid[] AS holders, since, id
  FROM unnest($2::text[], $3::uuid[], $4::smallint[], $5::boolean[], $6::text[], $7::timestamptz[], $8::uuid[],
      $9::uuid[])
    WITH ORDINALITY AS r(office, department, rank, own, holders, since, id, person, no))`;

/** Items of the index range `r`, $1 being the institution. */
export const inRange = `
  i.institution_id = $1 AND i.office = r.office AND i.office_department_id = r.department
  AND i.urgency_rank = r.rank AND (i.since, i.referral_id) > (r.since, r.id)`;

/**
 * Whether the person of the range `r` may act on an item `w` of it: neither they nor, where they only stand for
 * somebody, everybody they could stand for there is one of those who may not.
 */
export const mayTakeOn = `NOT r.person = ANY (w.except_people) AND (r.own OR NOT r.holders <@ w.except_people)`;

/** The same of an office that a referral awaits, before it is an item: whether it awaits the person. */
export const awaits = ({ office, departmentId, except }: Awaited, { id, capacities }: Person): boolean =>
  !except.includes(id) &&
  capacities.some(
    (capacity) =>
      capacity.office === office &&
      countsIn(capacity, departmentId) &&
      (capacity.onBehalfOf === null || !except.includes(capacity.onBehalfOf.id)),
  );
