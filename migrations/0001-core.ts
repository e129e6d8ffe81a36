import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The core: institutions and their people, referrals with their log, worklist, papers and letters.
 *
 * Every tenant table has institution_id first in its primary key and in its foreign keys, so that institutions can be
 * spread over a distributed PostgreSQL without changing the schema (DESIGN, section 5).
 */
export class Core1763769600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE secret_check (
        id integer PRIMARY KEY DEFAULT 1,
        fingerprint text NOT NULL,
        CONSTRAINT secret_check_one CHECK (id = 1)
      );

      CREATE TABLE institution (
        id uuid PRIMARY KEY,
        code text NOT NULL,
        name text NOT NULL,
        settings jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL,
        CONSTRAINT institution_code UNIQUE (code)
      );

      CREATE TABLE department (
        institution_id uuid NOT NULL REFERENCES institution (id),
        id uuid NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        active boolean NOT NULL DEFAULT true,
        PRIMARY KEY (institution_id, id),
        CONSTRAINT department_code UNIQUE (institution_id, code)
      );

      CREATE TABLE person (
        institution_id uuid NOT NULL REFERENCES institution (id),
        id uuid NOT NULL,
        username text NOT NULL,
        name text NOT NULL,
        title text,
        phone_encrypted text,
        password_hash text NOT NULL,
        must_change_password boolean NOT NULL DEFAULT true,
        failed_sign_ins integer NOT NULL DEFAULT 0,
        locked_until timestamptz,
        active boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (institution_id, id),
        CONSTRAINT person_username UNIQUE (institution_id, username)
      );

      CREATE TABLE session (
        institution_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        token_hash text NOT NULL,
        user_agent text,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        present_until timestamptz,
        revoked_at timestamptz,
        PRIMARY KEY (institution_id, id),
        CONSTRAINT session_token UNIQUE (institution_id, token_hash),
        FOREIGN KEY (institution_id, person_id) REFERENCES person (institution_id, id)
      );
      CREATE INDEX session_person ON session (institution_id, person_id);

      CREATE TABLE appointment (
        institution_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        office text NOT NULL,
        department_id uuid,
        valid_from timestamptz NOT NULL,
        valid_until timestamptz,
        appointed_by uuid,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (institution_id, id),
        FOREIGN KEY (institution_id, person_id) REFERENCES person (institution_id, id),
        FOREIGN KEY (institution_id, department_id) REFERENCES department (institution_id, id),
        FOREIGN KEY (institution_id, appointed_by) REFERENCES person (institution_id, id),
        CONSTRAINT appointment_period CHECK (valid_until IS NULL OR valid_until >= valid_from)
      );
      CREATE INDEX appointment_person ON appointment (institution_id, person_id);
      CREATE INDEX appointment_office ON appointment (institution_id, office, department_id);

      -- A warrant: the substitute acts for the holder of one appointment. Both names go into the log.
      CREATE TABLE substitute (
        institution_id uuid NOT NULL,
        id uuid NOT NULL,
        appointment_id uuid NOT NULL,
        person_id uuid NOT NULL,
        warrant_no text NOT NULL,
        valid_from timestamptz NOT NULL,
        valid_until timestamptz NOT NULL,
        reason text,
        set_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_by uuid,
        PRIMARY KEY (institution_id, id),
        CONSTRAINT substitute_warrant UNIQUE (institution_id, warrant_no),
        FOREIGN KEY (institution_id, appointment_id) REFERENCES appointment (institution_id, id),
        FOREIGN KEY (institution_id, person_id) REFERENCES person (institution_id, id),
        FOREIGN KEY (institution_id, set_by) REFERENCES person (institution_id, id),
        CONSTRAINT substitute_period CHECK (valid_until > valid_from)
      );
      CREATE INDEX substitute_person ON substitute (institution_id, person_id);
      CREATE INDEX substitute_appointment ON substitute (institution_id, appointment_id);

      -- Gapless numbers per institution and year. Letters need none: their next serial follows the last letter.
      CREATE TABLE counter (
        institution_id uuid NOT NULL REFERENCES institution (id),
        kind text NOT NULL,
        year integer NOT NULL,
        last integer NOT NULL DEFAULT 0,
        PRIMARY KEY (institution_id, kind, year)
      );

      -- Coded reasons of the institution for decline, returnForCorrection, reject and void.
      CREATE TABLE reason (
        institution_id uuid NOT NULL REFERENCES institution (id),
        act text NOT NULL,
        code text NOT NULL,
        zh text NOT NULL,
        en text NOT NULL,
        active boolean NOT NULL DEFAULT true,
        PRIMARY KEY (institution_id, act, code)
      );

      -- Stock phrases for opinions: the institution's (person_id null) and a person's own.
      CREATE TABLE phrase (
        institution_id uuid NOT NULL REFERENCES institution (id),
        id uuid NOT NULL,
        person_id uuid,
        text text NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (institution_id, id),
        FOREIGN KEY (institution_id, person_id) REFERENCES person (institution_id, id)
      );
      CREATE INDEX phrase_person ON phrase (institution_id, person_id);

      CREATE SEQUENCE referral_number;

      -- One patient's case. state, facts, version and seq are projections of its log in "event".
      CREATE TABLE referral (
        institution_id uuid NOT NULL REFERENCES institution (id),
        id uuid NOT NULL,
        number text NOT NULL,
        chain text NOT NULL,
        chain_version text NOT NULL,
        department_id uuid,
        state jsonb NOT NULL,
        facts jsonb NOT NULL,
        version integer NOT NULL,
        seq integer NOT NULL,
        head text NOT NULL,
        patient_name text NOT NULL,
        patient_id_masked text NOT NULL,
        patient_id_lookup text NOT NULL,
        urgency text NOT NULL,
        diagnosis text NOT NULL,
        destination text,
        letter_no text,
        -- Last valid day of a letter in force; null before there is one and once it has ended.
        letter_until date,
        reporter_id uuid NOT NULL,
        reported_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (institution_id, id),
        FOREIGN KEY (institution_id, department_id) REFERENCES department (institution_id, id),
        FOREIGN KEY (institution_id, reporter_id) REFERENCES person (institution_id, id)
      ) WITH (fillfactor = 60);
      -- Numbers and names are searched by their beginning, so these compare bytes whatever the database's language is.
      CREATE UNIQUE INDEX referral_no ON referral (institution_id, number COLLATE "C");
      CREATE INDEX referral_patient ON referral (institution_id, patient_name COLLATE "C", id DESC);
      CREATE INDEX referral_patient_id ON referral (institution_id, patient_id_lookup);
      CREATE INDEX referral_letter ON referral (institution_id, letter_no COLLATE "C") WHERE letter_no IS NOT NULL;
      -- Not by state: an index that names a column which every act changes would be written by every act.
      CREATE INDEX referral_letter_until ON referral (letter_until) WHERE letter_until IS NOT NULL;
      -- Ids begin with their moment, so newest first is by id: what every act changes is in no index.
      CREATE INDEX referral_department ON referral (institution_id, department_id, id);

      -- What the signatures cover. Versioned, never overwritten; ID and phone numbers inside content are encrypted.
      CREATE TABLE form (
        institution_id uuid NOT NULL,
        referral_id uuid NOT NULL,
        version integer NOT NULL,
        content jsonb NOT NULL,
        material_digest text NOT NULL,
        content_digest text NOT NULL,
        PRIMARY KEY (institution_id, referral_id, version),
        FOREIGN KEY (institution_id, referral_id) REFERENCES referral (institution_id, id)
      );

      -- The log: one row per act, each naming the hash of the one before.
      CREATE TABLE event (
        institution_id uuid NOT NULL,
        referral_id uuid NOT NULL,
        seq integer NOT NULL,
        act text NOT NULL,
        person_id uuid,
        at timestamptz NOT NULL,
        body jsonb NOT NULL,
        previous text NOT NULL,
        hash text NOT NULL,
        PRIMARY KEY (institution_id, referral_id, seq),
        FOREIGN KEY (institution_id, referral_id) REFERENCES referral (institution_id, id)
      );

      CREATE TABLE letter (
        institution_id uuid NOT NULL,
        year integer NOT NULL,
        serial integer NOT NULL,
        number text NOT NULL,
        referral_id uuid NOT NULL,
        issued_at timestamptz NOT NULL,
        valid_from date NOT NULL,
        valid_until date NOT NULL,
        content jsonb NOT NULL,
        PRIMARY KEY (institution_id, year, serial),
        CONSTRAINT letter_number UNIQUE (institution_id, number),
        FOREIGN KEY (institution_id, referral_id) REFERENCES referral (institution_id, id)
      );
      CREATE INDEX letter_referral ON letter (institution_id, referral_id);

      -- What awaits an office (in a department, or the nil id where the office belongs to none). Small on purpose:
      -- an inbox costs the same over a thousand referrals and over ten million.
      CREATE TABLE worklist_item (
        institution_id uuid NOT NULL,
        referral_id uuid NOT NULL,
        office text NOT NULL,
        office_department_id uuid NOT NULL,
        step text NOT NULL,
        chain text NOT NULL,
        department_id uuid,
        urgency_rank smallint NOT NULL,
        since timestamptz NOT NULL,
        except_people uuid[] NOT NULL DEFAULT '{}',
        PRIMARY KEY (institution_id, referral_id, office),
        FOREIGN KEY (institution_id, referral_id) REFERENCES referral (institution_id, id)
      ) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
      CREATE INDEX worklist_inbox
        ON worklist_item (institution_id, office, office_department_id, urgency_rank, since, referral_id);

      -- What I did, started, was copied on: the latest moment of each. Without references: these rows come of events,
      -- which have them, and each reference costs every act another look-up and a lock on the person's row.
      CREATE TABLE involvement (
        institution_id uuid NOT NULL,
        person_id uuid NOT NULL,
        kind text NOT NULL,
        referral_id uuid NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (institution_id, person_id, kind, referral_id)
      );
      CREATE INDEX involvement_list ON involvement (institution_id, person_id, kind, at DESC, referral_id DESC);

      -- Messages to be sent after the act (papers, SMS, webhooks, filing); written with it.
      CREATE TABLE outgoing (
        institution_id uuid NOT NULL,
        id bigint GENERATED ALWAYS AS IDENTITY,
        referral_id uuid NOT NULL,
        seq integer NOT NULL,
        act text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (institution_id, id)
      );

      -- The answer given to a request, kept so that its repetition has one effect and the same answer.
      CREATE TABLE idempotent_answer (
        institution_id uuid NOT NULL,
        person_id uuid NOT NULL,
        key text NOT NULL,
        fingerprint text NOT NULL,
        body json,
        at timestamptz NOT NULL,
        PRIMARY KEY (institution_id, person_id, key)
      );

      -- Papers by digest; the bytes lie outside the database.
      CREATE TABLE paper (
        institution_id uuid NOT NULL REFERENCES institution (id),
        id uuid NOT NULL,
        kind text NOT NULL,
        name text NOT NULL,
        media_type text NOT NULL,
        size integer NOT NULL,
        digest text NOT NULL,
        uploaded_by uuid NOT NULL,
        uploaded_at timestamptz NOT NULL,
        referral_id uuid,
        PRIMARY KEY (institution_id, id),
        FOREIGN KEY (institution_id, uploaded_by) REFERENCES person (institution_id, id),
        FOREIGN KEY (institution_id, referral_id) REFERENCES referral (institution_id, id)
      );
      CREATE INDEX paper_referral ON paper (institution_id, referral_id);
      -- Who still needs the bytes, before they are removed.
      CREATE INDEX paper_digest ON paper (digest);

      -- A report or a form being written: saved while incomplete, its content encrypted as one text. The patient's name
      -- stands beside it, so that a list of drafts opens none of them.
      CREATE TABLE draft (
        institution_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        kind text NOT NULL,
        chain text,
        referral_id uuid,
        patient_name text,
        content_encrypted text NOT NULL,
        version integer NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (institution_id, id),
        FOREIGN KEY (institution_id, person_id) REFERENCES person (institution_id, id),
        FOREIGN KEY (institution_id, referral_id) REFERENCES referral (institution_id, id)
      );
      CREATE INDEX draft_person ON draft (institution_id, person_id, updated_at DESC);
      CREATE UNIQUE INDEX draft_form ON draft (institution_id, person_id, referral_id) WHERE referral_id IS NOT NULL;

      -- Who signed in, appointed, revealed, downloaded: everything that is not an act on a referral.
      CREATE TABLE audit_entry (
        institution_id uuid NOT NULL REFERENCES institution (id),
        id uuid NOT NULL,
        at timestamptz NOT NULL,
        person_id uuid,
        what text NOT NULL,
        subject text,
        details jsonb NOT NULL DEFAULT '{}',
        PRIMARY KEY (institution_id, id)
      );
      CREATE INDEX audit_entry_at ON audit_entry (institution_id, at DESC, id DESC);

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
      END
      $$;
      -- Called inside a statement to undo all of it: what it was computed from has changed.
      -- A serialization failure is worth another try; what is gone is not.
      CREATE FUNCTION overtaken(failure text DEFAULT 'serialization_failure') RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'overtaken' USING ERRCODE = failure;
      END
      $$;
      CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER form_append_only BEFORE UPDATE OR DELETE ON form
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER form_no_truncate BEFORE TRUNCATE ON form
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER letter_append_only BEFORE UPDATE OR DELETE ON letter
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER letter_no_truncate BEFORE TRUNCATE ON letter
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE audit_entry, draft, paper, idempotent_answer, outgoing, involvement, worklist_item, letter, event, form,
        referral, phrase, reason, counter, substitute, appointment, session, person, department, institution,
        secret_check;
      DROP SEQUENCE referral_number;
      DROP FUNCTION refuse_change();
      DROP FUNCTION overtaken(text);
    `);
  }
}
