import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { faultOfIdNumber, isNumberPattern } from '@countersign/policy';
import { Transform, Type } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import type { FieldReason } from './field-reasons.ts';

/**
 * The kinds of field that messages are made of. Each says three things at once: what is refused and why, what the
 * OpenAPI description shows, and an example. One place for each rule of form; rules of policy stand in libs/policy.
 */

type Fault = { reason: FieldReason; args?: Record<string, string | number> };
type Check = (value: unknown) => Fault | null;

interface About {
  example: unknown;
  /** What the field means, where its name does not say. */
  about?: string;
  optional?: boolean;
  /** Null is a value of its own: it clears the field. */
  nullable?: boolean;
}

/** The reason travels as JSON in class-validator's message; the problem filter turns it into a sentence. */
function field(check: Check, schema: Record<string, unknown>, { example, about, optional, nullable }: About) {
  const options = { example, description: about, nullable, ...schema } as never;
  return applyDecorators(
    // Left out is not null: what may be left out is not thereby cleared.
    ...(optional
      ? [ApiPropertyOptional(options), ValidateIf((_, value) => value !== undefined)]
      : [ApiProperty(options)]),
    // Null ends the checks here, also those inside a message.
    ...(nullable ? [ValidateIf((_, value) => value !== null)] : []),
    ValidateBy({
      name: 'field',
      validator: {
        validate: (value: unknown) => check(value) === null,
        defaultMessage: (seen) => JSON.stringify(check(seen?.value) ?? { reason: 'malformed' }),
      },
    }),
  );
}

const fault = (reason: FieldReason, args?: Fault['args']): Fault => ({ reason, args });
const missing = (value: unknown): boolean => value === undefined || value === null;

/** Characters as people count them, so that 𠮷 and an emoji are one each. */
const lengthOf = (text: string): number => [...text].length;

// U+0000 cannot be stored and half a surrogate pair cannot be encoded; other controls never belong in these fields.
// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]|\p{Surrogate}/u;

function checkText(value: unknown, min: number, max: number, multiline: boolean): Fault | null {
  if (missing(value)) return fault('required');
  if (typeof value !== 'string') return fault('notText');
  if (unprintable.test(value) || (!multiline && /[\r\n\t]/.test(value))) return fault('unprintable');
  const length = lengthOf(value.trim());
  if (length < min) return length === 0 ? fault('required') : fault('tooShort', { min });
  return length > max ? fault('tooLong', { max, length }) : null;
}

const trimmed = () => Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));

/** One line of text, trimmed. */
export const Text = (about: About & { min?: number; max: number }) =>
  applyDecorators(
    trimmed(),
    field(
      (value) => checkText(value, about.min ?? 1, about.max, false),
      { type: 'string', minLength: about.min ?? 1, maxLength: about.max },
      about,
    ),
  );

/** Text of several lines, trimmed. */
export const Prose = (about: About & { min?: number; max: number }) =>
  applyDecorators(
    trimmed(),
    field(
      (value) => checkText(value, about.min ?? 1, about.max, true),
      { type: 'string', minLength: about.min ?? 1, maxLength: about.max },
      about,
    ),
  );

/** A secret: taken as it is, never trimmed. */
export const Secret = (about: About & { min: number; max: number }) =>
  field(
    (value) => {
      if (missing(value)) return fault('required');
      if (typeof value !== 'string') return fault('notText');
      if (lengthOf(value) < about.min) return fault('tooShort', { min: about.min });
      return lengthOf(value) > about.max ? fault('tooLong', { max: about.max, length: lengthOf(value) }) : null;
    },
    { type: 'string', format: 'password', minLength: about.min, maxLength: about.max },
    about,
  );

const matching = (pattern: RegExp, reason: FieldReason, schema: Record<string, unknown>, about: About) =>
  applyDecorators(
    trimmed(),
    field(
      (value) => {
        if (missing(value) || value === '') return fault('required');
        if (typeof value !== 'string') return fault('notText');
        return pattern.test(value) ? null : fault(reason);
      },
      { type: 'string', pattern: pattern.source, ...schema },
      about,
    ),
  );

const code = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
export const isCode = (text: string): boolean => code.test(text);

/** A code of the institution: letters, digits, `-`, `_` and `.`. */
export const Code = (about: About) => matching(code, 'notCode', {}, about);

/** Pattern of the numbers that an institution hands out: {year} and {serial:6}. */
export const NumberPattern = (about: About) =>
  applyDecorators(
    trimmed(),
    field(
      (value) =>
        checkText(value, 1, 60, false) ?? (isNumberPattern((value as string).trim()) ? null : fault('notNumberPattern')),
      { type: 'string', maxLength: 60 },
      about,
    ),
  );

/** A code of ICD-10 such as C34.900x001 or I21.9. */
export const DiagnosisCode = (about: About) =>
  matching(/^[A-Z]\d{2}(\.[0-9A-Za-z+*]{1,10})?$/, 'notDiagnosisCode', {}, about);

/** A division of GB/T 2260 with its province, city and county: 441900. */
export const Division = (about: About) => matching(/^[1-9]\d{5}$/, 'notDivision', {}, about);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const isId = (value: unknown): value is string => typeof value === 'string' && uuid.test(value);

export const Id = (about: About) => matching(uuid, 'notId', { format: 'uuid', pattern: undefined }, about);

/** An id, or `none` for what has none. */
export const IdOrNone = (about: About) => matching(new RegExp(`${uuid.source}|^none$`), 'notId', {}, about);

/** A Chinese phone number: mobile, or land line with area code. */
export const Phone = (about: About) => matching(/^(\+86)?1\d{10}$|^0\d{2,3}-?\d{7,8}$/, 'notPhone', {}, about);

/** A resident ID number, GB 11643; a lower-case x is taken as X. */
export const IdNumber = (about: About) =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim().toUpperCase() : value)),
    field(
      (value) => {
        if (missing(value) || value === '') return fault('required');
        if (typeof value !== 'string') return fault('notText');
        const wrong = faultOfIdNumber(value, new Date());
        if (wrong === null) return null;
        return fault({ shape: 'idShape', birthDate: 'idBirthDate', checkDigit: 'idCheckDigit' }[wrong] as FieldReason);
      },
      { type: 'string', pattern: '^[1-9]\\d{16}[\\dX]$' },
      about,
    ),
  );

export const Choice = (values: readonly string[], about: About) =>
  field(
    (value) => {
      if (missing(value) || value === '') return fault('required');
      return values.includes(value as string) ? null : fault('notChoice', { choices: values.join(', ') });
    },
    { type: 'string', enum: values },
    about,
  );

export const Choices = (values: readonly string[], about: About) =>
  field(
    (value) => {
      if (missing(value)) return fault('required');
      const all = Array.isArray(value) && value.every((one) => values.includes(one as string));
      return all ? null : fault('notChoice', { choices: values.join(', ') });
    },
    { type: 'array', items: { type: 'string', enum: values } },
    about,
  );

export const Flag = (about: About) =>
  field(
    (value) => (missing(value) ? fault('required') : typeof value === 'boolean' ? null : fault('notFlag')),
    { type: 'boolean' },
    about,
  );

/** true or false in a query string, which holds text. */
export const QueryFlag = (about: About) =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    Flag(about),
  );

export const Count = (about: About & { min: number; max: number }) =>
  field(
    (value) => {
      if (missing(value)) return fault('required');
      if (typeof value !== 'number' || !Number.isInteger(value)) return fault('notCount');
      const fits = value >= about.min && value <= about.max;
      return fits ? null : fault('outOfRange', { min: about.min, max: about.max });
    },
    { type: 'integer', minimum: about.min, maximum: about.max },
    about,
  );

const firstYear = 1900;
const lastYear = 2200;

/** A day that the calendar has, in a year that anybody here can mean; the database refuses the year 0 altogether. */
function checkDay(text: string): Fault | null {
  const moment = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== text) return fault('noSuchDay');
  const year = moment.getUTCFullYear();
  if (year >= firstYear && year <= lastYear) return null;
  return fault('outOfRange', { min: `${firstYear}-01-01`, max: `${lastYear}-12-31` });
}

/** A day that the calendar has, yyyy-MM-dd. */
export const Day = (about: About) =>
  field(
    (value) => {
      if (missing(value) || value === '') return fault('required');
      if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return fault('notDay');
      return checkDay(value);
    },
    { type: 'string', format: 'date' },
    about,
  );

// No place on earth is further from UTC than 14 hours; the database refuses 16.
const momentShape =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;

/** A moment in ISO 8601 with its offset, on a day that the calendar has. */
export const Moment = (about: About) =>
  field(
    (value) => {
      if (missing(value) || value === '') return fault('required');
      const day = typeof value === 'string' ? momentShape.exec(value)?.[1] : undefined;
      return day === undefined ? fault('notMoment') : checkDay(day);
    },
    { type: 'string', format: 'date-time' },
    about,
  );

// A list would be taken for a message: each of its items would be checked, and the list itself be kept.
const isMessage = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A message inside a message. The description takes a class that comes later only from a function called `type`. */
export const Part = (type: () => new () => object, about: Omit<About, 'example'> = {}) =>
  applyDecorators(
    Type(type),
    field(
      (value) => (missing(value) ? fault('required') : isMessage(value) ? null : fault('notObject')),
      { type: () => type() },
      { example: undefined, ...about },
    ),
    ValidateNested(),
  );

/** A list of messages inside a message. */
export const Parts = (type: () => new () => object, about: Omit<About, 'example'> & { min?: number; max: number }) =>
  applyDecorators(
    Type(type),
    field(
      (value) => {
        if (missing(value)) return fault('required');
        if (!Array.isArray(value)) return fault('notList');
        if (!value.every(isMessage)) return fault('notObject');
        if (value.length < (about.min ?? 0)) return fault('tooFew', { min: about.min ?? 0 });
        return value.length > about.max ? fault('tooMany', { max: about.max }) : null;
      },
      { type: () => type(), isArray: true, minItems: about.min, maxItems: about.max },
      { example: undefined, ...about },
    ),
    ValidateNested({ each: true }),
  );

/** A list of ids, each named once. */
export const Ids = (about: About & { min?: number; max: number }) =>
  field(
    (value) => {
      if (missing(value)) return fault('required');
      if (!Array.isArray(value) || !value.every(isId)) return fault('notIds');
      if (value.length < (about.min ?? 0)) return fault('tooFew', { min: about.min ?? 0 });
      if (value.length > about.max) return fault('tooMany', { max: about.max });
      return new Set(value).size === value.length ? null : fault('repeated');
    },
    { type: 'array', items: { type: 'string', format: 'uuid' }, minItems: about.min, maxItems: about.max },
    about,
  );

/** A message that is still being written: what it may hold is checked by the use case, which forgives what is missing. */
export const Unfinished = (about: About) =>
  field(
    (value) => {
      if (missing(value)) return fault('required');
      return isMessage(value) ? null : fault('notObject');
    },
    { type: 'object', additionalProperties: true },
    about,
  );
