import { FormContent, ReportContent, type DraftKind, type FieldError } from '@countersign/contract';
import { fieldError, Problem, type FieldFault } from '../problems/problem.ts';
import { validation } from '../problems/validation.ts';

/** Bytes of what was typed, as JSON. */
const maxDraftBytes = 100_000;

/**
 * What is wrong with a field only because it is not yet written to its end, or not yet put right: one such field does not keep
 * all the others from being saved.
 */
const forgiven: readonly string[] = [
  'required',
  'tooShort',
  'tooLong',
  'unprintable',
  'tooFew',
  'notCode',
  'notDiagnosisCode',
  'notPhone',
  'idShape',
  'idBirthDate',
  'idCheckDigit',
];

const classOf = { report: ReportContent, form: FormContent } as const;
type Contents = { report: ReportContent; form: FormContent };

/** All that keeps a content from being submitted; with the content as the act wants it where there is nothing. */
async function examined<K extends DraftKind>(kind: K, content: object): Promise<{ errors: FieldError[]; complete?: Contents[K] }> {
  try {
    const complete = (await validation.transform(content, { type: 'body', metatype: classOf[kind] })) as Contents[K];
    return { errors: [], complete };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'invalid') throw error;
    const { errors } = error.facts as { errors: FieldError[] };
    return { errors: errors.map(({ pointer, reason }) => ({ pointer: `/content${pointer}`, reason })) };
  }
}

/** Refuses what could never be part of a report or a form: unknown fields, wrong types, texts far too long or broken. */
export async function requireSavable(kind: DraftKind, content: object): Promise<void> {
  if (Buffer.byteLength(JSON.stringify(content)) > maxDraftBytes) throw new Problem('tooLarge', { limit: maxDraftBytes });
  const { errors } = await examined(kind, content);
  const lasting = errors.filter(({ reason }) => !forgiven.includes((JSON.parse(reason) as FieldFault).reason));
  // A field that is forgiven may hold any text.
  const faults = lasting.length > 0 ? lasting : textFaults(content, '/content');
  if (faults.length > 0) throw new Problem('invalid', { errors: faults });
}

/** The content as the act wants it, or every field that is missing or wrong, `besides` included. */
export async function requireComplete<K extends DraftKind>(kind: K, content: object, besides: FieldError[] = []): Promise<Contents[K]> {
  const { errors, complete } = await examined(kind, content);
  if (!complete) throw new Problem('draftIncomplete', { errors: [...errors, ...besides] });
  return complete;
}

/** Of one text: several times what any field takes, and so much that all of them fit below `maxDraftBytes`. */
const longest = 10_000;

function textFaults(value: unknown, pointer: string): FieldError[] {
  if (typeof value === 'string') {
    const length = [...value].length;
    if (length > longest) return [fieldError(pointer, { reason: 'tooLong', args: { max: longest, length } })];
    // oxlint-disable-next-line no-control-regex
    return /\u0000|\p{Surrogate}/u.test(value) ? [fieldError(pointer, { reason: 'unprintable' })] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => textFaults(member, `${pointer}/${name}`));
}
