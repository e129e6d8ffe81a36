import { afterAll, describe, expect, test } from '@jest/globals';
import type { EventResponse } from '@countersign/contract';
import { outpatientCase, signed, staffed, type Colleague } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { here, people } = await staffed(server);
const other = await staffed(server);

const walked = await outpatientCase(people, 'awaitingMedicalDirector');
const substitute = await here.person('许代理', 'medicalOfficer');
await here.warrant(substitute, people.medical, 'medicalDirector');
const behalf = { office: 'medicalDirector', onBehalfOf: people.medical.id };
await walked.do(substitute, 'sign', { ...signed, as: behalf });
const returned = await outpatientCase(people, 'awaitingInsurance');
await returned.do(people.insurance, 'returnForCorrection', { to: 'fillIn', reason: 'incomplete', comment: '请补充。' });
await outpatientCase(other.people, 'awaitingInform');
const number = async (id: string) => (await people.auditor.http.get(`/referrals/${id}`)).body.number as string;

async function events(filters: Record<string, string | number> = {}, who: Colleague = people.auditor): Promise<EventResponse[]> {
  const query = new URLSearchParams(Object.entries(filters).map(([name, value]): [string, string] => [name, String(value)]));
  const { status, body } = await who.http.get(`/events?${query.toString()}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.items;
}

const place = ({ referral, seq }: EventResponse) => `${referral.id} ${seq}`;

describe('the events of all logs', () => {
  test('are listed newest first, each with what it did, who did it and to which referral', async () => {
    const all = await events({ limit: 200 });
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted().toReversed());
    const [{ count } = { count: 0 }] = await server.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM event WHERE institution_id = $1', [here.id],
    );
    expect([all.length, new Set(all.map(place)).size]).toEqual([count, count]);
    const { body: history } = await people.auditor.http.get(`/referrals/${walked.id}/history`);
    const last = history.entries.at(-1);
    expect(all.find((one) => one.referral.id === walked.id)).toEqual({
      referral: { id: walked.id, number: await number(walked.id), patientName: '王𠮷兰' },
      seq: last.entry.seq,
      act: 'sign',
      actName: '签字',
      at: last.entry.at,
      person: { id: substitute.id, name: '许代理' },
      office: 'medicalDirector',
      officeName: '医务科主任',
      onBehalfOf: { id: people.medical.id, name: people.medical.name },
      hash: last.hash,
    });
  });

  test('come page by page, none twice and none left out, also where many are of one moment', async () => {
    await server.database.transaction(async (tx) => {
      await tx.query('ALTER TABLE event DISABLE TRIGGER USER');
      await tx.query('UPDATE event SET at = $2 WHERE institution_id = $1', [here.id, server.clock.now()]);
      await tx.query('ALTER TABLE event ENABLE TRIGGER USER');
    });
    const whole = await events({ limit: 200 });
    const paged: EventResponse[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await people.auditor.http.get(`/events?limit=4${cursor && `&cursor=${cursor}`}`);
      paged.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(whole);
    expect((await people.auditor.http.get('/events?cursor=WyJ4Il0')).body.code).toBe('badCursor');
  });

  test('are found by act, by person, by referral and by day, and by all of these together', async () => {
    expect((await events({ act: 'returnForCorrection' })).map(place)).toEqual([`${returned.id} 9`]);
    expect((await events({ personId: substitute.id })).map(({ act, onBehalfOf }) => [act, onBehalfOf?.id])).toEqual([['sign', people.medical.id]]);
    expect((await events({ referral: await number(walked.id) })).map(({ seq }) => seq)).toEqual([6, 5, 4, 3, 2, 1]);
    const deans = await events({ personId: people.deanInCharge.id, act: 'sign', referral: await number(returned.id) });
    expect(deans).toHaveLength(1);
    const { at } = deans[0]!;
    const later = new Date(Date.parse(at) + 1).toISOString();
    expect((await events({ from: at, to: later })).length).toBeGreaterThan(0);
    expect(await events({ to: at })).toEqual([]);
    expect(await events({ from: later })).toEqual([]);
    expect(await events({ referral: 'R00000000000' })).toEqual([]);
    expect(await events({ personId: people.physician.id, act: 'issueLetter' })).toEqual([]);
    expect((await people.auditor.http.get('/events?act=erase')).body).toMatchObject({ code: 'invalid' });
  });

  test('are those of the own hospital alone', async () => {
    const [theirs] = await events({}, other.people.auditor);
    expect((await events({ limit: 200 })).map(({ referral }) => referral.id)).not.toContain(theirs!.referral.id);
    expect(await events({ referral: theirs!.referral.number })).toEqual([]);
    expect(await events({ personId: other.people.physician.id })).toEqual([]);
    expect(await events({ referral: theirs!.referral.number }, other.people.auditor)).toHaveLength(1);
  });

  test('are for the auditor and the heads of the insurance office', async () => {
    for (const who of [people.insurance, people.insuranceLead]) expect((await events({}, who)).length).toBeGreaterThan(0);
    for (const who of [people.administrator, people.medical, people.clerk]) {
      expect((await who.http.get('/events')).body).toMatchObject({ status: 403, code: 'notPermitted' });
    }
  });
});

describe('the audit', () => {
  test('is found by kind, by person and by day', async () => {
    await people.clerk.http.post(`/referrals/${walked.id}/reveal`, {});
    await people.medical.http.post(`/referrals/${walked.id}/reveal`, {});
    const found = async (query: string) =>
      (await people.auditor.http.get(`/audit?${query}`)).body.items as { what: string; at: string; person: { id: string } }[];
    const by = await found(`what=referralRevealed&personId=${people.clerk.id}`);
    expect(by.map(({ what, person }) => [what, person.id])).toEqual([['referralRevealed', people.clerk.id]]);
    const { at } = by[0]!;
    const later = new Date(Date.parse(at) + 1).toISOString();
    expect((await found(`personId=${people.clerk.id}&from=${at}&to=${later}`)).map((one) => one.at)).toEqual([at]);
    expect(await found(`personId=${people.clerk.id}&to=${at}`)).toEqual([]);
    expect(await found(`personId=${people.clerk.id}&from=${later}`)).toEqual([]);
    expect(await found(`what=signedIn&personId=${people.clerk.id}`)).toEqual([]);
  });
});
