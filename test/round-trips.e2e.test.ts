import { afterAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../apps/api/src/database/database.ts';
import { credentialOf } from '../apps/api/src/identity/caller.ts';
import { comment } from '../apps/api/src/referrals/acts/comment.ts';
import { issueLetter } from '../apps/api/src/referrals/acts/issue-letter.ts';
import { replaceLetter } from '../apps/api/src/referrals/acts/replace-letter.ts';
import { sign } from '../apps/api/src/referrals/acts/sign.ts';
import { signOnPaper } from '../apps/api/src/referrals/acts/sign-on-paper.ts';
import { perform, type Recipe } from '../apps/api/src/referrals/perform.ts';
import { recordArrival } from '../apps/api/src/referrals/return-slip.ts';
import { outpatientCase, signed, staffed, type Colleague } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server);

/** The server's database, and how often it was asked. */
function counted(): { db: Database; asked: () => number } {
  const { database } = server;
  let asked = 0;
  const query: Database['query'] = (...said) => {
    asked += 1;
    return database.query(...said);
  };
  const pipelined: Database['pipelined'] = (...said) => {
    asked += 1;
    return database.pipelined(...said);
  };
  return { db: { query, pipelined } as Database, asked: () => asked };
}

let keys = 0;

/** Round trips that an act takes, which succeeds. */
async function roundTrips(who: Colleague, walked: { id: string; version: number }, recipe: Recipe<never, never>): Promise<number> {
  const { db, asked } = counted();
  const request = { key: `round-trip-${(keys += 1)}`, fingerprint: 'f'.repeat(43) };
  const { id: referralId, version } = walked;
  const answer = await perform(db, server.clock, { credential: credentialOf(who.token, 'bearer')!, request, referralId, version }, recipe);
  expect(answer.version).toBeGreaterThanOrEqual(version);
  return asked();
}

const today = () => new Date(server.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

async function scan(): Promise<string> {
  const [row] = await server.database.query<{ id: string }>(
    `INSERT INTO paper (institution_id, id, kind, name, media_type, size, digest, uploaded_by, uploaded_at)
     VALUES ($1, gen_random_uuid(), 'signedForm', '签字页.pdf', 'application/pdf', 10, 'sha256:scan', $2, now()) RETURNING id`,
    [here.id, people.clerk.id],
  );
  return row!.id;
}

describe('an act is one read and one write', () => {
  const lost = { reason: 'incomplete', comment: '遗失。' };

  test('of a signature, with the image of its signer', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    expect(await roundTrips(people.medical, walked, sign(signed) as never)).toBe(2);
  });

  test('of a signature on paper, with what its signer held and its scan', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const message = { signer: people.medical.id, signedOn: today(), ...signed, paper: await scan() };
    expect(await roundTrips(people.clerk, walked, signOnPaper(message) as never)).toBe(2);
  });

  test('of a letter and of its replacement, with their numbers', async () => {
    const walked = await outpatientCase(people, 'awaitingLetter');
    expect(await roundTrips(people.clerk, walked, issueLetter({}) as never)).toBe(2);
    walked.version += 1;
    expect(await roundTrips(people.clerk, walked, replaceLetter(lost) as never)).toBe(2);
  });

  test('of an arrival that the receiving hospital reports', async () => {
    const walked = await outpatientCase(people, 'issued');
    const letterNo = (await people.clerk.http.get(`/referrals/${walked.id}`)).body.letter.number as string;
    const { db, asked } = counted();
    const report = { letterNo, on: today(), receiver: { hospital: '示例医院', name: '黎敏' } };
    await recordArrival(db, server.clock, server.secrets, { institutionId: here.id, referralId: walked.id }, report);
    expect(asked()).toBe(2);
  });

  test('is seen to fail where an act is overtaken and must be tried again', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const slow = sign(signed);
    let spoken = false;
    const complete: typeof slow.complete = async (_, __, data) => {
      if (!spoken) await walked.do(people.physician, 'comment', { text: '已到院。' });
      spoken = true;
      return data;
    };
    expect(await roundTrips(people.medical, walked, { ...slow, complete } as never)).toBe(4);
    expect(await roundTrips(people.physician, { ...walked, version: walked.version + 1 }, comment({ text: '好。' }) as never)).toBe(2);
  });
});
