import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the overview counts of the log: what stands in an event's body, as columns that an index holds. */
export class Overview1764302400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Worked out of the body by the database itself, so they cannot say anything else than the log.
      ALTER TABLE event
        ADD COLUMN office text GENERATED ALWAYS AS (body->'actor'->>'office') STORED,
        ADD COLUMN step text GENERATED ALWAYS AS (body->'data'->>'step') STORED,
        ADD COLUMN reason text GENERATED ALWAYS AS (body->'data'->'reason'->>'code') STORED,
        -- Of the report alone.
        ADD COLUMN chain text GENERATED ALWAYS AS (body->'data'->>'chain') STORED,
        ADD COLUMN department_id uuid GENERATED ALWAYS AS ((body->'data'->>'departmentId')::uuid) STORED,
        -- Of a recall alone.
        ADD COLUMN takes_back integer GENERATED ALWAYS AS ((body->'data'->>'takesBack')::integer) STORED;
      -- A year of a large hospital is counted without reading the bodies of its events.
      ALTER TABLE event DROP CONSTRAINT event_pkey;
      ALTER TABLE event ADD PRIMARY KEY (institution_id, referral_id, seq)
        INCLUDE (act, at, office, step, chain, department_id);
      CREATE INDEX event_at ON event (institution_id, at) INCLUDE (referral_id, act);
      CREATE INDEX event_recall ON event (institution_id, referral_id, takes_back) WHERE takes_back IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX event_recall;
      DROP INDEX event_at;
      ALTER TABLE event DROP CONSTRAINT event_pkey;
      ALTER TABLE event ADD PRIMARY KEY (institution_id, referral_id, seq);
      ALTER TABLE event
        DROP COLUMN takes_back, DROP COLUMN department_id, DROP COLUMN chain, DROP COLUMN reason, DROP COLUMN step,
        DROP COLUMN office;
    `);
  }
}
