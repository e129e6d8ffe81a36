import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { dateInShanghai } from '@countersign/policy';
import { DocumentStore } from '../apps/api/src/documents/document-store.ts';
import { PaperStore } from '../apps/api/src/papers/paper-store.ts';
import { contentOf, documentsOf, textOf } from './support/documents.ts';
import { pdf } from './support/files.ts';
import {
  Case,
  formContent,
  hospital,
  idNumberOf,
  otherId,
  outpatientCase,
  patient,
  reportContent,
  signed,
  staff,
  type Colleague,
  type Hospital,
  type Staff,
} from './support/hospital.ts';
import { run } from './support/run.ts';
import { startServer } from './support/server.ts';
import { unpackInto, unzip } from './support/zip.ts';

const server = await startServer();
afterAll(() => server.close());
const base = mkdtempSync(join(tmpdir(), 'countersign-inspection-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
afterEach(() => {
  jest.restoreAllMocks();
});

let here: Hospital;
let people: Staff;
let substitute: Colleague;
let warrantNo: string;
let proven: Case;
let log: { entry: { seq: number; act: string; at: string }; previous: string; hash: string }[];

beforeAll(async () => {
  here = await hospital(server);
  people = await staff(here);
  substitute = await here.person('孙代理', 'medicalOfficer');
  warrantNo = await here.warrant(substitute, people.deanInCharge, 'deanInCharge');
  proven = await provenCase();
  await documentsOf(people.clerk, proven.id);
  log = (await people.auditor.http.get(`/referrals/${proven.id}/history`)).body.entries;
});

async function upload(who: Colleague, kind: string, bytes = pdf(`${kind} ${Math.random()}`)): Promise<string> {
  const form = new FormData();
  form.append('kind', kind);
  form.append('file', new Blob([new Uint8Array(bytes)]), `${kind}.pdf`);
  return (await who.http.post('/papers', form)).body.id;
}

const agent = { name: '陈志强', idNumber: idNumberOf(otherId), hospital: '滨海示例医院' };

/** Another hospital's case with its three papers, a substitute's signature, one on paper, and a letter replaced and handed over. */
async function provenCase(): Promise<Case> {
  const { officer, medical, clerk, insurance, businessDean } = people;
  const kinds = ['emergencyRecord', 'criticalNotice', 'patientIdCard'];
  const papers = [];
  for (const kind of kinds) papers.push(await upload(officer, kind));
  const walked = new Case(people);
  await walked.report(officer, { chain: 'otherHospital', content: reportContent({ agent }), papers });
  await walked.do(medical, 'inform', { papersReviewed: papers });
  await walked.do(clerk, 'releaseForm', { name: agent.name, relation: 'agent', idNumber: agent.idNumber });
  await walked.do(medical, 'fillIn', { form: formContent() });
  await walked.do(medical, 'sign', { opinion: '病情属实 <b>同意</b>。' });
  await walked.do(substitute, 'sign', { ...signed, as: { office: 'deanInCharge', onBehalfOf: people.deanInCharge.id } });
  const scan = await upload(clerk, 'signedForm');
  const signedOn = dateInShanghai(server.clock.now());
  await walked.do(clerk, 'signOnPaper', { signer: businessDean.id, signedOn, opinion: '同意（纸质）。', paper: scan });
  await walked.do(insurance, 'sign', signed);
  await walked.do(clerk, 'issueLetter', {});
  await walked.do(clerk, 'replaceLetter', { reason: 'incomplete', comment: '家属遗失' });
  await walked.do(clerk, 'handOver', { name: agent.name, relation: 'agent', idNumber: agent.idNumber });
  return walked;
}

const verify = (who: Colleague, { id }: Case) => who.http.get(`/referrals/${id}/verification`);
const checkOf = (body: { checks: { check: string; holds: boolean | null }[] }, name: string) =>
  body.checks.find(({ check }) => check === name)!.holds;
const saysOf = (body: { checks: { check: string; says: { zh: string } }[] }, name: string) =>
  body.checks.find(({ check }) => check === name)!.says.zh;

async function packOf(who: Colleague, { id }: Case) {
  const { status, headers, body } = await fetch(`${who.http.base}/api/v1/referrals/${id}/pack`, {
    headers: { Authorization: `Bearer ${who.token}` },
  }).then(async (answer) => ({ status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) }));
  return { status, headers, bytes: body };
}

let folders = 0;
async function unpacked(walked: Case, by = people.auditor): Promise<{ folder: string; files: Map<string, Buffer> }> {
  folders += 1;
  const folder = join(base, String(folders));
  const files = await unzip((await packOf(by, walked)).bytes);
  unpackInto(folder, files);
  return { folder, files };
}

/** As an inspector does it: with the program out of the pack, and nothing of ours. */
const check = (folder: string) => run(join(folder, 'check.mjs'), ['pack', folder]);

/** Changes the database as somebody could who owns it. */
async function tamper(sql: string, walked: Case): Promise<void> {
  const tables = ['event', 'form', 'letter', 'document'];
  await server.database.transaction(async (tx) => {
    for (const table of tables) await tx.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await tx.query(sql, [walked.id]);
    for (const table of tables) await tx.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  });
}

test('the papers of another hospital’s inpatient say whose patient it is, and who came for them', async () => {
  const documents = await documentsOf(people.clerk, proven.id);
  const texts = await Promise.all(documents.map(async ({ id }) => textOf((await contentOf(people.clerk, id)).bytes)));
  for (const [i, { kind }] of documents.entries()) {
    const said = kind === 'letter' ? '兹有滨海示例医院住院患者' : '原住院医院滨海示例医院经办人陈志强';
    expect([kind, texts[i]]).toEqual([kind, expect.stringContaining(said)]);
  }
  const own = await outpatientCase(people, 'issued');
  const letter = (await documentsOf(people.clerk, own.id)).find(({ kind }) => kind === 'letter')!;
  expect(await textOf((await contentOf(people.clerk, letter.id)).bytes)).toContain('兹有我院患者');
});

describe('the verification of a referral', () => {
  test('says of every signature who, in which office, by which warrant, when, what, over what, and where in the chain', async () => {
    const { status, body } = await verify(people.auditor, proven);
    expect([status, body.holds, body.broken]).toEqual([200, true, null]);
    expect(body.referral).toMatchObject({ id: proven.id, chain: 'otherHospital', state: 'issued', seq: log.length, head: log.at(-1)!.hash });
    const { materialDigest } = (log.find(({ entry }) => entry.act === 'fillIn')!.entry as unknown as { data: { materialDigest: string } }).data;
    expect(body.signatures.map(({ person, office, onBehalfOf, warrantNo: warrant }: never) => [person, office, onBehalfOf, warrant])).toEqual([
      [{ id: people.medical.id, name: '陈医务' }, 'medicalDirector', null, null],
      [{ id: substitute.id, name: '孙代理' }, 'deanInCharge', { id: people.deanInCharge.id, name: '褚分管' }, warrantNo],
      [{ id: people.businessDean.id, name: '卫业务' }, 'businessDean', null, null],
      [{ id: people.insurance.id, name: '蒋医保' }, 'insuranceDirector', null, null],
    ]);
    for (const signature of body.signatures) {
      const { entry, previous, hash } = log[signature.seq - 1]!;
      expect(signature).toMatchObject({ at: entry.at, previous, hash, materialDigest, formVersion: 1, stands: true, ended: null, certificate: null });
    }
    expect(body.signatures[0].opinion).toBe('病情属实 <b>同意</b>。');
  });

  test('tells a signature on paper from one that was given here', async () => {
    const { body } = await verify(people.auditor, proven);
    const [onPaper, ...more] = body.signatures.filter((one: { onPaper: object | null }) => one.onPaper !== null);
    expect(more).toEqual([]);
    expect(onPaper.onPaper).toEqual({
      signedOn: dateInShanghai(server.clock.now()),
      recordedBy: { id: people.clerk.id, name: people.clerk.name },
      paper: expect.stringMatching(/^sha256:/),
    });
    expect(JSON.stringify(body.provesNot)).toContain('核对原件');
    const other = await verify(people.auditor, await outpatientCase(people, 'awaitingMedicalDirector'));
    expect(JSON.stringify(other.body.provesNot)).not.toContain('核对原件');
  });

  test('names both letters of one that was replaced, each with the head that its token fixes', async () => {
    const { body } = await verify(people.auditor, proven);
    const [first, second] = body.letters;
    expect(body.letters).toHaveLength(2);
    expect([first.replaces, second.replaces]).toEqual([null, first.number]);
    for (const { seq, head } of body.letters) expect(head).toBe(log[seq - 1]!.hash);
    for (const name of ['log', 'policy', 'record', 'forms', 'letters', 'offices', 'papers', 'documents', 'tokens']) {
      expect([name, checkOf(body, name)]).toEqual([name, true]);
    }
    expect(checkOf(body, 'certificates')).toBeNull();
  });

  test('says that nothing outside has fixed a log without a letter, and that no certificate was used', async () => {
    const { body } = await verify(people.auditor, await outpatientCase(people, 'awaitingDeans'));
    const [without, withOne] = [JSON.stringify(body.provesNot), JSON.stringify((await verify(people.auditor, proven)).body.provesNot)];
    expect(without).toContain('nothing outside of this system has fixed the log');
    expect(withOne).not.toContain('nothing outside of this system has fixed the log');
    for (const said of [without, withOne]) expect(said).toContain('who sat at the keyboard');
    expect(checkOf(body, 'tokens')).toBeNull();
    expect(saysOf(body, 'tokens')).toBe('不适用：没有介绍信。');
  });

  test.each<[string, (c: Case) => Promise<unknown>, string]>([
    ['was taken back', (c) => c.do(people.director, 'recall'), 'recalled'],
    ['was sent back to its step', (c) => c.do(people.medical, 'returnForCorrection', { to: 'department', reason: 'incomplete', comment: '请补充' }), 'returned'],
    [
      'was given for other content',
      async (c) => {
        await c.do(people.medical, 'returnForCorrection', { to: 'fillIn', reason: 'incomplete', comment: '请改' });
        await c.do(people.lead, 'fillIn', { form: formContent({ reason: '另一个理由。' }) });
      },
      'contentChanged',
    ],
  ])('says of a signature that %s why it does not stand, and since when', async (_, end, why) => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    expect((await verify(people.auditor, walked)).body.signatures[0]).toMatchObject({ stands: true, ended: null });
    await end(walked);
    const { body } = await verify(people.auditor, walked);
    expect(body.holds).toBe(true);
    expect(body.signatures[0]).toMatchObject({ stands: false, ended: { why, seq: body.referral.seq } });
  });

  test('says of one given on paper who took it back, which its signer did not', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    const message = { signer: people.medical.id, signedOn: dateInShanghai(server.clock.now()), ...signed };
    await walked.do(people.clerk, 'signOnPaper', { ...message, paper: await upload(people.clerk, 'signedForm') });
    await walked.do(people.clerk, 'recall');
    const { name } = (await people.clerk.http.get('/session')).body.person;
    const { ended } = (await verify(people.auditor, walked)).body.signatures[1];
    expect(ended).toMatchObject({ why: 'recalled', says: { zh: `第 7 条：由${name}撤回。`, en: `Entry 7: taken back by ${name}.` } });
  });

  test.each<[string, string, string, number, string]>([
    ['an opinion altered', `UPDATE event SET body = jsonb_set(body, '{data,opinion}', '"不同意"') WHERE referral_id = $1 AND seq = 5`, 'log', 5, 'altered'],
    ['a form altered', `UPDATE form SET content = jsonb_set(content, '{reason}', '"别的理由"') WHERE referral_id = $1 AND version = 1`, 'forms', 4, 'formDiffers'],
    ['an ID number exchanged', `UPDATE form SET content = jsonb_set(content, '{patient,idNumber}', '"enc1:AAAA"') WHERE referral_id = $1 AND version = 1`, 'forms', 4, 'formDiffers'],
    ['a state that the log does not say', `UPDATE referral SET state = '"issued"' WHERE id = $1`, 'record', 9, 'projectionDiffers'],
  ])('shows %s, and says no more of what rests on it', async (_, sql, name, seq, why) => {
    const walked = await outpatientCase(people, 'awaitingLetter');
    expect((await verify(people.auditor, walked)).body.holds).toBe(true);
    await tamper(sql, walked);
    const { status, body } = await verify(people.auditor, walked);
    expect([status, body.holds, checkOf(body, name)]).toEqual([200, false, false]);
    expect(body.broken).toMatchObject({ seq, why });
    expect(body.signatures[0].stands).toBe(name === 'record');
    expect(saysOf(body, 'tokens')).toBe('未能检查：前面的检查没有通过。');
  });

  test.each(['data', 'actor', 'data,step', 'data,materialDigest', 'actor,id', 'actor,office', 'at', 'act', 'seq'])(
    'is told of a log whose %s is no longer anything of the kind',
    async (path) => {
      const walked = await outpatientCase(people, 'issued');
      await documentsOf(people.clerk, walked.id);
      for (const [value, seq] of [['null', 5], ['{"a":[1]}', 10], ['"__proto__"', 5]] as const) {
        await tamper(`UPDATE event SET body = jsonb_set(body, '{${path}}', '${value}') WHERE referral_id = $1 AND seq = ${seq}`, walked);
        const { status, body } = await server.http.as(people.auditor.token).get(`/referrals/${walked.id}/verification`, { headers: { Accept: 'text/html' } });
        expect([path, value, status, String(body).includes('有检查没有通过')]).toEqual([path, value, 200, true]);
        const { files } = await unpacked(walked);
        expect(files.has('letter-token.txt')).toBe(false);
      }
    },
  );

  test('shows an office that the register does not have', async () => {
    const walked = await outpatientCase(people, 'awaitingMedicalDirector');
    expect(checkOf((await verify(people.auditor, walked)).body, 'offices')).toBe(true);
    const other = await here.person('无任职');
    await server.database.query('UPDATE appointment SET person_id = $1 WHERE person_id = $2', [other.id, people.director.id]);
    try {
      expect(checkOf((await verify(people.auditor, walked)).body, 'offices')).toBe(false);
    } finally {
      await server.database.query('UPDATE appointment SET person_id = $2 WHERE person_id = $1', [other.id, people.director.id]);
    }
  });

  test('shows a paper and a document whose files are not what they were', async () => {
    const walked = await provenCase();
    const documents = await documentsOf(people.clerk, walked.id);
    const papers = (await people.auditor.http.get(`/referrals/${walked.id}/papers`)).body.items as { digest: string }[];
    for (const [folder, digest, name] of [
      ['papers', papers[0]!.digest, 'papers'],
      ['documents', documents[0]!.digest, 'documents'],
    ] as const) {
      const hex = digest.slice('sha256:'.length);
      const file = join(server.dataDir, folder, hex.slice(0, 2), hex);
      const before = readFileSync(file);
      expect(checkOf((await verify(people.auditor, walked)).body, name)).toBe(true);
      writeFileSync(file, Buffer.concat([before.subarray(0, -1), Buffer.from([before.at(-1)! ^ 1])]));
      expect(checkOf((await verify(people.auditor, walked)).body, name)).toBe(false);
      const { folder: pack } = await unpacked(walked);
      expect((await check(pack)).code).toBe(1);
      writeFileSync(file, before);
    }
    expect((await check((await unpacked(walked)).folder)).code).toBe(0);
  });

  test('says nothing of documents while some are still being made', async () => {
    const walked = await outpatientCase(people, 'issued');
    await documentsOf(people.clerk, walked.id);
    expect(checkOf((await verify(people.auditor, walked)).body, 'documents')).toBe(true);
    await server.database.query(
      `INSERT INTO outgoing (institution_id, referral_id, seq, act, at, taken_until)
        VALUES ($1, $2, 10, 'issueLetter', now(), now() + interval '1 hour')`,
      [here.id, walked.id],
    );
    expect(checkOf((await verify(people.auditor, walked)).body, 'documents')).toBeNull();
    await server.database.query('DELETE FROM outgoing WHERE referral_id = $1', [walked.id]);
  });

  test('is a page for whoever asks for one, in both languages, without scripts, and shows what people typed as text', async () => {
    const page = await people.auditor.http.get(`/referrals/${proven.id}/verification`, {
      headers: { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.body).toContain('转诊核验报告');
    expect(page.body).toContain('Verification report');
    expect(page.body).toContain('病情属实 &lt;b&gt;同意&lt;/b&gt;。');
    expect(page.body).toContain(`孙代理 代 褚分管（${warrantNo}）`);
    expect(page.body).not.toMatch(/<script|<b>|javascript:|https?:/i);
    expect(page.body).not.toContain(patient().idNumber);
    const json = await people.auditor.http.get(`/referrals/${proven.id}/verification`, { headers: { Accept: 'application/json, text/html' } });
    expect(json.body.holds).toBe(true);
  });

  test('is for whoever may see the referral', async () => {
    expect((await verify(people.clerk, proven)).status).toBe(200);
    expect(await verify(people.physician, proven)).toMatchObject({ status: 403, body: { code: 'notInvolved' } });
    const others = await staff(await hospital(server));
    expect(await verify(others.auditor, proven)).toMatchObject({ status: 404, body: { code: 'notFound' } });
  });
});

describe('the pack of a referral', () => {
  test('holds all that proves it, and is checked without us', async () => {
    const { folder, files } = await unpacked(proven);
    const names = [...files.keys()];
    for (const name of ['README.txt', 'check.mjs', 'keys.json', 'origin.json', 'log.json', 'forms/0.json', 'forms/1.json', 'letter-token.txt', 'papers.json', 'documents.json', 'verification.json', 'verification.html']) {
      expect(names).toContain(name);
    }
    expect(names.at(-1)).toBe('manifest.json');
    expect(names.filter((name) => name.startsWith('papers/'))).toHaveLength(4);
    expect(names.filter((name) => /^documents\/letter-\d+-1(-void)?\.pdf$/.test(name))).toHaveLength(3);
    const { files: listed } = JSON.parse(files.get('manifest.json')!.toString()) as { files: Record<string, string> };
    expect(Object.keys(listed).toSorted()).toEqual(names.filter((name) => name !== 'manifest.json').toSorted());
    for (const [name, digest] of Object.entries(listed)) {
      expect([name, `sha256:${createHash('sha256').update(files.get(name)!).digest('hex')}`]).toEqual([name, digest]);
    }
    expect(files.get('letter-token.txt')!.toString().trim().split('\n')).toHaveLength(2);
    expect(JSON.parse(files.get('log.json')!.toString())).toEqual(log.map(({ entry, previous, hash }) => ({ entry, previous, hash })));
    const { code, stdout, stderr } = await check(folder);
    expect({ code, stderr, failed: stdout.includes('✗') }).toEqual({ code: 0, stderr: '', failed: false });
    for (const said of ['孙代理（代 for 褚分管', '纸质', '文书']) expect(stdout).toContain(said);
  });

  test('is checked as well where an institution digests by SM3', async () => {
    const there = await staff(await hospital(server, { digestAlgorithm: 'sm3' }));
    const walked = await outpatientCase(there, 'issued');
    await documentsOf(there.clerk, walked.id);
    const { folder, files } = await unpacked(walked, there.auditor);
    expect(files.get('log.json')!.toString()).toContain('"hash":"sm3:');
    expect(JSON.parse(files.get('verification.json')!.toString()).holds).toBe(true);
    expect((await check(folder)).code).toBe(0);
  });

  test('shows no ID or phone number in what is not a document or a scan', async () => {
    const { files } = await unpacked(proven);
    for (const [name, content] of files) {
      if (/^(documents|papers)\//.test(name)) continue;
      for (const number of [patient().idNumber, patient().phone, agent.idNumber]) {
        expect([name, content.includes(number)]).toEqual([name, false]);
      }
    }
    const form = JSON.parse(files.get('forms/1.json')!.toString());
    expect(form.content.patient.idNumber).toMatch(/^hmac:/);
    expect(form.masked.patient).toMatchObject({ idNumber: '441***********0015'.slice(0, 14) + patient().idNumber.slice(-4), phone: '138****8000' });
  });

  const sampled = (length: number, places: number) => Array.from({ length: places }, (_, i) => Math.floor(((i + 0.5) * length) / places));

  test.each([
    { what: 'a form', pattern: /^forms\/1\.json$/, places: 10, list: 'left' },
    { what: 'the report', pattern: /^forms\/0\.json$/, places: 6, list: 'left' },
    { what: 'the log', pattern: /^log\.json$/, places: 10, list: 'left' },
    { what: 'the log', pattern: /^log\.json$/, places: 10, list: 'made to fit' },
    { what: 'a token', pattern: /^letter-token\.txt$/, places: 6, list: 'left' },
    { what: 'a token', pattern: /^letter-token\.txt$/, places: 10, list: 'made to fit' },
    { what: 'the letter', pattern: /^documents\/letter-\d+-1\.pdf$/, places: 8, list: 'left' },
    { what: 'the letter', pattern: /^documents\/letter-\d+-1\.pdf$/, places: 8, list: 'made to fit' },
    { what: 'the approval form', pattern: /^documents\/approvalForm-\d+-1\.pdf$/, places: 6, list: 'left' },
    { what: 'a scan', pattern: /^papers\/.*\.pdf$/, places: 6, list: 'made to fit' },
    { what: 'the list of files', pattern: /^manifest\.json$/, places: 8, list: 'left' },
  ])('with a byte of $what altered, its digest in the list $list, is found out', async ({ pattern, places, list }) => {
    const { folder, files } = await unpacked(proven);
    const [name, content] = [...files].find(([path]) => pattern.test(path))!;
    const altered = sampled(content.length, places).map((at) => {
      const copy = `${folder}-${at}`;
      cpSync(folder, copy, { recursive: true });
      const bytes = Buffer.from(content);
      bytes[at] = bytes[at]! ^ 1;
      writeFileSync(join(copy, name), bytes);
      if (list === 'made to fit') {
        const manifest = JSON.parse(files.get('manifest.json')!.toString()) as { files: Record<string, string> };
        manifest.files[name] = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
        writeFileSync(join(copy, 'manifest.json'), JSON.stringify(manifest));
      }
      return { at, copy };
    });
    expect((await check(folder)).code).toBe(0);
    for (const { at, copy } of altered) {
      const { code } = await check(copy);
      // What is not as a pack says of itself any more, and is not known to be altered, cannot be checked.
      const unreadable = name === 'manifest.json' || (name === 'log.json' && list === 'made to fit');
      expect([at, unreadable && code === 2 ? 1 : code]).toEqual([at, 1]);
      rmSync(copy, { recursive: true });
    }
  });

  test('is for the auditor and the heads of insurance, and each one made is recorded', async () => {
    for (const who of [people.auditor, people.insurance, people.insuranceLead]) expect((await packOf(who, proven)).status).toBe(200);
    for (const who of [people.clerk, people.officer, people.administrator]) {
      expect(await who.http.get(`/referrals/${proven.id}/pack`)).toMatchObject({ status: 403, body: { code: 'notPermitted' } });
    }
    const others = await staff(await hospital(server));
    const audited = async (who: Colleague) => (await who.http.get(`/audit?what=packMade&subject=${proven.id}`)).body.items;
    const before = await audited(people.auditor);
    expect(await others.auditor.http.get(`/referrals/${proven.id}/pack`)).toMatchObject({ status: 404 });
    expect(await audited(people.auditor)).toEqual(before);
    const { headers } = await packOf(people.insurance, proven);
    expect(headers.get('content-type')).toBe('application/zip');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename=.*\.zip/);
    expect((await audited(people.auditor)).length).toBe(before.length + 1);
    expect((await audited(people.auditor))[0]).toMatchObject({ person: { id: people.insurance.id }, details: { seq: log.length } });
  });

  test('of a referral that was tampered with is made all the same, and found out', async () => {
    const walked = await outpatientCase(people, 'issued');
    await documentsOf(people.clerk, walked.id);
    expect((await check((await unpacked(walked)).folder)).code).toBe(0);
    await tamper(`UPDATE event SET body = jsonb_set(body, '{data,opinion}', '"不同意"') WHERE referral_id = $1 AND seq = 5`, walked);
    const { folder, files } = await unpacked(walked);
    expect(JSON.parse(files.get('verification.json')!.toString())).toMatchObject({ holds: false, broken: { seq: 5, why: 'altered' } });
    expect((await check(folder)).code).toBe(1);
  });

  test('breaks off where the disk fails, so that nobody takes half of it for the whole', async () => {
    expect((await packOf(people.auditor, proven)).status).toBe(200);
    jest.spyOn(DocumentStore.prototype, 'read').mockRejectedValue(Object.assign(new Error('disk'), { code: 'EIO' }));
    await expect(packOf(people.auditor, proven)).rejects.toThrow();
  });

  test('is let go by whoever hangs up, and with it what was being read', async () => {
    const walked = await provenCase();
    const open = jest.spyOn(PaperStore.prototype, 'open');
    const large = Buffer.concat([pdf('large').subarray(0, -6), Buffer.alloc(15_000_000, '% padding\n'), Buffer.from('\n%%EOF\n')]);
    const scan = await upload(people.officer, 'other', large);
    await server.database.query('UPDATE paper SET referral_id = $1 WHERE id = $2', [walked.id, scan]);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { Authorization: `Bearer ${people.auditor.token}` };
      get(`${server.http.base}/api/v1/referrals/${walked.id}/pack`, { headers }, resolve).on('error', reject);
    });
    answer.on('error', () => undefined);
    await new Promise((resolve) => answer.once('data', resolve));
    answer.pause();
    while (open.mock.results.length < 5) await sleep(10);
    const reading = await (open.mock.results.at(-1)!.value as Promise<import('node:stream').Readable>);
    await sleep(100);
    expect(reading.destroyed).toBe(false);
    answer.destroy();
    for (let waited = 0; !reading.destroyed && waited < 200; waited += 1) await sleep(10);
    expect([reading.destroyed, reading.readableEnded]).toEqual([true, false]);
  });
});
