import { ValidationPipe, type ValidationError } from '@nestjs/common';
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

/** Every message is validated against its class; unknown fields are refused. */
export const validation = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: false,
  validationError: { target: false, value: false },
  exceptionFactory: (errors) => new Problem('invalid', { errors: errorsOf(errors) }),
});
