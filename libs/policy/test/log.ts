import type { Chain, Entry, EntryOf, Office, Step } from '../src/index.ts';
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

/** The signature of this step that still stands: over the newest form, and not asked for again since. */
export function standing(log: readonly Entry[], step: Step): EntryOf<'sign'> | undefined {
  const acts = counting(log);
  const form = of(acts, 'fillIn').at(-1);
  const signature = of(acts, 'sign').findLast(({ data }) => data.step === step);
  if (!form || !signature || signature.data.materialDigest !== form.data.materialDigest) return undefined;
  const since = acts.filter(({ seq }) => seq > signature.seq);
  const asked = of(since, 'returnForCorrection').some(({ data }) => data.to === step);
  const rewritten = of(since, 'fillIn').some(({ data }) => data.materialDigest !== signature.data.materialDigest);
  return asked || rewritten ? undefined : signature;
}

/** The signer, and whom they stood in for. */
export const partiesOf = ({ actor }: Pick<Entry, 'actor'>): string[] =>
  actor ? [actor.id, ...(actor.onBehalfOf ? [actor.onBehalfOf.id] : [])] : [];

const during = ({ from, until }: { from: string; until: string | null }, at: string): boolean =>
  Date.parse(from) <= Date.parse(at) && (until === null || Date.parse(at) < Date.parse(until));

/** Whether the actor of an entry held the office it names at that moment: their own, or by the warrant it names. */
export function heldOffice({ actor, at }: Entry, staff: Staff): boolean {
  if (!actor) return false;
  const holds = (one: Member | undefined) =>
    one?.appointments.some(
      (held) => held.office === actor.office && held.departmentId === actor.departmentId && during(held, at),
    ) ?? false;
  if (!actor.onBehalfOf) return holds(staff[actor.id]);
  const warrant = staff[actor.id]?.warrants.find(({ warrantNo }) => warrantNo === actor.warrantNo);
  if (!warrant || warrant.holder.id !== actor.onBehalfOf.id || !during(warrant, at)) return false;
  return warrant.appointment.office === actor.office && holds(staff[actor.onBehalfOf.id]);
}
