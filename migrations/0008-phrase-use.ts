import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Phrases for signing, and phrases for sending back. */
export class PhraseUse1764561600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE phrase ADD COLUMN use text NOT NULL DEFAULT 'sign';
      -- The one of those that every institution began with.
      UPDATE phrase SET use = 'return' WHERE person_id IS NULL AND text = '请补充相关检查结果后再报。';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE phrase DROP COLUMN use');
  }
}
