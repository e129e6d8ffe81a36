import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync, crc32 } from 'node:zlib';
import type { DocumentResponse } from '@countersign/contract';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Config, readConfig } from '../apps/api/src/config/config.ts';
import { Database, DatabaseUnavailable } from '../apps/api/src/database/database.ts';
import { DocumentMaker } from '../apps/api/src/documents/document-maker.ts';
import { DocumentRelay, dropUnasked, take } from '../apps/api/src/documents/document-relay.ts';
import { actsWithDocuments } from '../apps/api/src/documents/versions.ts';
import { DocumentStore } from '../apps/api/src/documents/document-store.ts';
import { DrawingThreads } from '../apps/api/src/documents/drawing-threads.ts';
import { returnCodeOf } from '../apps/api/src/documents/return-code.ts';
import { PublicAddress } from '../apps/api/src/http/public-address.ts';
import { ActBell } from '../apps/api/src/referrals/act-bell.ts';
import { startServer as start } from '../apps/api/src/server.ts';
import { contentOf, documentsOf, imagesIn, textOf } from './support/documents.ts';
import { jpeg, pdf, png } from './support/files.ts';
import { photograph } from './support/hostile-files.ts';
import {
  hospital,
  inpatientCase,
  outpatientCase,
  patient,
  reportContent,
  signed,
  staff,
  staffed,
  type Case,
  type Colleague,
} from './support/hospital.ts';
import { startServer } from './support/server.ts';

const publicUrl = 'https://zhuanzhen.hospital.example';
const server = await startServer({ PUBLIC_URL: `${publicUrl}/` });
afterAll(() => server.close());
const { here, people } = await staffed(server, { sealText: '医保办公室专用章', documentFooter: '咨询电话 0769-22220000' });
afterEach(() => {
  jest.restoreAllMocks();
});

const incomplete = { reason: 'incomplete', comment: '核对有误' };
const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const pathOf = (digest: string) => join(server.dataDir, 'documents', digest.slice(7, 9), digest.slice(7));
const issued = (content = reportContent()) => inpatientCase(people, 6, content);
const of = (kind: string, documents: DocumentResponse[]) => documents.filter((one) => one.kind === kind);
const reprint = (who: Colleague, id: string) => who.http.post(`/documents/${id}/reprint`, {});
const make = (who: Colleague, { id }: Case, kind = 'approvalForm') => who.http.post(`/referrals/${id}/documents`, { kind });

describe('after the letter is issued', () => {
  test('its letter and its form are made, and say what was signed', async () => {
    const walked = await issued();
    const documents = await documentsOf(people.clerk, walked.id);
    const { number } = walked.last.body.letter;
    const version = { referralId: walked.id, seq: 7, copy: 1, mark: null, letterNo: number, current: true };
    expect(documents).toEqual([
      expect.objectContaining({ ...version, kind: 'letter' }),
      expect.objectContaining({ ...version, kind: 'approvalForm' }),
    ]);
    for (const { id, digest, size, kind } of documents) {
      const { status, headers, bytes } = await contentOf(people.clerk, id);
      expect([status, bytes.length, digestOf(bytes), headers.get('etag')]).toEqual([200, size, digest, `"${digest}"`]);
      expect(headers.get('content-type')).toBe('application/pdf');
      expect(headers.get('content-disposition')).toMatch(/^inline; filename=/);
      const text = await textOf(bytes);
      for (const said of [number, patient().idNumber, '医保办公室专用章', '0769-22220000', '支气管或肺恶性肿瘤']) {
        expect([kind, text]).toEqual([kind, expect.stringContaining(said)]);
      }
      expect(text).not.toMatch(/作废|草稿|补打/);
    }
    const [letter, form] = await Promise.all(documents.map(async ({ id }) => textOf((await contentOf(people.clerk, id)).bytes)));
    expect(letter).toContain(returnCodeOf(server.secrets, here.id, number));
    expect(letter).toContain('zhuanzhen.hospital.example/verify');
    for (const said of ['郑主任', '蒋医保', '科室意见', '医保办意见', '同意转诊。', '广东省广州市']) expect(form).toContain(said);
  });

  test('nothing on disk shows what they say, and no other file than theirs is there', async () => {
    const walked = await issued();
    const documents = await documentsOf(people.clerk, walked.id);
    for (const { digest } of documents) {
      const sealed = readFileSync(pathOf(digest));
      expect(sealed.includes('%PDF')).toBe(false);
      expect(server.secrets.unseal(sealed).subarray(0, 5).toString()).toBe('%PDF-');
    }
    expect(readdirSync(join(server.dataDir, 'documents', 'arriving'))).toEqual([]);
  });

  test('what people say afterwards changes no document and makes none', async () => {
    const walked = await issued();
    const before = await documentsOf(people.clerk, walked.id);
    await walked.do(people.clerk, 'comment', { text: '已电话告知家属。' });
    expect((await make(people.clerk, walked, 'letter')).body.id).toBe(of('letter', before)[0]!.id);
    expect(await documentsOf(people.clerk, walked.id)).toEqual(before);
  });
});

describe('a version', () => {
  test('is made once, by the same bytes, however often and by however many it is made', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    const answers = await Promise.all([1, 2, 3, 4].map(() => make(people.director, walked)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers[0]!.headers.get('location')).toBe(`/api/v1/documents/${answers[0]!.body.id}/content`);
    expect(await documentsOf(people.director, walked.id)).toHaveLength(1);
  });

  test('made again after its row was lost is the same bytes under the same digest', async () => {
    const walked = await issued();
    const [letter, form] = await documentsOf(people.clerk, walked.id);
    await server.database.transaction(async (tx) => {
      // As a backup would, restored from before the documents were made.
      await tx.query('ALTER TABLE document DISABLE TRIGGER document_append_only');
      await tx.query('DELETE FROM document WHERE referral_id = $1', [walked.id]);
      await tx.query('ALTER TABLE document ENABLE TRIGGER document_append_only');
    });
    const again = [await make(people.clerk, walked, 'letter'), await make(people.clerk, walked)];
    expect(again.map(({ body }) => body.digest)).toEqual([letter!.digest, form!.digest]);
    expect(again[0]!.body.id).not.toBe(letter!.id);
  });

  test('is never changed, nor taken away', async () => {
    const walked = await issued();
    const [letter] = await documentsOf(people.clerk, walked.id);
    const change = (text: string) => server.database.query(text, [letter!.id]);
    await expect(change(`UPDATE document SET digest = 'x' WHERE id = $1`)).rejects.toThrow('append-only');
    await expect(change('DELETE FROM document WHERE id = $1')).rejects.toThrow('append-only');
  });
});

test('what the institution sets stands on what is made from then on, and on nothing made before', async () => {
  const walked = await outpatientCase(people, 'awaitingDeans');
  const set = (settings: object) => people.administrator.http.patch('/institution', { settings });
  const seal = async () => textOf((await contentOf(people.clerk, (await make(people.clerk, walked)).body.id)).bytes);
  expect((await set({ sealText: '医疗保险科印', documentFooter: '' })).status).toBe(200);
  const before = await seal();
  expect(before).toContain('医疗保险科印');
  expect(before).not.toContain('0769-22220000');
  expect((await set({ sealText: '医保办公室专用章', documentFooter: '咨询电话 0769-22220000' })).status).toBe(200);
  expect(await seal()).toBe(before);
  await walked.do(people.deanInCharge, 'sign', signed);
  expect(await seal()).toContain('医保办公室专用章');
  expect(await set({ sealText: '' })).toMatchObject({ status: 400, body: { code: 'invalid' } });
});

describe('a draft of the form', () => {
  test('is made on request at any moment before the letter, and shows what is still awaited', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    const { status, body } = await make(people.physician, walked);
    expect([status, body]).toEqual([201, expect.objectContaining({ mark: 'draft', copy: 1, letterNo: null, current: true })]);
    const text = await textOf((await contentOf(people.physician, body.id)).bytes);
    for (const said of ['草稿', '郑主任', '陈医务', '分管院长意见', '业务院长意见']) expect(text).toContain(said);
  });

  test('is another one after the next act, and the first is then no longer current', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    const first = (await make(people.director, walked)).body;
    await walked.do(people.deanInCharge, 'sign', signed);
    const second = (await make(people.director, walked)).body;
    expect(second.seq).toBe(first.seq + 1);
    const listed = await documentsOf(people.director, walked.id);
    expect(listed.map(({ id, current }) => [id, current])).toEqual([
      [first.id, false],
      [second.id, true],
    ]);
    expect(await textOf((await contentOf(people.director, second.id)).bytes)).toContain('褚分管');
  });

  test('is also of a report whose form is not filled in yet', async () => {
    const walked = await outpatientCase(people, 'awaitingInform');
    const { body } = await make(people.physician, walked);
    expect(await textOf((await contentOf(people.physician, body.id)).bytes)).toContain('王𠮷兰');
  });

  test('a letter has none', async () => {
    const walked = await outpatientCase(people, 'awaitingLetter');
    expect(await make(people.clerk, walked, 'letter')).toMatchObject({ status: 422, body: { code: 'noLetterYet' } });
    await walked.do(people.clerk, 'issueLetter');
    expect(await make(people.clerk, walked, 'letter')).toMatchObject({ status: 201, body: { kind: 'letter', mark: null } });
    await documentsOf(people.clerk, walked.id);
  });

  test('a request repeated has the same answer, and its key is for nothing else', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    const path = `/referrals/${walked.id}/documents`;
    const sending = { key: `draft-${walked.id}` };
    const first = await people.medical.http.post(path, { kind: 'approvalForm' }, sending);
    await walked.do(people.deanInCharge, 'sign', signed);
    expect((await people.medical.http.post(path, { kind: 'approvalForm' }, sending)).body).toEqual(first.body);
    const other = await people.medical.http.post(path, { kind: 'letter' }, sending);
    expect(other).toMatchObject({ status: 422, body: { code: 'keyReused' } });
  });
});

test('when too many wait for drawings of theirs, the next one is told when to come again', async () => {
  const threads = server.part(DrawingThreads);
  const draw = jest.spyOn(threads, 'draw');
  const walked = await outpatientCase(people, 'awaitingDeans');
  expect((await make(people.clerk, walked)).status).toBe(201);
  const [drawing] = draw.mock.calls[0]!;
  draw.mockRestore();
  await walked.do(people.deanInCharge, 'sign', signed);
  const rush = Promise.allSettled(Array.from({ length: 80 }, () => threads.draw(drawing)));
  const refused = await make(people.clerk, walked);
  expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([409, 'documentNotReady', '5']);
  expect((await people.clerk.http.get(`/referrals/${walked.id}`)).status).toBe(200);
  // Threads of low priority on a machine that does much else: what waits for half a minute is given up.
  const drawn = (await rush).flatMap((one) => (one.status === 'fulfilled' ? [digestOf(one.value.pdf)] : []));
  expect(new Set(drawn).size).toBe(1);
  expect((await make(people.clerk, walked)).status).toBe(201);
});

describe('after the end', () => {
  test('a void copy appears after void, while the original’s bytes stay the same', async () => {
    const walked = await issued();
    const before = await documentsOf(people.clerk, walked.id);
    const bytes = await Promise.all(before.map(async ({ id }) => (await contentOf(people.clerk, id)).bytes));
    await walked.do(people.insurance, 'void', incomplete);
    const after = await documentsOf(people.clerk, walked.id);
    expect(after.map(({ kind, seq, mark, current }) => [kind, seq, mark, current])).toEqual([
      ['letter', 7, null, false],
      ['approvalForm', 7, null, false],
      ['letter', 8, 'void', true],
      ['approvalForm', 8, 'void', true],
    ]);
    for (const [i, { id }] of before.entries()) {
      expect((await contentOf(people.clerk, id)).bytes.equals(bytes[i]!)).toBe(true);
    }
    for (const { id } of after.slice(2)) {
      const text = await textOf((await contentOf(people.clerk, id)).bytes);
      expect(text).toContain('作废');
      expect(text).toContain(before[0]!.letterNo);
    }
  });

  test('a replaced letter has a void copy beside the new one, each by its own number', async () => {
    await server.database.query(
      `INSERT INTO reason (institution_id, act, code, zh, en) VALUES ($1, 'replaceLetter', 'lost', '遗失', 'lost') ON CONFLICT DO NOTHING`,
      [here.id],
    );
    const walked = await issued();
    const old = walked.last.body.letter.number;
    await walked.do(people.clerk, 'replaceLetter', { reason: 'lost', comment: '家属遗失' });
    const fresh = walked.last.body.letter.number;
    const documents = await documentsOf(people.clerk, walked.id);
    expect(of('letter', documents).map(({ seq, mark, letterNo, current }) => [seq, mark, letterNo, current])).toEqual([
      [7, null, old, false],
      [8, null, fresh, true],
      [8, 'void', old, false],
    ]);
    const text = await textOf((await contentOf(people.clerk, of('letter', documents)[1]!.id)).bytes);
    expect(text).toContain(fresh);
    expect(text).toContain(old);
  });

  test('a form that was rejected is void; a report that was declined never had one', async () => {
    const rejected = await outpatientCase(people, 'awaitingDeans');
    await rejected.do(people.deanInCharge, 'reject', incomplete);
    expect(await documentsOf(people.director, rejected.id)).toMatchObject([{ kind: 'approvalForm', mark: 'void', letterNo: null }]);
    const declined = await outpatientCase(people, 'awaitingInform');
    await declined.do(people.director, 'decline', incomplete);
    expect(await documentsOf(people.director, declined.id)).toEqual([]);
  });
});

describe('who may read the documents of a referral', () => {
  test('whoever may see it, and nobody else', async () => {
    const walked = await issued();
    const [letter] = await documentsOf(people.clerk, walked.id);
    const stranger = await here.person('孙外科', ['bedDoctor', here.oncology]);
    for (const who of [people.bedDoctor, people.auditor, people.deanInCharge]) {
      expect((await documentsOf(who, walked.id)).length).toBe(2);
      expect((await contentOf(who, letter!.id)).status).toBe(200);
    }
    for (const who of [stranger, people.administrator]) {
      const refused = await who.http.get(`/referrals/${walked.id}/documents`);
      expect([refused.status, refused.body.code]).toEqual([403, 'notInvolved']);
      expect((await who.http.get(`/documents/${letter!.id}/content`)).body.code).toBe('notInvolved');
      expect((await make(who, walked)).body.code).toBe('notInvolved');
    }
  });

  test('to another institution they are absent', async () => {
    const walked = await issued();
    const [letter] = await documentsOf(people.clerk, walked.id);
    const others = await staff(await hospital(server));
    const answers = [
      await others.clerk.http.get(`/referrals/${walked.id}/documents`),
      await others.clerk.http.get(`/documents/${letter!.id}/content`),
      await reprint(others.clerk, letter!.id),
      await make(others.clerk, walked),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [404, 'notFound']));
    expect((await reprint(people.clerk, letter!.id)).status).toBe(201);
  });

  test('that somebody fetched one is recorded', async () => {
    const walked = await issued();
    const [letter] = await documentsOf(people.clerk, walked.id);
    await contentOf(people.insurance, letter!.id);
    const { body } = await people.auditor.http.get(`/audit?subject=${letter!.id}`);
    const { number } = (await people.auditor.http.get(`/referrals/${walked.id}`)).body;
    expect(body.items).toMatchObject([
      { what: 'documentDownloaded', person: { id: people.insurance.id }, about: number, details: { referralId: walked.id, kind: 'letter', copy: 1 } },
    ]);
  });
});

describe('a reprint', () => {
  test('is numbered, says so, and is recorded', async () => {
    const walked = await issued();
    const [letter] = await documentsOf(people.clerk, walked.id);
    const { status, body, headers } = await reprint(people.clerk, letter!.id);
    expect([status, body]).toEqual([201, { ...letter, id: body.id, copy: 2, digest: body.digest, size: body.size, madeAt: body.madeAt }]);
    expect(headers.get('location')).toBe(`/api/v1/documents/${body.id}/content`);
    expect(body.digest).not.toBe(letter!.digest);
    const printed = await contentOf(people.clerk, body.id);
    expect(await textOf(printed.bytes)).toContain('补打第2份');
    expect(decodeURIComponent(printed.headers.get('content-disposition')!)).toContain('补打第2份.pdf');
    expect(decodeURIComponent((await contentOf(people.clerk, letter!.id)).headers.get('content-disposition')!)).not.toContain('补打');
    expect((await reprint(people.insurance, body.id)).body.copy).toBe(3);
    const audit = await people.auditor.http.get(`/audit?subject=${body.id}&what=documentReprinted`);
    expect(audit.body.items).toMatchObject([{ person: { id: people.clerk.id }, details: { copy: 2, letterNo: letter!.letterNo } }]);
  });

  test('of several at once each has a number of its own, without a gap', async () => {
    const walked = await issued();
    const [letter] = await documentsOf(people.clerk, walked.id);
    const answers = await Promise.all([1, 2, 3, 4, 5].map((i) => reprint(i % 2 ? people.clerk : people.insuranceLead, letter!.id)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(answers.map(({ body }) => body.copy).toSorted()).toEqual([2, 3, 4, 5, 6]);
  });

  test('asked for again by the same request is the same one', async () => {
    const walked = await issued();
    const [, form] = await documentsOf(people.clerk, walked.id);
    const path = `/documents/${form!.id}/reprint`;
    const sending = { key: `reprint-${form!.id}` };
    const answers = await Promise.all([1, 2, 3].map(() => people.clerk.http.post(path, {}, sending)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await people.clerk.http.post(path, {}, sending)).body.copy).toBe(2);
    expect(of('approvalForm', await documentsOf(people.clerk, walked.id))).toHaveLength(2);
  });

  test('that was drawn while its letter was voided is not kept, and one that somebody commented on is', async () => {
    for (const [act, message, status] of [['void', incomplete, 422], ['comment', { text: '已电话告知家属。' }, 201]] as const) {
      const walked = await issued();
      const [letter] = await documentsOf(people.clerk, walked.id);
      const draw = server.part(DocumentMaker).make.bind(server.part(DocumentMaker));
      jest.spyOn(DocumentMaker.prototype, 'make').mockImplementationOnce(async (...asked) => {
        const made = await draw(...asked);
        await walked.do(people.insurance, act, message);
        return made;
      });
      expect((await reprint(people.clerk, letter!.id)).status).toBe(status);
      const copies = (await documentsOf(people.clerk, walked.id)).filter(({ copy }) => copy > 1);
      expect(copies.map(({ copy, mark }) => [copy, mark])).toEqual(status === 201 ? [[2, null]] : []);
      jest.restoreAllMocks();
    }
  });

  test('is for the window and the heads of the insurance office', async () => {
    const walked = await issued();
    const [letter] = await documentsOf(people.clerk, walked.id);
    for (const who of [people.director, people.auditor, people.bedDoctor]) {
      expect(await reprint(who, letter!.id)).toMatchObject({ status: 403, body: { code: 'notPermitted' } });
    }
    for (const who of [people.clerk, people.insurance, people.insuranceLead]) {
      expect((await reprint(who, letter!.id)).status).toBe(201);
    }
  });

  test('is of what is in force: no draft, no void copy, nothing that was superseded', async () => {
    const walked = await issued();
    const [letter] = await documentsOf(people.clerk, walked.id);
    expect((await reprint(people.clerk, letter!.id)).status).toBe(201);
    await walked.do(people.insurance, 'void', incomplete);
    const documents = await documentsOf(people.clerk, walked.id);
    const voided = documents.find(({ kind, mark }) => kind === 'letter' && mark === 'void')!;
    const draft = (await make(people.clerk, await outpatientCase(people, 'awaitingDeans'))).body;
    for (const { id } of [letter!, voided, draft]) {
      expect(await reprint(people.clerk, id)).toMatchObject({ status: 422, body: { code: 'notReprintable' } });
    }
  });
});

/** A picture of one colour, as wide and high as is said. */
function picture(width: number, height: number, pixels = Buffer.alloc(height * (1 + width * 4), 90), more: [string, Buffer][] = []): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    checksum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, checksum]);
  };
  for (let line = 0; line < height && line * (1 + width * 4) < pixels.length; line += 1) pixels[line * (1 + width * 4)] = 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...more.map(([type, data]) => chunk(type, data)),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('the image of a signature', () => {
  const put = ({ http }: Colleague, bytes: Uint8Array, type = 'image/png') =>
    http.put('/session/signature-image', bytes, { headers: { 'Content-Type': type } });

  test('is set, read, replaced and deleted by its owner alone', async () => {
    const [one, other] = [await here.person('何签名', 'medicalOfficer'), await here.person('吕签名', 'medicalOfficer')];
    expect((await one.http.get('/session/signature-image')).status).toBe(404);
    const image = picture(40, 20);
    expect((await put(one, image)).status).toBe(204);
    const read = await fetch(`${server.http.base}/api/v1/session/signature-image`, { headers: { Authorization: `Bearer ${one.token}` } });
    expect([read.status, read.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await read.arrayBuffer()).equals(image)).toBe(true);
    expect((await other.http.get('/session/signature-image')).status).toBe(404);
    expect((await one.http.delete('/session/signature-image')).status).toBe(204);
    expect((await one.http.get('/session/signature-image')).status).toBe(404);
    expect((await one.http.delete('/session/signature-image')).status).toBe(204);
    const { items } = (await people.auditor.http.get(`/audit?subject=${one.id}`)).body;
    expect(items.map(({ what, about }: { what: string; about: string }) => [what, about])).toEqual([['signatureImageDeleted', one.name], ['signatureImageSet', one.name]]);
  });

  test('stands on the form of what was signed with it, also once it is replaced; not on what was signed before', async () => {
    const walked = await outpatientCase(people, 'awaitingDepartment');
    const [plain, large] = [await here.person('金无图', ['departmentDirector', here.surgery]), await here.person('魏有图', 'medicalDirector')];
    await walked.do(plain, 'sign', signed);
    const before = (await make(people.clerk, walked)).body as DocumentResponse;
    expect(await imagesIn((await contentOf(people.clerk, before.id)).bytes)).toBe(0);
    expect((await put(plain, picture(300, 100))).status).toBe(204);
    expect((await put(large, picture(320, 110))).status).toBe(204);
    await walked.do(large, 'sign', signed);
    const after = (await make(people.clerk, walked)).body as DocumentResponse;
    expect(await imagesIn((await contentOf(people.clerk, after.id)).bytes)).toBe(1);
    await large.http.delete('/session/signature-image');
    await walked.do(people.deanInCharge, 'sign', signed);
    const last = (await make(people.clerk, walked)).body as DocumentResponse;
    expect(await imagesIn((await contentOf(people.clerk, last.id)).bytes)).toBe(1);
  });

  test('holds the picture alone: what else was in its file is not kept', async () => {
    const one = await here.person('施签名', 'medicalOfficer');
    await put(one, picture(40, 20, undefined, [['tEXt', Buffer.from('Comment\0taken at home')]]));
    const { body } = await one.http.get('/session/signature-image');
    expect(body).not.toContain('taken at home');
  });

  test('of a camera holds how it was held, and nothing else about it', async () => {
    const one = await here.person('孔签名', 'medicalOfficer');
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 15]), Buffer.from('taken at home')]);
    const place = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 16]), Buffer.from('http://22.8N,1')]);
    const read = async () => {
      const answer = await fetch(`${server.http.base}/api/v1/session/signature-image`, { headers: { Authorization: `Bearer ${one.token}` } });
      return Buffer.from(await answer.arrayBuffer());
    };
    for (const [orientation, kept] of [[1, 0], [6, 36]] as const) {
      const plain = photograph(orientation);
      const [exif, rest] = [plain.subarray(2, 38), plain.subarray(38)];
      expect((await put(one, Buffer.concat([plain.subarray(0, 2), place, exif, comment, rest, Buffer.from('and a second picture')]), 'image/jpeg')).status).toBe(204);
      expect((await read()).equals(Buffer.concat([plain.subarray(0, 2), exif.subarray(0, kept), rest]))).toBe(true);
    }
    expect((await put(one, photograph().subarray(0, -2), 'image/jpeg')).body.code).toBe('fileDamaged');
  });

  test.each<[string, Buffer, string, number, string]>([
    ['a PDF', pdf('none'), 'image/png', 415, 'fileLies'],
    ['text', Buffer.from('signed'), 'image/png', 415, 'unknownFileType'],
    ['a JPEG that says it is a PNG', jpeg('one'), 'image/png', 415, 'fileLies'],
    ['a JPEG without a frame', jpeg('one'), 'image/jpeg', 415, 'fileDamaged'],
    ['a JPEG of two colours', photograph().fill(2, photograph().indexOf('ffc0', 0, 'hex') + 9, photograph().indexOf('ffc0', 0, 'hex') + 10), 'image/jpeg', 415, 'fileDamaged'],
    ['a PNG cut short', picture(40, 20).subarray(0, -20), 'image/png', 415, 'fileDamaged'],
    ['a PNG with a turned bit', picture(40, 20).fill(1, 60, 61), 'image/png', 415, 'fileDamaged'],
    ['a PNG with fewer pixels than it says', picture(40, 20, Buffer.alloc(100)), 'image/png', 415, 'fileDamaged'],
    ['a PNG that unpacks to more than it says', picture(40, 20, Buffer.alloc(50_000_000)), 'image/png', 415, 'fileDamaged'],
    ['a PNG that is too wide', picture(2001, 10), 'image/png', 422, 'imageTooLarge'],
    ['more than 200 kB', Buffer.concat([picture(40, 20), Buffer.alloc(200 * 1024)]), 'image/png', 413, 'tooLarge'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml', 415, 'unsupportedType'],
  ])('is not %s', async (_, bytes, type, status, code) => {
    const one = await here.person('张签名', 'medicalOfficer');
    const refused = await put(one, bytes, type);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect((await put(one, picture(2000, 10))).status).toBe(204);
    expect((await put(one, png('one dot'))).status).toBe(204);
  });
});

describe('the disk', () => {
  let files: FileHandle;
  beforeAll(async () => {
    const probe = await open(join(server.dataDir, 'probe'), 'w');
    files = Object.getPrototypeOf(probe) as FileHandle;
    await probe.close();
  });
  const full = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', syscall: 'write' });

  test.each(['writeFile', 'sync'] as const)('when it is full (%s), nothing is kept and the answer says so', async (method) => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    jest.spyOn(files, method).mockRejectedValueOnce(full());
    expect(await make(people.clerk, walked)).toMatchObject({ status: 503, body: { code: 'storageFull' } });
    expect(await documentsOf(people.clerk, walked.id)).toEqual([]);
    expect((await make(people.clerk, walked)).status).toBe(201);
  });

  test('when it is full while a letter is made, the letter is made once there is room', async () => {
    const spy = jest.spyOn(files, 'sync').mockRejectedValue(full());
    const walked = await issued();
    for (let waited = 0; spy.mock.calls.length === 0; waited += 1) {
      expect(waited).toBeLessThan(200);
      await sleep(50);
    }
    spy.mockRestore();
    expect(await documentsOf(people.clerk, walked.id)).toHaveLength(2);
    expect(await server.database.query('SELECT FROM document WHERE referral_id = $1', [walked.id])).toHaveLength(2);
  });

  test('a file that was altered or lost is not given out; the others are', async () => {
    const walked = await issued();
    const [letter, form] = await documentsOf(people.clerk, walked.id);
    const path = pathOf(letter!.digest);
    const sealed = readFileSync(path);
    const altered = Buffer.from(sealed);
    altered[100] = altered[100]! ^ 1;
    for (const damage of [() => writeFileSync(path, altered), () => writeFileSync(path, readFileSync(pathOf(form!.digest))), () => rmSync(path)]) {
      damage();
      expect(await people.clerk.http.get(`/documents/${letter!.id}/content`)).toMatchObject({ status: 500, body: { code: 'documentLost' } });
      expect((await contentOf(people.clerk, form!.id)).status).toBe(200);
    }
    writeFileSync(path, sealed);
    expect((await contentOf(people.clerk, letter!.id)).status).toBe(200);
  });
});

describe('a message', () => {
  const waiting = (id: string) => server.database.query<{ act: string; tries: number }>('SELECT act, tries FROM outgoing WHERE referral_id = $1', [id]);

  test('that asks for nothing is removed', async () => {
    const walked = await outpatientCase(people, 'awaitingDeans');
    for (let waited = 0; (await waiting(walked.id)).length > 0; waited += 1) {
      expect(waited).toBeLessThan(100);
      await sleep(50);
    }
  });

  test('that asks for nothing is removed at each look for those that do, also while many of those wait', async () => {
    const looks: string[] = [];
    class Telling extends Database {
      override query<Row extends object>(...asked: Parameters<Database['query']>): Promise<Row[]> {
        const { name = '' } = asked[0] as { name?: string };
        if (['drop-unasked-messages', 'take-messages'].includes(name)) looks.push(name);
        return super.query<Row>(...asked);
      }
    }
    const relays = DocumentRelay.prototype as unknown as { wake(): void };
    const asleep = jest.spyOn(relays, 'wake').mockImplementation(() => undefined);
    await (server.part(DocumentRelay) as unknown as { working: Promise<void> | null }).working;
    const walked = await issued();
    const db = new Telling(server.database.dataSource);
    const [threads, address, maker] = [server.part(DrawingThreads), server.part(PublicAddress), server.part(DocumentMaker)];
    const relay = new DocumentRelay(server.part(Config), db, server.clock, address, maker, threads, new ActBell());
    await (relay as unknown as { work(): Promise<void> }).work();
    asleep.mockRestore();
    expect(await documentsOf(people.clerk, walked.id)).toHaveLength(2);
    expect(looks.length).toBeGreaterThan(2);
    expect(looks).toEqual(looks.map((_, i) => (i % 2 === 0 ? 'drop-unasked-messages' : 'take-messages')));
  });

  test.each([
    ['to delete', dropUnasked, [actsWithDocuments]],
    ['to take', take, [actsWithDocuments, 8, 60]],
  ])('is looked for once, not once for each other message: those %s', async (_, { text }, values) => {
    const plan = await server.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF) ${text}`, values);
    const lines = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(lines).toMatch(/InitPlan/);
    expect(lines).not.toMatch(/Nested Loop|SubPlan/);
  });

  test('whose documents cannot be made stays, and is tried again', async () => {
    const make = jest.spyOn(DocumentMaker.prototype, 'make').mockRejectedValueOnce(new Error('no such font'));
    const walked = await issued();
    expect(await documentsOf(people.clerk, walked.id)).toHaveLength(2);
    // The letter twice, the form once.
    expect(make).toHaveBeenCalledTimes(3);
    expect(await waiting(walked.id)).toEqual([]);
  });

  test('that meets a database that is away waits for it, and nothing is held against it', async () => {
    const make = jest.spyOn(DocumentMaker.prototype, 'make').mockRejectedValueOnce(new DatabaseUnavailable('no way there'));
    const walked = await issued();
    for (let waited = 0; make.mock.calls.length === 0; waited += 1) {
      expect(waited).toBeLessThan(200);
      await sleep(20);
    }
    expect(await waiting(walked.id)).toContainEqual({ act: 'issueLetter', tries: 0 });
    expect(await documentsOf(people.clerk, walked.id)).toHaveLength(2);
  });

  test('that somebody took and never gave back is made by whoever finds it, each document once', async () => {
    const walked = await outpatientCase(people, 'awaitingLetter');
    const half = jest.spyOn(DocumentMaker.prototype, 'make');
    await walked.do(people.clerk, 'issueLetter');
    const documents = await documentsOf(people.clerk, walked.id);
    const made = half.mock.calls.length;
    // As if the server had been killed after the rows and before the end of the message: it is there again, and old.
    await server.database.query(
      `INSERT INTO outgoing (institution_id, referral_id, seq, act, at, taken_until)
       VALUES ($1, $2, $3, 'issueLetter', now(), now() - interval '1 second')`,
      [here.id, walked.id, documents[0]!.seq],
    );
    expect(await documentsOf(people.clerk, walked.id)).toEqual(documents);
    expect(half.mock.calls.length).toBe(made);
    expect(await waiting(walked.id)).toEqual([]);
  });

  test('is left to the server that took it until its time is over', async () => {
    const walked = await outpatientCase(people, 'awaitingLetter');
    await server.database.query(
      `CREATE FUNCTION take_at_once() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN NEW.taken_until := now() + interval '2 seconds'; RETURN NEW; END $$`,
    );
    await server.database.query(`CREATE TRIGGER taken BEFORE INSERT ON outgoing FOR EACH ROW EXECUTE FUNCTION take_at_once()`);
    try {
      const begun = Date.now();
      await walked.do(people.clerk, 'issueLetter');
      expect(await documentsOf(people.clerk, walked.id)).toHaveLength(2);
      expect(Date.now() - begun).toBeGreaterThan(1_900);
    } finally {
      await server.database.query('DROP TRIGGER taken ON outgoing');
      await server.database.query('DROP FUNCTION take_at_once()');
    }
  });
});

describe('a server that dies while it makes a letter’s documents', () => {
  interface Relay {
    working: Promise<void> | null;
    wake(): void;
    work(): Promise<void>;
  }
  const relays = DocumentRelay.prototype as unknown as Relay;
  const forever = () => new Promise<never>(() => undefined);

  /** Works as before until its last step, and then never again. `after` tells whether that step is still done. */
  class Dying extends Database {
    constructor(private readonly steps: { left: number; after: boolean; died: () => void }) {
      super(server.database.dataSource);
    }

    override query<Row extends object>(...asked: Parameters<Database['query']>): Promise<Row[]> {
      return this.step(() => super.query<Row>(...asked));
    }

    async step<T>(work: () => Promise<T>): Promise<T> {
      const { steps } = this;
      steps.left -= 1;
      if (steps.left > 0) return work();
      if (steps.left === 0 && steps.after) await work();
      steps.died();
      return forever();
    }
  }

  // What one message takes: clear, take, read; keep the letter, keep the form; write and forget.
  const everyStep = [1, 2, 3, 4, 5, 6].flatMap((left) => [false, true].map((after) => ({ left, after })));

  test.each(everyStep)('at step $left (done: $after): the next one finishes, each document once', async ({ left, after }) => {
    const asleep = jest.spyOn(relays, 'wake').mockImplementation(() => undefined);
    await (server.part(DocumentRelay) as unknown as Relay).working;
    await documentsMade();
    const walked = await issued();
    let died = () => {};
    const dead = new Promise<void>((resolve) => (died = resolve));
    const db = new Dying({ left, after, died });
    const store = server.part(DocumentStore);
    const dyingStore = Object.assign(Object.create(store) as DocumentStore, {
      keep: (bytes: Uint8Array) => db.step(() => store.keep(bytes)),
    });
    const [threads, address] = [server.part(DrawingThreads), server.part(PublicAddress)];
    const maker = new DocumentMaker(server.secrets, server.letterKeys, address, dyingStore, threads, server.certificates);
    const relay = new DocumentRelay(server.part(Config), db, server.clock, address, maker, threads, new ActBell());
    void (relay as unknown as Relay).work();
    await dead;
    const [made] = await server.database.query<{ n: number }>('SELECT count(*) AS n FROM document WHERE referral_id = $1', [walked.id]);
    expect(made!.n).toBe(left === 6 && after ? 2 : 0);
    // Its time is over.
    await server.database.query(`UPDATE outgoing SET taken_until = now() - interval '1 second' WHERE taken_until IS NOT NULL`);
    asleep.mockRestore();
    const documents = await documentsOf(people.clerk, walked.id);
    expect(documents.map(({ kind, copy }) => [kind, copy])).toEqual([
      ['letter', 1],
      ['approvalForm', 1],
    ]);
    for (const { id } of documents) expect((await contentOf(people.clerk, id)).status).toBe(200);
  });

  /** Nothing waits from the tests before. */
  const documentsMade = () => server.database.query('DELETE FROM outgoing');
});

test('two servers on one database share the work, and make each document once', async () => {
  const environment = { PORT: '0', DATA_DIR: server.dataDir, DATABASE_URL: server.databaseUrl, DATABASE_POOL: '4', LOG_LEVEL: 'silent' };
  const second = await start(readConfig({ ...environment, PUBLIC_URL: publicUrl }), server.clock);
  try {
    const cases = await Promise.all(Array.from({ length: 8 }, () => inpatientCase(people, 5)));
    await Promise.all(cases.map((walked) => walked.do(people.clerk, 'issueLetter')));
    for (const { id } of cases) {
      const documents = await documentsOf(people.clerk, id);
      expect(documents.map(({ kind, copy }) => [kind, copy]).toSorted()).toEqual([
        ['approvalForm', 1],
        ['letter', 1],
      ]);
      for (const document of documents) expect((await contentOf(people.clerk, document.id)).status).toBe(200);
    }
  } finally {
    await second.close();
  }
});

describe('after a restart', () => {
  test('a letter that expired meanwhile gets its void copy; a data folder that was moved has its documents still', async () => {
    const other = await startServer();
    const moved = `${other.dataDir}-moved`;
    try {
      const clerks = await staff(await hospital(other));
      const walked = await inpatientCase(clerks, 6);
      const [letter] = await documentsOf(clerks.clerk, walked.id);
      const { bytes } = await contentOf(clerks.clerk, letter!.id);
      other.clock.advance({ days: 40 });
      renameSync(other.dataDir, moved);
      await other.restart({ DATA_DIR: moved });
      const clerk = { ...clerks.clerk, http: other.http.as(clerks.clerk.token) };
      expect((await contentOf(clerk, letter!.id)).bytes.equals(bytes)).toBe(true);
      for (let waited = 0; (await clerk.http.get(`/referrals/${walked.id}`)).body.state !== 'expired'; waited += 1) {
        expect(waited).toBeLessThan(200);
        await sleep(50);
      }
      const after = await documentsOf(clerk, walked.id);
      expect(after.map(({ kind, mark }) => [kind, mark]).slice(2)).toEqual([
        ['letter', 'void'],
        ['approvalForm', 'void'],
      ]);
    } finally {
      await other.close();
      rmSync(moved, { recursive: true, force: true });
    }
  });
});

test('a return code is told by the letter’s number and the hospital, and by the key alone', () => {
  const code = returnCodeOf(server.secrets, here.id, '转〔2026〕000001号');
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(returnCodeOf(server.secrets, here.id, '转〔2026〕000001号')).toBe(code);
  expect(returnCodeOf(server.secrets, here.id, '转〔2026〕000002号')).not.toBe(code);
  expect(returnCodeOf(server.secrets, people.clerk.id, '转〔2026〕000001号')).not.toBe(code);
});
