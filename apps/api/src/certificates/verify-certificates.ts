import { statementOf } from '@countersign/evidence';
import type { Entry } from '@countersign/policy';
import type { Certificates } from './certificates.ts';

/** Whether each signature by a certificate holds, by the number of its event. None where there are none. */
export async function verifyCertificates(
  certificates: Certificates,
  subject: { institutionId: string; referralId: string },
  log: readonly Entry[],
): Promise<Map<number, boolean>> {
  const found = new Map<number, boolean>();
  for (const entry of log) {
    if (entry.act !== 'sign' || !entry.data.certificate) continue;
    const { seq, at, actor, data } = entry;
    const holder = { institutionId: subject.institutionId, id: actor!.id, name: actor!.name };
    const digest = statementOf(subject, { actor, data });
    found.set(seq, await certificates.verify(entry.data.certificate, digest, holder, new Date(at)));
  }
  return found;
}
