import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For those who search all logs of an institution at once, beside the index by time alone. */
export class LogSearch1764388800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Moments are nearly unique, so what orders the few of one moment is sorted as it is read, and not stored again.
      CREATE INDEX event_person ON event (institution_id, person_id, at);
      CREATE INDEX event_act ON event (institution_id, act, at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX event_act, event_person');
  }
}
