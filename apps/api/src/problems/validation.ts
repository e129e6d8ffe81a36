import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import type { FieldError } from '@countersign/contract';
import { fieldError, Problem } from './problem.ts';

/** Escapes a member name for a JSON Pointer (RFC 6901, section 3). */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function errorsOf(errors: readonly ValidationError[], path = ''): FieldError[] {
  return errors.flatMap((error) => {
    const pointer = `${path}/${escaped(error.property)}`;
    const own = Object.entries(error.constraints ?? {}).map(([name, message]) => {
      if (name === 'field') return { pointer, reason: message };
      return fieldError(pointer, { reason: name === 'whitelistValidation' ? 'unknown' : 'malformed' });
    });
    // A field that is wrong as a whole (not an object, say) needs no word about its parts.
    return own.length > 0 ? own.slice(0, 1) : errorsOf(error.children ?? [], pointer);
  });
}

/** Nobody reads more of them. */
const mostErrors = 100;

/** Names that every object has: class-transformer takes a field so named for a method, and drops it unseen. */
function inheritedNames(value: unknown, path = ''): FieldError[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const pointer = `${path}/${escaped(name)}`;
    return name in Object.prototype ? [fieldError(pointer, { reason: 'unknown' })] : inheritedNames(inner, pointer);
  });
}

/** The problem of a message with these errors, the first of them where they are many. */
export const invalid = (errors: FieldError[]): Problem => new Problem('invalid', { errors: errors.slice(0, mostErrors) });

class Validation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isMessage = metadata.type === 'body' || metadata.type === 'query';
    const errors = isMessage ? inheritedNames(value) : [];
    if (errors.length > 0) throw invalid(errors);
    return super.transform(value, metadata);
  }
}

/** Every message is validated against its class; unknown fields are refused. */
export const validation = new Validation({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: false,
  validationError: { target: false, value: false },
  exceptionFactory: (errors) => invalid(errorsOf(errors)),
});
