import type { CreateReasonRequest, ReasonResponse } from '@countersign/contract';
import { audit } from '../audit/audit.ts';
import type { Transaction } from '../database/database.ts';
import { ReasonEntity } from '../database/entities/reason.ts';
import { orTaken } from '../database/taken.ts';
import type { Caller } from '../identity/caller.ts';
import { describeReason } from './list-reasons.ts';

export async function createReason(
  tx: Transaction,
  caller: Caller,
  { act, code, zh, en }: CreateReasonRequest,
  at: Date,
): Promise<ReasonResponse> {
  const reason = { institutionId: caller.institution.id, act, code, zh, en, active: true };
  await orTaken(tx.manager.insert(ReasonEntity, reason), { reason_pkey: '/code' });
  const details = describeReason(reason);
  await audit(tx, caller, { what: 'reasonCreated', at, subject: `${act}/${code}`, details: { ...details } });
  return details;
}
