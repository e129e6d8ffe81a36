import type { Actor, Chain, Entry, EntryOf, Office, Step } from '../src/index.ts';
import type { Member, Staff } from './hospital.ts';

/**
 * What tests read off a log by themselves, without asking the code they test: which entries count, whose signatures
 * they were, and whether their signers held the office.
 */

/** DESIGN, section 3: the signatures that each chain demands, and of whom. */
export const demanded: Record<Chain, Partial<Record<Step, readonly Office[]>>> = {
  outpatient: {
    department: ['departmentDirector', 'departmentLead'],
    medicalDirector: ['medicalDirector'],
    deanInCharge: ['deanInCharge'],
    businessDean: ['businessDean'],
    insurance: ['insuranceDirector', 'insuranceLead'],
  },
  inpatient: {
    department: ['departmentDirector', 'departmentLead'],
    insurance: ['insuranceDirector', 'insuranceLead'],
  },
  otherHospital: {
    medicalDirector: ['medicalDirector'],
    deanInCharge: ['deanInCharge'],
    businessDean: ['businessDean'],
    insurance: ['insuranceDirector', 'insuranceLead'],
  },
};

/** The acts that count: asides left out, and whatever was taken back together with what took it back. */
export function counting(log: readonly Entry[]): Entry[] {
  const kept: Entry[] = [];
  for (const entry of log) {
    if (['comment', 'remind', 'copyTo'].includes(entry.act)) continue;
    if (entry.act === 'recall') kept.pop();
    else kept.push(entry);
  }
  return kept;
}

export const of = <A extends Entry['act']>(log: readonly Entry[], act: A): EntryOf<A>[] =>
  log.filter((entry): entry is EntryOf<A> => entry.act === act);

export type Signed = EntryOf<'sign' | 'signOnPaper'>;

/** Signatures, be it that they were given here or on paper. */
export const signaturesIn = (log: readonly Entry[]): Signed[] =>
  log.filter((entry): entry is Signed => entry.act === 'sign' || entry.act === 'signOnPaper');

/** Whose signature it is: on paper that is never whoever recorded it. */
export const signerOf = (entry: Signed): Actor => (entry.act === 'sign' ? entry.actor! : entry.data.signer);

/** The signature of this step that still stands: over the newest form, and not asked for again since. */
export function standing(log: readonly Entry[], step: Step): Signed | undefined {
  const acts = counting(log);
  const form = of(acts, 'fillIn').at(-1);
  const signature = signaturesIn(acts).findLast(({ data }) => data.step === step);
  if (!form || !signature || signature.data.materialDigest !== form.data.materialDigest) return undefined;
  const since = acts.filter(({ seq }) => seq > signature.seq);
  const asked = of(since, 'returnForCorrection').some(({ data }) => data.to === step);
  const rewritten = of(since, 'fillIn').some(({ data }) => data.materialDigest !== signature.data.materialDigest);
  return asked || rewritten ? undefined : signature;
}

/** Somebody, and whom they stood in for. */
export const partiesOf = (actor: Actor): string[] => [actor.id, ...(actor.onBehalfOf ? [actor.onBehalfOf.id] : [])];

type Span = { from: string; until: string | null };

const during = ({ from, until }: Span, at: string): boolean =>
  Date.parse(from) <= Date.parse(at) && (until === null || Date.parse(at) < Date.parse(until));

/** On paper only the day is known: some moment of it, before it was recorded, is enough. */
const duringDay = ({ from, until }: Span, day: string, recorded: string): boolean => {
  const moments = [`${day}T00:00:00+08:00`, from].map((text) => Date.parse(text));
  const first = new Date(Math.max(...moments)).toISOString();
  const sameDay = Date.parse(first) < Date.parse(`${day}T00:00:00+08:00`) + 86_400_000;
  return sameDay && Date.parse(first) <= Date.parse(recorded) && during({ from, until }, first);
};

/** Whether the signer held the office that the signature names: their own, or by the warrant it names. */
export function heldOffice(entry: Signed, staff: Staff): boolean {
  const actor = signerOf(entry);
  const then = (span: Span) =>
    entry.act === 'sign' ? during(span, entry.at) : duringDay(span, entry.data.signedOn, entry.at);
  const holds = (one: Member | undefined) =>
    one?.appointments.some(
      (held) => held.office === actor.office && held.departmentId === actor.departmentId && then(held),
    ) ?? false;
  if (!actor.onBehalfOf) return holds(staff[actor.id]);
  const warrant = staff[actor.id]?.warrants.find(({ warrantNo }) => warrantNo === actor.warrantNo);
  if (!warrant || warrant.holder.id !== actor.onBehalfOf.id || !then(warrant)) return false;
  return warrant.appointment.office === actor.office && holds(staff[actor.onBehalfOf.id]);
}
