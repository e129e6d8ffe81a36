import type { AgentPart, DestinationPart, DiagnosisPart, DraftKind, PatientPart, SaveDraftRequest } from '@countersign/contract';
import type { Chain } from '@countersign/policy';

/** What a report or a form says so far. A field that nothing is written in is not there. */
export interface TypedContent {
  patient?: Partial<PatientPart>;
  diagnoses?: Partial<DiagnosisPart>[];
  condition?: string;
  reason?: string;
  urgency?: string;
  destination?: Partial<DestinationPart>;
  agent?: Partial<AgentPart>;
  remark?: string;
}

export interface Typed {
  departmentId: string | null;
  papers: string[];
  content: TypedContent;
}

/** A field by its JSON Pointer in the draft's message, as problems name it: `/content/patient/idNumber`. */
export type Pointer = `/${string}`;

const stepsOf = (pointer: Pointer): string[] => pointer.slice(1).split('/');

export const readField = (typed: Typed, pointer: Pointer): unknown =>
  stepsOf(pointer).reduce<unknown>((value, step) => (value as Record<string, unknown> | null | undefined)?.[step], typed);

/** The same with one field changed; an empty text is a field that is not there. */
export const writeField = (typed: Typed, pointer: Pointer, value: unknown): Typed =>
  written(typed, stepsOf(pointer), value === '' ? undefined : value) as Typed;

function written(holder: unknown, [step, ...rest]: string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(holder)) return holder.map((item, i) => (String(i) === step ? written(item, rest, value) : item));
  const { [step]: before, ...others } = (holder ?? {}) as Record<string, unknown>;
  const after = written(before, rest, value);
  return after === undefined ? others : { ...others, [step]: after };
}

const isEmpty = (part: object | undefined): boolean => Object.keys(part ?? {}).length === 0;

/**
 * As it is saved. Parts that must be there are there, though empty, so that a refusal names each field that is missing; a
 * report may leave its destination open.
 */
export function messageOf({ departmentId, papers, content }: Typed, kind: DraftKind, chain: Chain): SaveDraftRequest {
  const { destination } = content;
  const parts = {
    ...content,
    patient: content.patient ?? {},
    diagnoses: content.diagnoses ?? [],
    destination: kind === 'report' && isEmpty(destination) ? undefined : (destination ?? {}),
    ...(kind === 'report' && chain === 'otherHospital' ? { agent: content.agent ?? {} } : {}),
  };
  const message = { content: parts as SaveDraftRequest['content'] };
  return kind === 'form' ? message : { ...message, departmentId: chain === 'otherHospital' ? null : departmentId, papers };
}

/** Whether two texts say the same, in whatever order their fields stand, with or without empty ones. */
export const sameTyped = (one: Typed, other: Typed): boolean => normal(one) === normal(other);

const normal = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (part === null || part === '') return undefined;
    if (typeof part !== 'object' || Array.isArray(part)) return part;
    const entries = Object.entries(part).filter(([, member]) => !['{}', '[]'].includes(normal(member)));
    return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }) ?? '{}';

/** Every field that says something else in the other, most of them by what they belong to. */
export function differences(one: Typed, other: Typed): Pointer[] {
  const fields: Pointer[] = ['/departmentId', '/papers'];
  const places = [...new Set([...Object.keys(one.content), ...Object.keys(other.content)])] as (keyof TypedContent)[];
  for (const place of places) {
    const pair = [one.content[place], other.content[place]];
    const isPart = pair.some((part) => typeof part === 'object' && !Array.isArray(part));
    if (!isPart) fields.push(`/content/${place}`);
    else for (const name of new Set(pair.flatMap((part) => Object.keys(part ?? {})))) fields.push(`/content/${place}/${name}`);
  }
  return fields.filter((pointer) => normal(readField(one, pointer)) !== normal(readField(other, pointer)));
}
