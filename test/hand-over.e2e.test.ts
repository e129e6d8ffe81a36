import { afterAll, describe, expect, test } from '@jest/globals';
import { hospital, idNumberOf, inpatientCase, otherId, outpatientCase, patientId, spouse, staff, staffed } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());
const { people } = await staffed(server);

const lost = { reason: 'incomplete', comment: '家属遗失。' };
const handedOver = async ({ id }: { id: string }) => (await people.clerk.http.get(`/referrals/${id}`)).body.handedOver;

describe('handing over a letter', () => {
  test('records who took it, with the number masked, and moves nothing', async () => {
    const walked = await outpatientCase(people, 'issued');
    const before = (await people.clerk.http.get(`/referrals/${walked.id}`)).body;
    expect([before.handedOver, before.acts.handOver.open]).toEqual([null, true]);
    const answer = await walked.do(people.clerk, 'handOver', spouse);
    expect(answer.body).toMatchObject({ state: 'issued', version: before.version, seq: before.seq + 1 });
    expect(await handedOver(walked)).toEqual({
      seq: before.seq + 1,
      at: expect.any(String),
      by: expect.objectContaining({ name: '韩窗口', office: 'windowClerk' }),
      letterNo: before.letter.number,
      name: '李建国',
      relation: 'spouse',
      idNumberMasked: expect.stringMatching(/^441\*{11}\d{3}[\dX]$/),
    });
    const { entries } = (await people.auditor.http.get(`/referrals/${walked.id}/history`)).body;
    expect(entries.at(-1)).toMatchObject({ title: '交付介绍信', entry: { act: 'handOver', data: { letterNo: before.letter.number } } });
    expect(JSON.stringify(entries)).not.toContain(spouse.idNumber);
  });

  test('shows the card whole only to whoever asks for it by name', async () => {
    const walked = await inpatientCase(people, 6);
    expect((await people.clerk.http.post(`/referrals/${walked.id}/reveal`)).body.handedOver).toBeNull();
    await walked.do(people.clerk, 'handOver', spouse);
    const { body } = await people.clerk.http.post(`/referrals/${walked.id}/reveal`);
    expect(body.handedOver).toEqual({ idNumber: spouse.idNumber });
  });

  test('is done again for the letter that replaced it, and the newest counts', async () => {
    const walked = await inpatientCase(people, 6);
    await walked.do(people.clerk, 'handOver', spouse);
    const { letter } = (await walked.do(people.clerk, 'replaceLetter', lost)).body;
    expect(await handedOver(walked)).toBeNull();
    expect((await people.clerk.http.post(`/referrals/${walked.id}/reveal`)).body.handedOver).toBeNull();
    await walked.do(people.clerk, 'handOver', { ...spouse, name: '李建军', relation: 'sibling' });
    await walked.do(people.clerk, 'handOver', { name: '王𠮷兰', relation: 'self', idNumber: idNumberOf(patientId) });
    expect(await handedOver(walked)).toMatchObject({ letterNo: letter.number, name: '王𠮷兰', relation: 'self' });
  });

  test('takes the letter from those that nobody has taken yet, until another takes its place', async () => {
    const walked = await inpatientCase(people, 6);
    const early = await inpatientCase(people, 5);
    const listed = async (taken: boolean, more = '') => {
      const { body } = await people.clerk.http.get(`/referrals?handedOver=${taken}&limit=100${more}`);
      return body.items.map(({ id }: { id: string }) => id).filter((id: string) => [walked.id, early.id].includes(id));
    };
    expect([await listed(false), await listed(true)]).toEqual([[walked.id], []]);
    await walked.do(people.clerk, 'handOver', spouse);
    expect([await listed(false), await listed(true)]).toEqual([[], [walked.id]]);
    expect([await listed(false, '&search=R'), await listed(true, '&search=R')]).toEqual([[], [walked.id]]);
    await walked.do(people.clerk, 'replaceLetter', lost);
    expect([await listed(false), await listed(true)]).toEqual([[walked.id], []]);
    const { body } = await people.bedDoctor.http.get('/referrals?handedOver=false');
    expect(body.items.map(({ id }: { id: string }) => id)).toContain(walked.id);
  });

  test('is refused before there is a letter and after it has ended', async () => {
    const early = await inpatientCase(people, 5);
    expect(await early.try(people.clerk, 'handOver', spouse)).toMatchObject({ status: 409, body: { code: 'notAwaited' } });
    const voided = await inpatientCase(people, 6);
    await voided.do(people.insuranceLead, 'void', lost);
    expect(await voided.try(people.clerk, 'handOver', spouse)).toMatchObject({ status: 409, body: { code: 'ended' } });
    expect((await (await inpatientCase(people, 6)).try(people.clerk, 'handOver', spouse)).status).toBe(200);
  });

  test('is refused for a letter that was replaced since the window looked', async () => {
    const walked = await inpatientCase(people, 6);
    const seen = walked.version;
    await walked.do(people.clerk, 'replaceLetter', lost);
    const late = await people.clerk.http.post(`/referrals/${walked.id}/handOver`, spouse, { ifMatch: seen });
    expect(late).toMatchObject({ status: 412, body: { code: 'overtaken', happened: { act: 'replaceLetter' } } });
    expect((await walked.try(people.clerk, 'handOver', spouse)).status).toBe(200);
  });

  test('is for the window, against a card that is right', async () => {
    const walked = await inpatientCase(people, 6);
    expect(await walked.try(people.insurance, 'handOver', spouse)).toMatchObject({ status: 403, body: { code: 'notYourOffice' } });
    const agent = await walked.try(people.clerk, 'handOver', { ...spouse, relation: 'agent' });
    expect(agent).toMatchObject({ status: 422, body: { code: 'wrongCollector', act: 'handOver', relation: 'agent' } });
    expect(agent.body.detail).toContain('介绍信不能交给经办人');
    const self = await walked.try(people.clerk, 'handOver', { ...spouse, relation: 'self' });
    expect(self).toMatchObject({ status: 422, body: { code: 'notThePatientsCard' } });
    const mistyped = await walked.try(people.clerk, 'handOver', { ...spouse, idNumber: `${otherId}0` });
    expect([mistyped.status, mistyped.body.errors?.[0].pointer]).toEqual([400, '/idNumber']);
    const others = await staff(await hospital(server));
    expect((await walked.try(others.clerk, 'handOver', spouse)).status).toBe(404);
    expect((await walked.try(people.clerk, 'handOver', spouse)).status).toBe(200);
  });
});
