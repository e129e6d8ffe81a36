import { audit } from '../audit/audit.ts';
import { CannotStart } from '../cannot-start.ts';
import type { Database } from '../database/database.ts';
import { PersonEntity } from '../database/entities/person.ts';
import { InstitutionEntity } from '../database/entities/institution.ts';
import { newInitialPassword, type Passwords } from '../identity/passwords.ts';
import { revokeSessions } from '../identity/revoke-sessions.ts';

/**
 * A new password for the first sign-in, where no administrator is left who could give one: by whoever runs the server.
 * The audit names the system, as nobody was signed in.
 */
export async function resetLostPassword(
  database: Database,
  passwords: Passwords,
  code: string,
  username: string,
  at: Date,
): Promise<string> {
  const initialPassword = newInitialPassword();
  const passwordHash = await passwords.hashInitial(initialPassword);
  await database.transaction(async (tx) => {
    const institution = await tx.manager.findOneBy(InstitutionEntity, { code: code.toLowerCase() });
    if (!institution) throw new CannotStart(`没有代码为 ${code} 的机构。`, `There is no institution ${code}.`);
    const where = { institutionId: institution.id, username: username.toLowerCase() };
    const person = await tx.manager.findOne(PersonEntity, { where, lock: { mode: 'for_no_key_update' } });
    if (!person?.active) {
      throw new CannotStart(
        `机构 ${code} 没有在用的用户 ${username}。`,
        `Institution ${code} has no active user ${username}.`,
      );
    }
    const { institutionId, id } = person;
    const change = { passwordHash, mustChangePassword: true, failedSignIns: 0, lockedUntil: null };
    await tx.manager.update(PersonEntity, { institutionId, id }, change);
    await revokeSessions(tx, { institutionId, personId: id, at });
    const system = { institution: { id: institutionId }, person: null };
    await audit(tx, system, { what: 'passwordReset', at, subject: id, details: { byOperator: true } });
  });
  return initialPassword;
}
