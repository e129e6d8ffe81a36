import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is new in the log: for those who watch it as it grows. */
export class Live1764216000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The transaction that wrote the event. Beside a snapshot it tells exactly what has been committed since,
      -- in whatever order the writers came to their end.
      ALTER TABLE event ADD COLUMN written_by xid8 NOT NULL DEFAULT pg_current_xact_id();
      CREATE INDEX event_written ON event (institution_id, written_by);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX event_written;
      ALTER TABLE event DROP COLUMN written_by;
    `);
  }
}
