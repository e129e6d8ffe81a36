import type { Transaction } from '../database/database.ts';
import { PersonEntity } from '../database/entities/person.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';

/** A person of the caller's institution, locked until the transaction ends; 404 where there is none such. */
export async function requirePerson(tx: Transaction, caller: Caller, id: string): Promise<PersonEntity> {
  const person = await tx.manager.findOne(PersonEntity, {
    where: { institutionId: caller.institution.id, id },
    lock: { mode: 'for_no_key_update' },
  });
  if (!person) throw new Problem('notFound', {});
  return person;
}
