import { createHash } from 'node:crypto';
import type { Language, SignedOne, SignManyRequest } from '@countersign/contract';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { claimKey, type RequestKey } from '../database/once.ts';
import type { Caller, Credential } from '../identity/caller.ts';
import { documentOf } from '../problems/problem.filter.ts';
import type { ReferralActs } from './referral-acts.ts';

/** Signatures of one request that are under way at once: enough to keep the database busy, few enough to share it. */
const atOnce = 4;

/** Each referral has a key of its own, so that a repeated batch repeats each answer and signs nothing twice. */
const keyFor = ({ key }: RequestKey, referralId: string, fingerprint: string): RequestKey => ({
  key: createHash('sha256').update(`${key} ${referralId}`).digest('base64url'),
  fingerprint: createHash('sha256').update(fingerprint).digest('base64url'),
});

/** Signs up to 100 referrals. Each is an act of its own: it happens, or is refused, whatever becomes of the others. */
export async function signMany(
  { db, clock, acts }: { db: Database; clock: Clock; acts: ReferralActs },
  caller: Caller,
  credential: Credential,
  request: RequestKey,
  { referrals, opinion, as }: SignManyRequest,
  language: Language,
  instance: string,
): Promise<SignedOne[]> {
  await claimKey(db, caller, request, clock.now());
  const answers = new Map<number, SignedOne>();
  const queue = referrals.entries();
  const worker = async () => {
    for (const [i, { referralId, version }] of queue) {
      const own = keyFor(request, referralId, JSON.stringify([referralId, version, opinion, as ?? null]));
      try {
        const asked = { credential, request: own, referralId, version };
        answers.set(i, { referralId, signed: true, referral: await acts.sign(asked, { as, opinion }) });
      } catch (error) {
        answers.set(i, { referralId, signed: false, problem: documentOf(error, language, instance) });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, referrals.length) }, worker));
  return referrals.map((_, i) => answers.get(i)!);
}
