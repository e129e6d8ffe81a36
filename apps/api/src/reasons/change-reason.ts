import type { ChangeReasonRequest, ReasonResponse } from '@countersign/contract';
import type { ReasonedAct } from '@countersign/policy';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { ReasonEntity } from '../database/entities/reason.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import { describeReason } from './list-reasons.ts';

/** Its words, or whether it can be chosen. It never goes: the log names it. */
export async function changeReason(
  tx: Transaction,
  caller: Caller,
  name: { act: ReasonedAct; code: string },
  change: ChangeReasonRequest,
  at: Date,
): Promise<ReasonResponse> {
  const key = { institutionId: caller.institution.id, ...name };
  const before = await tx.manager.findOne(ReasonEntity, { where: key, lock: { mode: 'for_no_key_update' } });
  if (!before) throw new Problem('notFound', {});
  const { zh = before.zh, en = before.en, active = before.active } = change;
  await tx.manager.update(ReasonEntity, key, { zh, en, active });
  const after = describeReason({ ...before, zh, en, active });
  const details = { from: describeReason(before), to: after };
  await audit(tx, caller, { what: 'reasonChanged', at, subject: `${name.act}/${name.code}`, details });
  return after;
}
