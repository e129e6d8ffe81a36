import type { Language, SignInOptionsResponse } from '@countersign/contract';
import type { Config } from '../config/config.ts';
import type { Database } from '../database/database.ts';
import { demoPassword } from '../demo/hospitals.ts';
import { hasDemo, readDemoPeople } from '../demo/read-demo.ts';

const readInstitutions = {
  name: 'read-institutions',
  text: 'SELECT code, name FROM institution ORDER BY created_at, id LIMIT $1',
};

/**
 * What the sign-in page offers. Who is here is nobody's business where several institutions share a server: only a
 * single one is named by itself. People and their password are told where the demo is what this server was started for.
 */
export async function signInOptions(
  db: Database,
  config: Config,
  language: Language,
  at: Date,
): Promise<SignInOptionsResponse> {
  const isDemo = config.demo && (await hasDemo(db));
  const found = await db.query<{ code: string; name: string }>(readInstitutions, [isDemo ? null : 2]);
  return {
    institutions: isDemo || found.length === 1 ? found : [],
    demo: isDemo ? { password: demoPassword, people: await readDemoPeople(db, language, at) } : null,
  };
}
