import type { HeldOfficeResponse, PersonResponse } from '@countersign/contract';
import { maskPhone } from '@countersign/policy';
import type { PersonEntity } from '../database/entities/person.ts';
import type { Secrets } from '../secrets/secrets.ts';

/** A person as lists show them: the phone number masked, the password nowhere. */
export function describePerson(
  person: PersonEntity,
  offices: HeldOfficeResponse[],
  secrets: Secrets,
  at: Date,
): PersonResponse {
  const { id, username, name, title, phoneEncrypted, active, mustChangePassword, lockedUntil, createdAt } = person;
  return {
    id,
    username,
    name,
    title,
    phoneMasked: phoneEncrypted === null ? null : maskPhone(secrets.decrypt(phoneEncrypted)),
    active,
    mustChangePassword,
    lockedUntil: lockedUntil && lockedUntil > at ? lockedUntil.toISOString() : null,
    createdAt: createdAt.toISOString(),
    offices,
  };
}
