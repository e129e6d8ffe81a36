import type { OwnSessionsResponse } from '@countersign/contract';
import type { Database } from '../database/database.ts';
import type { Caller } from './caller.ts';

const readSessions = {
  name: 'read-sessions',
  text: `SELECT id, user_agent, created_at, expires_at FROM session
    WHERE institution_id = $1 AND person_id = $2 AND revoked_at IS NULL AND expires_at > $3
    ORDER BY created_at DESC, id DESC LIMIT 200`,
};

interface SessionRow {
  id: string;
  user_agent: string | null;
  created_at: Date;
  expires_at: Date;
}

export async function listSessions(db: Database, caller: Caller, at: Date): Promise<OwnSessionsResponse> {
  const rows = await db.query<SessionRow>(readSessions, [caller.institution.id, caller.person.id, at]);
  const items = rows.map((row) => ({
    id: row.id,
    current: row.id === caller.session.id,
    userAgent: row.user_agent,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
  return { items };
}
