import { v7 as newId } from 'uuid';
import type { TestServer } from './server.ts';

/**
 * Copies of a referral, put straight into the database with all that awaits and who was involved: a hospital's years
 * in a second. Each copy is a second older than the one before, all older than the original.
 */
export async function copyReferral(server: TestServer, id: string, copies: number, name = '抄件'): Promise<void> {
  const { database } = server;
  const numbers = Array.from({ length: copies }, (_, i) => i + 1);
  // Older ids: version 7 begins with its moment.
  const ids = numbers.map((i) => newId({ msecs: Date.parse('2026-01-01T00:00:00Z') - i * 1000 }));
  const values = [id, ids, numbers];
  const each = 'unnest($2::uuid[], $3::int[]) AS c(id, i)';
  await database.transaction(async (tx) => {
    await tx.query(
      `INSERT INTO referral (institution_id, id, number, chain, chain_version, department_id, state, facts, version, seq,
          head, patient_name, patient_id_masked, patient_id_lookup, urgency, diagnosis, destination, reporter_id,
          reported_at, changed_at)
        SELECT institution_id, c.id, number || '-' || c.i, chain, chain_version, department_id, state, facts, version,
          seq, head, $4 || c.i, patient_id_masked, patient_id_lookup, urgency, diagnosis, destination, reporter_id,
          reported_at, changed_at
        FROM referral r, ${each} WHERE r.id = $1`,
      [...values, name],
    );
    await tx.query(
      `INSERT INTO worklist_item
        SELECT institution_id, c.id, office, office_department_id, step, chain, department_id, urgency_rank,
          since - c.i * interval '1 second', except_people
        FROM worklist_item w, ${each} WHERE w.referral_id = $1`,
      values,
    );
    await tx.query(
      `INSERT INTO involvement
        SELECT institution_id, person_id, kind, c.id, at - c.i * interval '1 second'
        FROM involvement v, ${each} WHERE v.referral_id = $1`,
      values,
    );
  });
}
