import { describe, expect, test } from '@jest/globals';
import type { Database } from '../database/database.ts';
import { settingsOf } from '../institutions/settings.ts';
import type { Passwords } from './passwords.ts';
import { provePassword } from './prove-password.ts';

const at = new Date('2026-11-22T03:00:00Z');

async function prove(lockedUntil: Date | null) {
  const verified: string[] = [];
  const verify = (hashed: string): Promise<boolean> => {
    verified.push(hashed);
    return Promise.resolve(true);
  };
  const known = { institutionId: 'i', personId: 'p', passwordHash: 'hash', lockedUntil, settings: settingsOf({}) };
  const proof = provePassword({} as Database, { verify } as unknown as Passwords, known, 'guess', at, 'signInFailed');
  const refused = await proof.then(
    () => null,
    (problem: { code: string }) => problem.code,
  );
  return { refused, verified };
}

describe('a password is hashed whoever gives it, so that time tells nothing', () => {
  test('also for a name that is locked, which is refused all the same', async () => {
    expect(await prove(new Date(at.getTime() + 60_000))).toEqual({ refused: 'lockedOut', verified: ['hash'] });
  });

  test.each([[null], [new Date(at.getTime() - 60_000)]])('for a name locked until %j, which is let in', async (until) => {
    expect(await prove(until)).toEqual({ refused: null, verified: ['hash'] });
  });
});
