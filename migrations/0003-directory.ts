import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a referral names by a code: diagnoses and hospitals, each institution's own lists. */
export class Directory1764129600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- ICD-10, the insurance edition.
      CREATE TABLE diagnosis (
        institution_id uuid NOT NULL REFERENCES institution (id),
        code text NOT NULL,
        name text NOT NULL,
        -- Other names, as doctors say them.
        alias text,
        -- What it is found by, one on a line, in small letters: code, then each name and its pinyin initials.
        sought text NOT NULL,
        PRIMARY KEY (institution_id, code)
      );

      -- Hospitals to refer to, by their insurance code.
      CREATE TABLE hospital (
        institution_id uuid NOT NULL REFERENCES institution (id),
        code text NOT NULL,
        name text NOT NULL,
        alias text,
        -- hosp_lv of the national platform.
        level text,
        -- GB/T 2260.
        division text NOT NULL,
        -- Whether it settles directly with other regions; null where that is not known.
        networked boolean,
        sought text NOT NULL,
        PRIMARY KEY (institution_id, code)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE hospital, diagnosis');
  }
}
