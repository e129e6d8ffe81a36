import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eicar, FakeClamd } from './support/clamd.ts';
import { plainPdf } from './support/hostile-files.ts';
import { hospital, idNumberOf, otherId, outpatientCase, reportContent, staff, type Colleague, type Staff } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const clamd = await FakeClamd.start();
const server = await startServer({ CLAMD: clamd.address });
afterAll(async () => {
  await server.close();
  await clamd.down();
});

let people: Staff;
beforeAll(async () => {
  people = await staff(await hospital(server));
});
beforeEach(() => {
  clamd.mood = 'well';
});

/** The same person at the server that runs now. */
const now = (who: Colleague) => server.http.as(who.token);

async function upload(bytes: Uint8Array, kind = 'other', who = people.officer): Promise<{ id: string; scan: string; virus: string | null }> {
  const message = new FormData();
  message.append('kind', kind);
  message.append('file', new Blob([new Uint8Array(bytes)]), '病历.pdf');
  const { status, body } = await now(who).post('/papers', message);
  if (status !== 201) throw new Error(`not taken in: ${JSON.stringify(body)}`);
  return body;
}

const infectedPdf = (note: string) => plainPdf(`${eicar} ${note}`);
const shown = async (id: string) => (await now(people.officer).get(`/papers/${id}`)).body as { scan: string; virus: string | null };

async function until(id: string, scan: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await shown(id)).scan === scan) return;
    await sleep(50);
  }
  throw new Error(`${id} is still ${(await shown(id)).scan}`);
}

const readings = (id: string) => [`/papers/${id}/content`, `/papers/${id}/content?inline=true`, `/papers/${id}/thumbnail`];

async function answersTo(id: string, who = people.officer): Promise<(string | number)[]> {
  const answers = await Promise.all(readings(id).map((path) => now(who).get(path)));
  return [...new Set(answers.map(({ status, body }) => (status === 200 ? 200 : `${status} ${body.code}`)))];
}

const readiness = async () => {
  const { status, body } = await server.http.get('/health/ready');
  return [status, body.virusScanner];
};

async function untilReadiness(wanted: string): Promise<void> {
  for (let tries = 0; tries < 400 && (await readiness())[1] !== wanted; tries += 1) await sleep(50);
  expect(await readiness()).toEqual([200, wanted]);
}

describe('with a scanner', () => {
  test('a paper is closed until it is clean, and open from then on', async () => {
    clamd.mood = 'slow';
    const paper = await upload(plainPdf('clean'));
    expect(paper).toMatchObject({ scan: 'pending', virus: null });
    expect(await answersTo(paper.id)).toEqual(['409 paperNotScanned']);
    await until(paper.id, 'clean');
    expect(await answersTo(paper.id)).toEqual([200]);
    expect(clamd.scanned.filter((content) => content.equals(plainPdf('clean')))).toHaveLength(1);
  });

  test('an infected paper stays closed, is named so, and is told to the auditor', async () => {
    const { id } = await upload(infectedPdf('told'));
    await until(id, 'infected');
    expect(await shown(id)).toMatchObject({ scan: 'infected', virus: 'Win.Test.EICAR_HDB-1' });
    expect(await answersTo(id)).toEqual(['409 paperInfected']);
    const refused = await now(people.officer).with({ 'Accept-Language': 'en' }).get(`/papers/${id}/content`);
    expect(refused.body).toMatchObject({ ids: [id], detail: expect.stringContaining('infected') });
    const { body } = await now(people.auditor).get(`/audit?subject=${id}`);
    expect(body.items).toMatchObject([
      { what: 'paperInfected', whatName: '材料查出病毒', person: null, details: { virus: 'Win.Test.EICAR_HDB-1', kind: 'other' } },
      { what: 'paperUploaded', person: { id: people.officer.id } },
    ]);
    expect((await now(people.officer).delete(`/papers/${id}`)).status).toBe(204);
  });

  test('an infected file is infected wherever it lies, also in another institution', async () => {
    const there = await staff(await hospital(server));
    const bytes = infectedPdf('two places');
    const [here, elsewhere] = [await upload(bytes), await upload(bytes, 'other', there.officer)];
    await until(here.id, 'infected');
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await now(there.officer).get(`/papers/${elsewhere.id}`)).body.scan === 'infected') break;
      await sleep(50);
    }
    expect(await answersTo(elsewhere.id, there.officer)).toEqual(['409 paperInfected']);
    const { body } = await now(there.auditor).get(`/audit?subject=${elsewhere.id}&what=paperInfected`);
    expect(body.items).toHaveLength(1);
  });

  test('a file that an older scanner found clean is infected once a newer one says so', async () => {
    const bytes = infectedPdf('found late');
    const [{ id }, other] = [await upload(bytes), await upload(plainPdf('found late'))];
    await until(id, 'infected');
    await server.database.query(`UPDATE paper SET scan = 'clean', virus = NULL WHERE id = $1`, [id]);
    expect((await now(people.officer).get(`/papers/${id}/content`)).status).toBe(200);
    await until((await upload(bytes)).id, 'infected');
    expect(await answersTo(id)).toEqual(['409 paperInfected']);
    expect(await answersTo(other.id)).toEqual([200]);
  });

  test('an upload does not wait for a scanner that takes its time', async () => {
    clamd.mood = 'silent';
    const paper = await upload(plainPdf('not waited for'));
    expect(paper.scan).toBe('pending');
    expect(await answersTo(paper.id)).toEqual(['409 paperNotScanned']);
    await untilReadiness('down');
    // Whoever hung on that silence is told again once there is a word.
    await clamd.down();
    clamd.mood = 'well';
    await clamd.up();
    server.clock.advance({ minutes: 5 });
    await until(paper.id, 'clean');
  });

  test.each(['cutOff', 'halfAnswer', 'tooLarge'] as const)('a file about which it says nothing (%s) stays closed, and is asked about again', async (mood) => {
    clamd.mood = mood;
    const { id } = await upload(plainPdf(`again ${mood}`));
    await sleep(500);
    expect(await answersTo(id)).toEqual(['409 paperNotScanned']);
    clamd.mood = 'well';
    const { id: next } = await upload(plainPdf(`next ${mood}`));
    await until(next, 'clean');
    server.clock.advance({ hours: 2 });
    await until(id, 'clean');
  });
});

describe('a report', () => {
  const agent = { name: '陈志强', idNumber: idNumberOf(otherId), hospital: '滨海示例医院' };

  async function threePapers(note: string, odd: (note: string) => Uint8Array = plainPdf): Promise<Record<string, string>> {
    return {
      emergencyRecord: (await upload(plainPdf(`1 ${note}`), 'emergencyRecord')).id,
      criticalNotice: (await upload(plainPdf(`2 ${note}`), 'criticalNotice')).id,
      patientIdCard: (await upload(odd(`3 ${note}`), 'patientIdCard')).id,
    };
  }

  const report = (papers: Record<string, string>) =>
    now(people.officer).post('/referrals', {
      chain: 'otherHospital',
      content: reportContent({ agent }),
      papers: Object.values(papers),
    });

  test('may go by papers that are still to be scanned', async () => {
    clamd.mood = 'slow';
    const papers = await threePapers('pending');
    const reported = await report(papers);
    expect(reported.status).toBe(201);
    for (const id of Object.values(papers)) await until(id, 'clean');
    expect(await answersTo(papers.criticalNotice!, people.medical)).toEqual([200]);
    const [event] = await server.database.query<{ body: { data: { papers: object[] } } }>(
      'SELECT body FROM event WHERE referral_id = $1 AND seq = 1',
      [reported.body.id],
    );
    // What the log says of a paper is what it always said: how it was scanned is no part of the case.
    expect(Object.keys(event!.body.data.papers[0]!).toSorted()).toEqual(['digest', 'id', 'kind']);
  });

  test('may not go by an infected one, and goes by a clean scan in its place', async () => {
    const papers = await threePapers('infected', infectedPdf);
    await until(papers.patientIdCard!, 'infected');
    const refused = await report(papers);
    expect(refused).toMatchObject({ status: 409, body: { code: 'paperInfected', ids: [papers.patientIdCard] } });
    expect(refused.body.detail).toContain('查出病毒');
    papers.patientIdCard = (await upload(plainPdf('a clean scan'), 'patientIdCard')).id;
    expect((await report(papers)).status).toBe(201);
  });

  test('whose paper turns out infected keeps it, closed to everybody, and nobody says they reviewed it', async () => {
    clamd.mood = 'slow';
    const papers = await threePapers('turns out', infectedPdf);
    const { status, body } = await report(papers);
    expect(status).toBe(201);
    // Several are scanned at a time: the last of them may be found out first.
    for (const id of Object.values(papers)) await until(id, id === papers.patientIdCard ? 'infected' : 'clean');
    const listed = await now(people.medical).get(`/referrals/${body.id}/papers`);
    expect(listed.body.items.at(-1)).toMatchObject({ kind: 'patientIdCard', scan: 'infected', virus: 'Win.Test.EICAR_HDB-1' });
    const referral = await now(people.medical).get(`/referrals/${body.id}`);
    expect(referral.body.papers.map(({ scan }: { scan: string }) => scan)).toEqual(['clean', 'clean', 'infected']);
    expect(await answersTo(papers.patientIdCard!, people.medical)).toEqual(['409 paperInfected']);
    const inform = (reviewed: string[], version: number) =>
      now(people.medical).post(`/referrals/${body.id}/inform`, { papersReviewed: reviewed }, { ifMatch: version });
    expect(await inform(Object.values(papers), body.version)).toMatchObject({
      status: 409,
      body: { code: 'paperInfected', ids: [papers.patientIdCard] },
    });
    const clean = await threePapers('turns out clean');
    const twin = (await report(clean)).body;
    const informed = await now(people.medical).post(
      `/referrals/${twin.id}/inform`,
      { papersReviewed: Object.values(clean) },
      { ifMatch: twin.version },
    );
    expect(informed.status).toBe(200);
  });
});

test('a signature on paper is not recorded by an infected scan, and is by a clean one', async () => {
  const walked = await outpatientCase(people, 'awaitingMedicalDirector');
  const signedOn = new Date(server.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const record = (paper: string) =>
    walked.try(people.clerk, 'signOnPaper', { signer: people.medical.id, signedOn, opinion: '同意转诊。', paper });
  const infected = (await upload(infectedPdf('signed'), 'signedForm', people.clerk)).id;
  for (let tries = 0; tries < 200 && (await answersTo(infected, people.clerk))[0] !== '409 paperInfected'; tries += 1) await sleep(50);
  expect(await record(infected)).toMatchObject({ status: 409, body: { code: 'paperInfected', ids: [infected] } });
  const clean = (await upload(plainPdf('signed'), 'signedForm', people.clerk)).id;
  expect((await record(clean)).status).toBe(200);
});

describe('the scanner', () => {
  test('is down: the server is ready and says so, papers wait, and are scanned when it is back', async () => {
    await untilReadiness('up');
    await clamd.down();
    const { id } = await upload(plainPdf('while it is down'));
    await untilReadiness('down');
    expect(await answersTo(id)).toEqual(['409 paperNotScanned']);
    expect((await shown(id)).scan).toBe('pending');
    await clamd.up();
    await until(id, 'clean');
    await untilReadiness('up');
  });

  test('what waited when the server stopped is scanned after its restart', async () => {
    await clamd.down();
    const [clean, infected] = [await upload(plainPdf('over a restart')), await upload(infectedPdf('over a restart'))];
    await server.restart();
    expect(await answersTo(clean.id)).toEqual(['409 paperNotScanned']);
    await clamd.up();
    await until(clean.id, 'clean');
    await until(infected.id, 'infected');
  });

  test('switched off: nothing waits any more, but what is infected stays closed', async () => {
    const infected = await upload(infectedPdf('stays closed'));
    await until(infected.id, 'infected');
    await clamd.down();
    const waiting = await upload(plainPdf('waits no more'));
    expect(await answersTo(waiting.id)).toEqual(['409 paperNotScanned']);
    await server.restart({ CLAMD: 'off' });
    expect(await readiness()).toEqual([200, 'off']);
    expect((await shown(waiting.id)).scan).toBe('off');
    expect(await answersTo(waiting.id)).toEqual([200]);
    expect(await answersTo(infected.id)).toEqual(['409 paperInfected']);
  });

  test('switched on again: what came in meanwhile is closed until it is scanned', async () => {
    const [clean, infected] = [await upload(plainPdf('came meanwhile')), await upload(infectedPdf('came meanwhile'))];
    expect(clean.scan).toBe('off');
    expect(await answersTo(infected.id)).toEqual([200]);
    await server.restart();
    expect(await answersTo(clean.id)).toEqual(['409 paperNotScanned']);
    expect(await answersTo(infected.id)).toEqual(['409 paperNotScanned']);
    await clamd.up();
    await until(clean.id, 'clean');
    await until(infected.id, 'infected');
    expect(await answersTo(clean.id)).toEqual([200]);
  });

  test('may listen on a socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-clamd-'));
    const beside = await FakeClamd.start({ path: join(folder, 'clamd.ctl') });
    await server.restart({ CLAMD: beside.address });
    const { id } = await upload(infectedPdf('on a socket'));
    await until(id, 'infected');
    expect(beside.scanned.length).toBeGreaterThan(0);
    await server.restart();
    await beside.down();
    rmSync(folder, { recursive: true });
  });
});
