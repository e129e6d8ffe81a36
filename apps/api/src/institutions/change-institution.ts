import type { ChangeInstitutionRequest, InstitutionResponse } from '@countersign/contract';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { InstitutionEntity } from '../database/entities/institution.ts';
import type { Caller } from '../identity/caller.ts';
import { rewriteExceptions } from '../worklist/rewrite-exceptions.ts';
import { settingsOf, type Settings } from './settings.ts';

/** What was given, without what was left out. */
const given = (settings: object = {}): Partial<Settings> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

export async function changeInstitution(
  tx: Transaction,
  caller: Caller,
  { name, settings }: ChangeInstitutionRequest,
  at: Date,
): Promise<InstitutionResponse> {
  const repository = tx.manager.getRepository(InstitutionEntity);
  const before = await repository.findOneOrFail({
    where: { id: caller.institution.id },
    lock: { mode: 'for_no_key_update' },
  });
  const after = { ...before, name: name ?? before.name, settings: { ...before.settings, ...given(settings) } };
  await repository.update({ id: before.id }, { name: after.name, settings: after.settings as never });
  const { ownReportAllowed } = settingsOf(after.settings);
  if (ownReportAllowed !== settingsOf(before.settings).ownReportAllowed) {
    await rewriteExceptions(tx, before.id, { ownReportAllowed }, at);
  }
  const details = { name: name && { from: before.name, to: name }, settings: changes(before.settings, given(settings)) };
  await audit(tx, caller, { what: 'settingsChanged', at, subject: before.id, details });
  return { id: after.id, code: after.code, name: after.name, settings: settingsOf(after.settings) };
}

const changes = (before: Partial<Settings>, change: Partial<Settings>) =>
  Object.fromEntries(
    Object.entries(change).map(([key, to]) => [key, { from: settingsOf(before)[key as keyof Settings], to }]),
  );
