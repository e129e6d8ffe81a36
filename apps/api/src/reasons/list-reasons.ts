import type { ReasonResponse, ReasonsQuery, ReasonsResponse } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import { ReasonEntity } from '../database/entities/reason.ts';
import type { Caller } from '../identity/caller.ts';

export const describeReason = ({ act, code, zh, en, active }: ReasonEntity): ReasonResponse => ({
  act,
  code,
  zh,
  en,
  active,
});

export async function listReasons(db: Database, caller: Caller, { act, active }: ReasonsQuery): Promise<ReasonsResponse> {
  const reasons = await db.manager.find(ReasonEntity, {
    where: {
      institutionId: caller.institution.id,
      ...(act === undefined ? {} : { act }),
      ...(active === undefined ? {} : { active }),
    },
    order: { act: 'ASC', code: 'ASC' },
  });
  return { items: reasons.map(describeReason) };
}
