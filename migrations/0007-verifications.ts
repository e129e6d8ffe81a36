import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Verifications of all logs of an institution, made in the background. */
export class Verifications1764475200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE verification_job (
        institution_id uuid NOT NULL REFERENCES institution (id),
        id uuid NOT NULL,
        state text NOT NULL,
        done integer NOT NULL DEFAULT 0,
        total integer,
        -- What was found so far, and the referral after which it goes on.
        result jsonb,
        error text,
        asked_by uuid NOT NULL,
        asked_at timestamptz NOT NULL,
        -- A job whose runner died goes on after this moment.
        taken_until timestamptz,
        ended_at timestamptz,
        PRIMARY KEY (institution_id, id),
        FOREIGN KEY (institution_id, asked_by) REFERENCES person (institution_id, id)
      );
      -- A second one at the same time would find the same.
      CREATE UNIQUE INDEX verification_job_under_way ON verification_job (institution_id) WHERE state IN ('waiting', 'checking');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE verification_job');
  }
}
