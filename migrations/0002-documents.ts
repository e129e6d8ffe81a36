import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a referral ends in: its documents, their proofs, and what comes back to the hospital. */
export class Documents1763956800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Approval forms and letters as PDF; the bytes lie outside the database. One version (seq is the last event it
      -- shows) is made once and never again; copy counts its numbered reprints, the first being 1. The event that
      -- replaces a letter makes two versions of it at once: the new letter, and the void copy of the old one.
      CREATE TABLE document (
        institution_id uuid NOT NULL,
        id uuid NOT NULL,
        referral_id uuid NOT NULL,
        kind text NOT NULL,
        seq integer NOT NULL,
        copy integer NOT NULL,
        -- 'draft' or 'void' where the document says so across its pages.
        mark text,
        letter_no text,
        digest text NOT NULL,
        size integer NOT NULL,
        pages integer NOT NULL,
        made_at timestamptz NOT NULL,
        asked_by uuid,
        PRIMARY KEY (institution_id, id),
        FOREIGN KEY (institution_id, referral_id) REFERENCES referral (institution_id, id)
      );
      CREATE UNIQUE INDEX document_copy
        ON document (institution_id, referral_id, kind, seq, (coalesce(letter_no, '')), copy);
      CREATE TRIGGER document_append_only BEFORE UPDATE OR DELETE ON document
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER document_no_truncate BEFORE TRUNCATE ON document
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- While somebody makes what a message asks for, nobody else does; where they fail it is tried again later.
      ALTER TABLE outgoing ADD COLUMN tries smallint NOT NULL DEFAULT 0;
      ALTER TABLE outgoing ADD COLUMN taken_until timestamptz;
      -- Every act's row comes and goes within a second: what is gone must not pile up among the few that wait.
      ALTER TABLE outgoing SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

      -- Digest of the image of a person's handwritten signature, for documents.
      ALTER TABLE person ADD COLUMN signature_image text;

      -- Whether a virus scanner has seen the file: off (there was none), pending, clean, infected.
      ALTER TABLE paper ADD COLUMN scan text NOT NULL DEFAULT 'off';
      -- What an infected file is infected with, as the scanner calls it.
      ALTER TABLE paper ADD COLUMN virus text;
      -- Ids begin with their time: the newest first, for somebody waits to open them.
      CREATE INDEX paper_unscanned ON paper (id) WHERE scan IN ('off', 'pending');

      ALTER TABLE letter ADD COLUMN uses integer NOT NULL DEFAULT 1;
      -- Number of the letter whose place this one takes.
      ALTER TABLE letter ADD COLUMN replaces text;

      -- Inspection packs of a whole year, made in the background.
      CREATE TABLE pack_job (
        institution_id uuid NOT NULL REFERENCES institution (id),
        id uuid NOT NULL,
        year integer NOT NULL,
        state text NOT NULL,
        done integer NOT NULL DEFAULT 0,
        total integer,
        size bigint,
        error text,
        asked_by uuid NOT NULL,
        asked_at timestamptz NOT NULL,
        -- A job whose maker died goes on after this moment.
        taken_until timestamptz,
        ended_at timestamptz,
        PRIMARY KEY (institution_id, id),
        FOREIGN KEY (institution_id, asked_by) REFERENCES person (institution_id, id)
      );
      -- A second one of the same year would be the same.
      CREATE UNIQUE INDEX pack_job_under_way ON pack_job (institution_id, year) WHERE state IN ('waiting', 'making');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE pack_job, document;
      ALTER TABLE letter DROP COLUMN replaces, DROP COLUMN uses;
      DROP INDEX paper_unscanned;
      ALTER TABLE paper DROP COLUMN virus, DROP COLUMN scan;
      ALTER TABLE person DROP COLUMN signature_image;
      ALTER TABLE outgoing DROP COLUMN taken_until, DROP COLUMN tries;
    `);
  }
}
