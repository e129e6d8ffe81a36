CREATE OR REPLACE FUNCTION public.overtaken(failure text DEFAULT 'serialization_failure'::text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
      BEGIN
        RAISE EXCEPTION 'overtaken' USING ERRCODE = failure;
      END
      $function$
;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
      END
      $function$
;

CREATE SEQUENCE referral_number AS bigint;

CREATE TABLE appointment (
  institution_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  office text NOT NULL,
  department_id uuid,
  valid_from timestamp with time zone NOT NULL,
  valid_until timestamp with time zone,
  appointed_by uuid,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT appointment_pkey PRIMARY KEY (institution_id, id),
  CONSTRAINT appointment_institution_id_appointed_by_fkey FOREIGN KEY (institution_id, appointed_by) REFERENCES person(institution_id, id),
  CONSTRAINT appointment_institution_id_department_id_fkey FOREIGN KEY (institution_id, department_id) REFERENCES department(institution_id, id),
  CONSTRAINT appointment_institution_id_person_id_fkey FOREIGN KEY (institution_id, person_id) REFERENCES person(institution_id, id),
  CONSTRAINT appointment_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
);

CREATE TABLE audit_entry (
  institution_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  person_id uuid,
  what text NOT NULL,
  subject text,
  details jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT audit_entry_pkey PRIMARY KEY (institution_id, id),
  CONSTRAINT audit_entry_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id)
);

CREATE TABLE counter (
  institution_id uuid NOT NULL,
  kind text NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL DEFAULT 0,
  CONSTRAINT counter_pkey PRIMARY KEY (institution_id, kind, year),
  CONSTRAINT counter_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id)
);

CREATE TABLE department (
  institution_id uuid NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  CONSTRAINT department_pkey PRIMARY KEY (institution_id, id),
  CONSTRAINT department_code UNIQUE (institution_id, code),
  CONSTRAINT department_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id)
);

CREATE TABLE diagnosis (
  institution_id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  alias text,
  sought text NOT NULL,
  CONSTRAINT diagnosis_pkey PRIMARY KEY (institution_id, code),
  CONSTRAINT diagnosis_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id)
);

CREATE TABLE document (
  institution_id uuid NOT NULL,
  id uuid NOT NULL,
  referral_id uuid NOT NULL,
  kind text NOT NULL,
  seq integer NOT NULL,
  copy integer NOT NULL,
  mark text,
  letter_no text,
  digest text NOT NULL,
  size integer NOT NULL,
  pages integer NOT NULL,
  made_at timestamp with time zone NOT NULL,
  asked_by uuid,
  CONSTRAINT document_pkey PRIMARY KEY (institution_id, id),
  CONSTRAINT document_institution_id_referral_id_fkey FOREIGN KEY (institution_id, referral_id) REFERENCES referral(institution_id, id)
);

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
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT draft_pkey PRIMARY KEY (institution_id, id),
  CONSTRAINT draft_institution_id_person_id_fkey FOREIGN KEY (institution_id, person_id) REFERENCES person(institution_id, id),
  CONSTRAINT draft_institution_id_referral_id_fkey FOREIGN KEY (institution_id, referral_id) REFERENCES referral(institution_id, id)
);

CREATE TABLE event (
  institution_id uuid NOT NULL,
  referral_id uuid NOT NULL,
  seq integer NOT NULL,
  act text NOT NULL,
  person_id uuid,
  at timestamp with time zone NOT NULL,
  body jsonb NOT NULL,
  previous text NOT NULL,
  hash text NOT NULL,
  written_by xid8 NOT NULL DEFAULT pg_current_xact_id(),
  office text GENERATED ALWAYS AS (((body -> 'actor'::text) ->> 'office'::text)) STORED,
  step text GENERATED ALWAYS AS (((body -> 'data'::text) ->> 'step'::text)) STORED,
  reason text GENERATED ALWAYS AS ((((body -> 'data'::text) -> 'reason'::text) ->> 'code'::text)) STORED,
  chain text GENERATED ALWAYS AS (((body -> 'data'::text) ->> 'chain'::text)) STORED,
  department_id uuid GENERATED ALWAYS AS ((((body -> 'data'::text) ->> 'departmentId'::text))::uuid) STORED,
  takes_back integer GENERATED ALWAYS AS ((((body -> 'data'::text) ->> 'takesBack'::text))::integer) STORED,
  CONSTRAINT event_pkey PRIMARY KEY (institution_id, referral_id, seq) INCLUDE (act, at, office, step, chain, department_id),
  CONSTRAINT event_institution_id_referral_id_fkey FOREIGN KEY (institution_id, referral_id) REFERENCES referral(institution_id, id)
);

CREATE TABLE form (
  institution_id uuid NOT NULL,
  referral_id uuid NOT NULL,
  version integer NOT NULL,
  content jsonb NOT NULL,
  material_digest text NOT NULL,
  content_digest text NOT NULL,
  CONSTRAINT form_pkey PRIMARY KEY (institution_id, referral_id, version),
  CONSTRAINT form_institution_id_referral_id_fkey FOREIGN KEY (institution_id, referral_id) REFERENCES referral(institution_id, id)
);

CREATE TABLE hospital (
  institution_id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  alias text,
  level text,
  division text NOT NULL,
  networked boolean,
  sought text NOT NULL,
  CONSTRAINT hospital_pkey PRIMARY KEY (institution_id, code),
  CONSTRAINT hospital_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id)
);

CREATE TABLE idempotent_answer (
  institution_id uuid NOT NULL,
  person_id uuid NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  body json,
  at timestamp with time zone NOT NULL,
  CONSTRAINT idempotent_answer_pkey PRIMARY KEY (institution_id, person_id, key)
);

CREATE TABLE institution (
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT institution_pkey PRIMARY KEY (id),
  CONSTRAINT institution_code UNIQUE (code)
);

CREATE TABLE involvement (
  institution_id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL,
  referral_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT involvement_pkey PRIMARY KEY (institution_id, person_id, kind, referral_id)
);

CREATE TABLE letter (
  institution_id uuid NOT NULL,
  year integer NOT NULL,
  serial integer NOT NULL,
  number text NOT NULL,
  referral_id uuid NOT NULL,
  issued_at timestamp with time zone NOT NULL,
  valid_from date NOT NULL,
  valid_until date NOT NULL,
  content jsonb NOT NULL,
  uses integer NOT NULL DEFAULT 1,
  replaces text,
  CONSTRAINT letter_pkey PRIMARY KEY (institution_id, year, serial),
  CONSTRAINT letter_number UNIQUE (institution_id, number),
  CONSTRAINT letter_institution_id_referral_id_fkey FOREIGN KEY (institution_id, referral_id) REFERENCES referral(institution_id, id)
);

CREATE TABLE outgoing (
  institution_id uuid NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  referral_id uuid NOT NULL,
  seq integer NOT NULL,
  act text NOT NULL,
  at timestamp with time zone NOT NULL,
  tries smallint NOT NULL DEFAULT 0,
  taken_until timestamp with time zone,
  CONSTRAINT outgoing_pkey PRIMARY KEY (institution_id, id)
);

CREATE TABLE pack_job (
  institution_id uuid NOT NULL,
  id uuid NOT NULL,
  year integer NOT NULL,
  state text NOT NULL,
  done integer NOT NULL DEFAULT 0,
  total integer,
  size bigint,
  error text,
  asked_by uuid NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  taken_until timestamp with time zone,
  ended_at timestamp with time zone,
  CONSTRAINT pack_job_pkey PRIMARY KEY (institution_id, id),
  CONSTRAINT pack_job_institution_id_asked_by_fkey FOREIGN KEY (institution_id, asked_by) REFERENCES person(institution_id, id),
  CONSTRAINT pack_job_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id)
);

CREATE TABLE paper (
  institution_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  size integer NOT NULL,
  digest text NOT NULL,
  uploaded_by uuid NOT NULL,
  uploaded_at timestamp with time zone NOT NULL,
  referral_id uuid,
  scan text NOT NULL DEFAULT 'off'::text,
  virus text,
  CONSTRAINT paper_pkey PRIMARY KEY (institution_id, id),
  CONSTRAINT paper_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id),
  CONSTRAINT paper_institution_id_referral_id_fkey FOREIGN KEY (institution_id, referral_id) REFERENCES referral(institution_id, id),
  CONSTRAINT paper_institution_id_uploaded_by_fkey FOREIGN KEY (institution_id, uploaded_by) REFERENCES person(institution_id, id)
);

CREATE TABLE person (
  institution_id uuid NOT NULL,
  id uuid NOT NULL,
  username text NOT NULL,
  name text NOT NULL,
  title text,
  phone_encrypted text,
  password_hash text NOT NULL,
  must_change_password boolean NOT NULL DEFAULT true,
  failed_sign_ins integer NOT NULL DEFAULT 0,
  locked_until timestamp with time zone,
  active boolean NOT NULL DEFAULT true,
  created_at timestamp with time zone NOT NULL,
  signature_image text,
  CONSTRAINT person_pkey PRIMARY KEY (institution_id, id),
  CONSTRAINT person_username UNIQUE (institution_id, username),
  CONSTRAINT person_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id)
);

CREATE TABLE phrase (
  institution_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid,
  text text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  use text NOT NULL DEFAULT 'sign'::text,
  CONSTRAINT phrase_pkey PRIMARY KEY (institution_id, id),
  CONSTRAINT phrase_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id),
  CONSTRAINT phrase_institution_id_person_id_fkey FOREIGN KEY (institution_id, person_id) REFERENCES person(institution_id, id)
);

CREATE TABLE reason (
  institution_id uuid NOT NULL,
  act text NOT NULL,
  code text NOT NULL,
  zh text NOT NULL,
  en text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  CONSTRAINT reason_pkey PRIMARY KEY (institution_id, act, code),
  CONSTRAINT reason_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id)
);

CREATE TABLE referral (
  institution_id uuid NOT NULL,
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
  letter_until date,
  reporter_id uuid NOT NULL,
  reported_at timestamp with time zone NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT referral_pkey PRIMARY KEY (institution_id, id),
  CONSTRAINT referral_institution_id_department_id_fkey FOREIGN KEY (institution_id, department_id) REFERENCES department(institution_id, id),
  CONSTRAINT referral_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id),
  CONSTRAINT referral_institution_id_reporter_id_fkey FOREIGN KEY (institution_id, reporter_id) REFERENCES person(institution_id, id)
);

CREATE TABLE secret_check (
  id integer NOT NULL DEFAULT 1,
  fingerprint text NOT NULL,
  CONSTRAINT secret_check_pkey PRIMARY KEY (id),
  CONSTRAINT secret_check_one CHECK ((id = 1))
);

CREATE TABLE session (
  institution_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  token_hash text NOT NULL,
  user_agent text,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  present_until timestamp with time zone,
  revoked_at timestamp with time zone,
  CONSTRAINT session_pkey PRIMARY KEY (institution_id, id),
  CONSTRAINT session_token UNIQUE (institution_id, token_hash),
  CONSTRAINT session_institution_id_person_id_fkey FOREIGN KEY (institution_id, person_id) REFERENCES person(institution_id, id)
);

CREATE TABLE substitute (
  institution_id uuid NOT NULL,
  id uuid NOT NULL,
  appointment_id uuid NOT NULL,
  person_id uuid NOT NULL,
  warrant_no text NOT NULL,
  valid_from timestamp with time zone NOT NULL,
  valid_until timestamp with time zone NOT NULL,
  reason text,
  set_by uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  CONSTRAINT substitute_pkey PRIMARY KEY (institution_id, id),
  CONSTRAINT substitute_warrant UNIQUE (institution_id, warrant_no),
  CONSTRAINT substitute_institution_id_appointment_id_fkey FOREIGN KEY (institution_id, appointment_id) REFERENCES appointment(institution_id, id),
  CONSTRAINT substitute_institution_id_person_id_fkey FOREIGN KEY (institution_id, person_id) REFERENCES person(institution_id, id),
  CONSTRAINT substitute_institution_id_set_by_fkey FOREIGN KEY (institution_id, set_by) REFERENCES person(institution_id, id),
  CONSTRAINT substitute_period CHECK ((valid_until > valid_from))
);

CREATE TABLE verification_job (
  institution_id uuid NOT NULL,
  id uuid NOT NULL,
  state text NOT NULL,
  done integer NOT NULL DEFAULT 0,
  total integer,
  result jsonb,
  error text,
  asked_by uuid NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  taken_until timestamp with time zone,
  ended_at timestamp with time zone,
  CONSTRAINT verification_job_pkey PRIMARY KEY (institution_id, id),
  CONSTRAINT verification_job_institution_id_asked_by_fkey FOREIGN KEY (institution_id, asked_by) REFERENCES person(institution_id, id),
  CONSTRAINT verification_job_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id)
);

CREATE TABLE worklist_item (
  institution_id uuid NOT NULL,
  referral_id uuid NOT NULL,
  office text NOT NULL,
  office_department_id uuid NOT NULL,
  step text NOT NULL,
  chain text NOT NULL,
  department_id uuid,
  urgency_rank smallint NOT NULL,
  since timestamp with time zone NOT NULL,
  except_people uuid[] NOT NULL DEFAULT '{}'::uuid[],
  CONSTRAINT worklist_item_pkey PRIMARY KEY (institution_id, referral_id, office),
  CONSTRAINT worklist_item_institution_id_referral_id_fkey FOREIGN KEY (institution_id, referral_id) REFERENCES referral(institution_id, id)
);

CREATE INDEX appointment_office ON public.appointment USING btree (institution_id, office, department_id);

CREATE INDEX appointment_person ON public.appointment USING btree (institution_id, person_id);

CREATE INDEX audit_entry_at ON public.audit_entry USING btree (institution_id, at DESC, id DESC);

CREATE UNIQUE INDEX document_copy ON public.document USING btree (institution_id, referral_id, kind, seq, COALESCE(letter_no, ''::text), copy);

CREATE UNIQUE INDEX draft_form ON public.draft USING btree (institution_id, person_id, referral_id) WHERE (referral_id IS NOT NULL);

CREATE INDEX draft_person ON public.draft USING btree (institution_id, person_id, updated_at DESC);

CREATE INDEX event_act ON public.event USING btree (institution_id, act, at);

CREATE INDEX event_at ON public.event USING btree (institution_id, at) INCLUDE (referral_id, act);

CREATE INDEX event_person ON public.event USING btree (institution_id, person_id, at);

CREATE INDEX event_recall ON public.event USING btree (institution_id, referral_id, takes_back) WHERE (takes_back IS NOT NULL);

CREATE INDEX event_written ON public.event USING btree (institution_id, written_by);

CREATE INDEX involvement_list ON public.involvement USING btree (institution_id, person_id, kind, at DESC, referral_id DESC);

CREATE INDEX letter_referral ON public.letter USING btree (institution_id, referral_id);

CREATE UNIQUE INDEX pack_job_under_way ON public.pack_job USING btree (institution_id, year) WHERE (state = ANY (ARRAY['waiting'::text, 'making'::text]));

CREATE INDEX paper_digest ON public.paper USING btree (digest);

CREATE INDEX paper_referral ON public.paper USING btree (institution_id, referral_id);

CREATE INDEX paper_unscanned ON public.paper USING btree (id) WHERE (scan = ANY (ARRAY['off'::text, 'pending'::text]));

CREATE INDEX phrase_person ON public.phrase USING btree (institution_id, person_id);

CREATE INDEX referral_department ON public.referral USING btree (institution_id, department_id, id);

CREATE INDEX referral_letter ON public.referral USING btree (institution_id, letter_no COLLATE "C") WHERE (letter_no IS NOT NULL);

CREATE INDEX referral_letter_until ON public.referral USING btree (letter_until) WHERE (letter_until IS NOT NULL);

CREATE UNIQUE INDEX referral_no ON public.referral USING btree (institution_id, number COLLATE "C");

CREATE INDEX referral_patient ON public.referral USING btree (institution_id, patient_name COLLATE "C", id DESC);

CREATE INDEX referral_patient_id ON public.referral USING btree (institution_id, patient_id_lookup);

CREATE INDEX session_person ON public.session USING btree (institution_id, person_id);

CREATE INDEX substitute_appointment ON public.substitute USING btree (institution_id, appointment_id);

CREATE INDEX substitute_person ON public.substitute USING btree (institution_id, person_id);

CREATE UNIQUE INDEX verification_job_under_way ON public.verification_job USING btree (institution_id) WHERE (state = ANY (ARRAY['waiting'::text, 'checking'::text]));

CREATE INDEX worklist_inbox ON public.worklist_item USING btree (institution_id, office, office_department_id, urgency_rank, since, referral_id);

CREATE TRIGGER audit_entry_append_only BEFORE DELETE OR UPDATE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER document_append_only BEFORE DELETE OR UPDATE ON public.document FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER document_no_truncate BEFORE TRUNCATE ON public.document FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER event_append_only BEFORE DELETE OR UPDATE ON public.event FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER form_append_only BEFORE DELETE OR UPDATE ON public.form FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER form_no_truncate BEFORE TRUNCATE ON public.form FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER letter_append_only BEFORE DELETE OR UPDATE ON public.letter FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER letter_no_truncate BEFORE TRUNCATE ON public.letter FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
