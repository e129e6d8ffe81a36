import { hash, randomBytes } from 'node:crypto';
import { isId } from '@countersign/contract';
import { capacitiesOf, type Appointment, type Person, type Warrant } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import { settingsOf, type Settings } from '../institutions/settings.ts';
import { Problem } from '../problems/problem.ts';

/** Who asks: a person of an institution, signed in by one session. */
export interface Caller {
  institution: { id: string; code: string; name: string; settings: Settings };
  session: { id: string; presentUntil: Date | null; expiresAt: Date };
  username: string;
  mustChangePassword: boolean;
  person: Person;
}

/** What a request shows to prove who asks. The token itself is nowhere stored. */
export interface Credential {
  institutionId: string;
  tokenHash: string;
  via: 'cookie' | 'bearer';
  /** Whom the one who sent this takes the signed-in person for, if they say so. */
  sentAs?: string;
}

export const sessionCookie = 'countersign_session';

/** Names the person whom a page was drawn for; a name in lower case, as Node gives it. */
export const sentAsHeader = 'countersign-person';

/** A token names its institution, so that every look-up of a session knows its tenant. */
export const newToken = (institutionId: string): string => `${institutionId}.${randomBytes(32).toString('base64url')}`;

export const hashOfToken = (token: string): string => hash('sha256', token, 'base64url');

export function credentialOf(token: string, via: Credential['via'], sentAs?: string): Credential | null {
  const institutionId = token.split('.', 1)[0];
  return isId(institutionId) ? { institutionId, tokenHash: hashOfToken(token), via, sentAs } : null;
}

/** Every appointment of the person of this alias, as SQL; `from` is the moment from which it counts. */
export const appointmentsOf = (person: string, from = 'a.valid_from'): string => `(SELECT coalesce(jsonb_agg(jsonb_build_object(
      'office', a.office, 'departmentId', a.department_id, 'from', ${from}, 'until', a.valid_until
    ) ORDER BY a.valid_from, a.id), '[]')
    FROM appointment a
    WHERE a.institution_id = ${person}.institution_id AND a.person_id = ${person}.id)`;

/** Every warrant by which the person of this alias acts for somebody, as SQL. */
export const warrantsOf = (person: string): string => `(SELECT coalesce(jsonb_agg(jsonb_build_object(
      'warrantNo', w.warrant_no, 'from', w.valid_from, 'until', least(w.valid_until, w.revoked_at),
      'holder', jsonb_build_object('id', h.id, 'name', h.name),
      'appointment', jsonb_build_object(
        'office', a.office, 'departmentId', a.department_id, 'from', a.valid_from, 'until', a.valid_until)
    ) ORDER BY w.valid_from, w.id), '[]')
    FROM substitute w
    JOIN appointment a ON a.institution_id = w.institution_id AND a.id = w.appointment_id
    JOIN person h ON h.institution_id = a.institution_id AND h.id = a.person_id
    WHERE w.institution_id = ${person}.institution_id AND w.person_id = ${person}.id)`;

/** Columns, from $1 institution, $2 token hash, $3 now; see `callerFrom`. */
export const callerColumns = `
  s.id AS session_id, s.present_until, s.expires_at,
  p.id AS person_id, p.name AS person_name, p.username, p.must_change_password,
  i.id AS institution_id, i.code AS institution_code, i.name AS institution_name, i.settings,
  ${appointmentsOf('p')} AS appointments,
  ${warrantsOf('p')} AS warrants`;

export const callerFrom = `
  session s
  JOIN person p ON p.institution_id = s.institution_id AND p.id = s.person_id
  JOIN institution i ON i.id = s.institution_id`;

const sessionInForce = `s.revoked_at IS NULL AND s.expires_at > $3 AND p.active`;

export const callerWhere = `
  s.institution_id = $1 AND s.token_hash = $2 AND ${sessionInForce}`;

export const readCaller = {
  name: 'read-caller',
  text: `SELECT ${callerColumns} FROM ${callerFrom} WHERE ${callerWhere}`,
};

const readCallersOf = {
  name: 'read-callers',
  text: `SELECT ${callerColumns} FROM ${callerFrom}
    WHERE s.institution_id = $1 AND s.id = ANY ($2::uuid[]) AND ${sessionInForce}`,
};

/** Whoever is signed in by one of these sessions. */
export async function readCallers(db: Database, institutionId: string, sessions: readonly string[], at: Date): Promise<Caller[]> {
  const rows = await db.query<CallerRow>(readCallersOf, [institutionId, sessions, at]);
  return rows.map((row) => callerOf(row, at));
}

export interface CallerRow {
  session_id: string;
  present_until: Date | null;
  expires_at: Date;
  person_id: string;
  person_name: string;
  username: string;
  must_change_password: boolean;
  institution_id: string;
  institution_code: string;
  institution_name: string;
  settings: Partial<Settings>;
  appointments: Appointment[];
  warrants: Warrant[];
}

/** The caller of a row, as what they may act at this moment. */
function callerOf(row: CallerRow, at: Date): Caller {
  return {
    institution: {
      id: row.institution_id,
      code: row.institution_code,
      name: row.institution_name,
      settings: settingsOf(row.settings),
    },
    session: { id: row.session_id, presentUntil: row.present_until, expiresAt: row.expires_at },
    username: row.username,
    mustChangePassword: row.must_change_password,
    person: {
      id: row.person_id,
      name: row.person_name,
      capacities: capacitiesOf(row.appointments, row.warrants, at),
    },
  };
}

/**
 * The caller of a row, who must be whom the sender takes them for: all windows of a browser share one cookie, and a page
 * that was drawn for one person must not act as the one who signed in in another window.
 */
export function callerSentBy({ sentAs }: Credential, row: CallerRow, at: Date): Caller {
  const caller = callerOf(row, at);
  if (sentAs !== undefined && sentAs !== caller.person.id) throw new Problem('somebodyElse', {});
  return caller;
}
