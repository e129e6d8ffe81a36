-- One signature as an application would write it that sends its statements one by one: read, then in a transaction
-- state, event, worklist and outgoing message, then commit. No HTTP and no rules, on the tables of Countersign; the
-- lower bound of what such a signature costs. pgbench runs it prepared.
--
-- :share     referrals kept for pgbench: every fourth one
-- :token     hash of a session's token
-- :body      an event's body, of the size a signature has
\set n 4 * random(1, :share)
SELECT s.institution_id AS institution, r.id AS referral, r.version, r.seq, r.head, r.state::text AS state,
    r.facts::text AS facts, p.id AS person, p.name, s.present_until,
    (SELECT jsonb_agg(jsonb_build_object('office', a.office, 'from', a.valid_from, 'until', a.valid_until))
      FROM appointment a WHERE a.institution_id = p.institution_id AND a.person_id = p.id)::text AS offices
  FROM session s
  JOIN person p ON p.institution_id = s.institution_id AND p.id = s.person_id
  JOIN referral r ON r.institution_id = s.institution_id
    AND r.id = ('0197a1c2-5b6e-7000-8000-' || lpad(to_hex(:n::bigint), 12, '0'))::uuid
  WHERE s.institution_id = :institution AND s.token_hash = :token AND s.expires_at > now() \gset
BEGIN;
UPDATE referral
  SET state = :state::jsonb, facts = :facts::jsonb, version = version + 1, seq = seq + 1, head = :head, changed_at = now()
  WHERE institution_id = :institution AND id = :referral
  RETURNING seq \gset
INSERT INTO event (institution_id, referral_id, seq, act, person_id, at, body, previous, hash)
  VALUES (:institution, :referral, :seq, 'sign', :person, now(), :body::jsonb, :head, :head);
UPDATE worklist_item SET since = now() WHERE institution_id = :institution AND referral_id = :referral;
INSERT INTO outgoing (institution_id, referral_id, seq, act, at) VALUES (:institution, :referral, :seq, 'sign', now());
COMMIT;
