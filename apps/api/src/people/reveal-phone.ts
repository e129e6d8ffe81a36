import type { PhoneResponse } from '@countersign/contract';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { requirePerson } from './require-person.ts';

/** The whole number; that somebody looked is recorded before they see it. */
export async function revealPhone(
  tx: Transaction,
  secrets: Secrets,
  caller: Caller,
  id: string,
  at: Date,
): Promise<PhoneResponse> {
  const { phoneEncrypted } = await requirePerson(tx, caller, id);
  await audit(tx, caller, { what: 'phoneRevealed', at, subject: id });
  return { phone: phoneEncrypted === null ? null : secrets.decrypt(phoneEncrypted) };
}
