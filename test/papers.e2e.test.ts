import { createHash } from 'node:crypto';
import { open, readdir, readFile, rm, stat, truncate, utimes, writeFile, type FileHandle } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Case, hospital, idNumberOf, otherId, reportContent, staff, type Colleague, type Staff } from './support/hospital.ts';
import type { Answer, Sending } from './support/http.ts';
import { jpeg, pdf, png } from './support/files.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

let people: Staff;
beforeAll(async () => {
  people = await staff(await hospital(server));
});

interface File {
  name?: string;
  type?: string;
  kind?: string | null;
}

function form(bytes: Uint8Array, { name = '急诊病历.pdf', type = 'application/octet-stream', kind = 'other' }: File = {}): FormData {
  const message = new FormData();
  if (kind !== null) message.append('kind', kind);
  message.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
  return message;
}

const upload = (who: Colleague, bytes: Uint8Array, file?: File, sending?: Sending): Promise<Answer> =>
  who.http.post('/papers', form(bytes, file), sending);

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const pathOf = (digest: string) => join(server.dataDir, 'papers', digest.slice(7, 9), digest.slice(7));
const arriving = () => readdir(join(server.dataDir, 'papers', 'arriving'));

async function bytesOf(who: Colleague, id: string): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const answer = await fetch(`${server.http.base}/api/v1/papers/${id}/content`, {
    headers: { Authorization: `Bearer ${who.token}` },
  });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

describe('taking in', () => {
  test.each([
    ['application/pdf', 'pdf', pdf('one')],
    ['image/jpeg', 'jpg', jpeg('one')],
    ['image/png', 'png', png('one')],
  ])('%s is known by its content', async (mediaType, extension, bytes) => {
    const { status, body, headers } = await upload(people.officer, bytes, { name: `病历.${extension}`, type: mediaType, kind: 'emergencyRecord' });
    expect(body).toEqual({
      id: expect.any(String),
      kind: 'emergencyRecord',
      name: `病历.${extension}`,
      mediaType,
      size: bytes.length,
      digest: digestOf(bytes),
      uploadedAt: expect.stringMatching(/Z$/),
      referralId: null,
      scan: 'off',
      virus: null,
    });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/v1/papers/${body.id}`);
    expect((await people.officer.http.get(`/papers/${body.id}`)).body).toEqual(body);
    const fetched = await bytesOf(people.officer, body.id);
    expect(fetched.bytes.equals(Buffer.from(bytes))).toBe(true);
    expect(await arriving()).toEqual([]);
  });

  test('the same content is stored once, under its digest', async () => {
    const bytes = pdf('twice');
    const [one, two] = [await upload(people.officer, bytes), await upload(people.medical, bytes, { name: '另一份.pdf' })];
    expect(one.body.digest).toBe(two.body.digest);
    expect(one.body.id).not.toBe(two.body.id);
    expect((await readFile(pathOf(one.body.digest))).equals(Buffer.from(bytes))).toBe(true);
    expect((await readdir(join(pathOf(one.body.digest), '..'))).length).toBe(1);
    expect((await stat(pathOf(one.body.digest))).mode & 0o777).toBe(0o600);
  });

  test('a request repeated has one effect and the same answer', async () => {
    const bytes = pdf('repeated');
    const first = await upload(people.officer, bytes, {}, { key: 'one-paper' });
    const again = await upload(people.officer, bytes, {}, { key: 'one-paper' });
    expect(again).toMatchObject({ status: 201, body: first.body });
    const counted = await server.database.query<{ n: number }>('SELECT count(*) AS n FROM paper WHERE digest = $1', [digestOf(bytes)]);
    expect(counted).toEqual([{ n: 1 }]);
    expect(await arriving()).toEqual([]);
  });

  test('a request sent three times at once has one effect', async () => {
    const bytes = pdf('at once');
    const answers = await Promise.all([1, 2, 3].map(() => upload(people.officer, bytes, {}, { key: 'at-once' })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  test('a key used for another file or kind is refused', async () => {
    const sending = { key: 'for-one-paper' };
    expect((await upload(people.officer, pdf('mine'), {}, sending)).status).toBe(201);
    expect(await upload(people.officer, pdf('other'), {}, sending)).toMatchObject({ status: 422, body: { code: 'keyReused' } });
    const otherKind = await upload(people.officer, pdf('mine'), { kind: 'criticalNotice' }, sending);
    expect(otherKind).toMatchObject({ status: 422, body: { code: 'keyReused' } });
    expect(await upload(people.officer, pdf('mine'), {}, { key: null })).toMatchObject({
      status: 400,
      body: { code: 'idempotencyKeyMissing' },
    });
  });

  test('the field may come after the file', async () => {
    const message = new FormData();
    message.append('file', new Blob([pdf('late')]), 'a.pdf');
    message.append('kind', 'criticalNotice');
    expect(await people.officer.http.post('/papers', message)).toMatchObject({ status: 201, body: { kind: 'criticalNotice' } });
  });
});

describe('names', () => {
  test.each([
    ['王秀兰 (病历) #1 & "副本".pdf', '王秀兰 (病历) #1 & "副本".pdf'],
    ['𠮷😀.pdf', '𠮷😀.pdf'],
    ["'; DROP TABLE paper; --.pdf", "'; DROP TABLE paper; --.pdf"],
    ['<img src=x onerror=alert(1)>.pdf', '<img src=x onerror=alert(1)>.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\病历\\一.pdf', '一.pdf'],
    ['..', 'paper.pdf'],
    ['   ', 'paper.pdf'],
    ['fdp.\u202eexe.pdf', 'fdp.exe.pdf'],
    [`${'长'.repeat(300)}.pdf`, '长'.repeat(200)],
  ])('%s is kept for showing and never used as a path', async (name, shown) => {
    const { status, body } = await upload(people.officer, pdf(name), { name });
    expect({ status, name: body.name }).toEqual({ status: 201, name: shown });
    const { headers } = await bytesOf(people.officer, body.id);
    const disposition = headers.get('content-disposition')!;
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+$/);
    expect(decodeURIComponent(disposition.split("UTF-8''")[1]!)).toBe(shown);
  });
});

describe('what a file claims', () => {
  test.each([
    ['a PNG sent as a PDF', png('x'), { name: 'a', type: 'application/pdf' }, 'application/pdf', 'image/png'],
    ['a PNG named as a PDF', png('x'), { name: 'a.PDF' }, 'application/pdf', 'image/png'],
    ['a PDF named as a JPEG', pdf('x'), { name: 'a.jpeg', type: 'application/pdf' }, 'image/jpeg', 'application/pdf'],
    ['a JPEG sent as a PNG', jpeg('x'), { name: 'a.jpg', type: 'image/png' }, 'image/png', 'image/jpeg'],
    ['a ZIP named as a PDF', Buffer.from('504b0304140000000800', 'hex'), { name: 'a.pdf' }, 'application/pdf', 'application/zip'],
  ])('%s lies', async (_, bytes, file, declared, found) => {
    const { status, body } = await upload(people.officer, bytes, file);
    expect({ status, code: body.code, declared: body.declared, found: body.found }).toEqual({ status: 415, code: 'fileLies', declared, found });
    expect(await arriving()).toEqual([]);
  });

  test.each([
    ['a JPEG sent as image/jpg', jpeg('alias'), { name: 'a.JPG', type: 'image/jpg' }],
    ['a PDF sent as bytes without an extension', pdf('bytes'), { name: 'scan', type: 'application/octet-stream' }],
    ['a PDF named as a text', pdf('text'), { name: 'scan.txt', type: 'text/plain' }],
  ])('%s does not', async (_, bytes, file) => {
    expect((await upload(people.officer, bytes, file)).status).toBe(201);
  });

  test.each([
    ['text', Buffer.from('病历摘要'), {}],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), { name: 'a.pdf', type: 'application/pdf' }],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), { name: 'a.svg', type: 'image/svg+xml' }],
    ['a GIF', Buffer.from('GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;', 'latin1'), { name: 'a.gif', type: 'image/gif' }],
    ['nothing', Buffer.alloc(0), {}],
  ])('%s is no paper', async (_, bytes, file) => {
    const { status, body } = await upload(people.officer, bytes, { name: 'a', ...file });
    expect({ status, code: body.code }).toEqual({ status: 415, code: 'unknownFileType' });
    expect(body.accepts).toEqual(['application/pdf', 'image/jpeg', 'image/png']);
  });

  test.each([
    ['PDF', pdf('cut')],
    ['JPEG', jpeg('cut')],
    ['PNG', png('cut')],
  ])('a %s cut short is refused, and whole it is taken', async (extension, bytes) => {
    const name = `a.${extension.toLowerCase()}`;
    const cut = await upload(people.officer, bytes.subarray(0, bytes.length - 10), { name });
    expect({ status: cut.status, code: cut.body.code }).toEqual({ status: 415, code: 'fileDamaged' });
    expect((await upload(people.officer, bytes, { name })).status).toBe(201);
  });

  test('a photograph with a preview in its head is whole only when the image itself has its end', async () => {
    const [image, small] = [jpeg('with preview'), jpeg('preview')];
    const preview = Buffer.concat([Buffer.from([0xff, 0xe1, 0, small.length + 2]), small]);
    const photograph = Buffer.concat([image.subarray(0, 2), preview, image.subarray(2)]);
    expect((await upload(people.officer, photograph, { name: 'a.jpg' })).status).toBe(201);
    expect((await upload(people.officer, Buffer.concat([photograph, Buffer.from('what the camera adds')]), { name: 'a.jpg' })).status).toBe(201);
    const cut = await upload(people.officer, photograph.subarray(0, photograph.length - 2), { name: 'a.jpg' });
    expect(cut.body.code).toBe('fileDamaged');
  });
});

describe('size', () => {
  const megabytes = 1_048_576;
  const padded = (size: number) => Buffer.concat([pdf('big').subarray(0, -6), Buffer.alloc(size - pdf('big').length, 0x20), Buffer.from('%%EOF\n')]);

  test('20 MB are taken, one byte more is refused and nothing of it is left', async () => {
    const taken = await upload(people.officer, padded(20 * megabytes));
    expect({ status: taken.status, size: taken.body.size }).toEqual({ status: 201, size: 20 * megabytes });
    const before = await papersOnDisk();
    const refused = await upload(people.officer, padded(20 * megabytes + 1));
    expect(refused).toMatchObject({ status: 413, body: { code: 'tooLarge', limit: 20 * megabytes } });
    expect(refused.body.detail).toContain('20 MB');
    expect(await papersOnDisk()).toEqual(before);
    const fetched = await bytesOf(people.officer, taken.body.id);
    expect(digestOf(fetched.bytes)).toBe(taken.body.digest);
  });

  test('a client that sends far too much still gets its answer', async () => {
    const refused = await upload(people.officer, padded(60 * megabytes));
    expect(refused).toMatchObject({ status: 413, body: { code: 'tooLarge' } });
    expect(await arriving()).toEqual([]);
    expect((await upload(people.officer, pdf('after'))).status).toBe(201);
  });
});

async function papersOnDisk(): Promise<string[]> {
  return (await readdir(join(server.dataDir, 'papers'), { recursive: true })).sort();
}

describe('a message that is no upload', () => {
  const fields = (...parts: [string, string | Blob][]) => {
    const message = new FormData();
    for (const [name, value] of parts) {
      if (typeof value === 'string') message.append(name, value);
      else message.append(name, value, 'a.pdf');
    }
    return message;
  };
  const file = new Blob([pdf('x')]);

  test.each<[string, FormData, string, string]>([
    ['without a file', fields(['kind', 'other']), '/file', '必填'],
    ['without its kind', fields(['file', file]), '/kind', '必填'],
    ['of a kind that is none', fields(['kind', 'selfie'], ['file', file]), '/kind', '只能是'],
    ['with a field that is none', fields(['kind', 'other'], ['note', 'x'], ['file', file]), '/note', '不是本接口的字段'],
    ['with two kinds', fields(['kind', 'other'], ['kind', 'other'], ['file', file]), '/kind', '重复'],
    ['with two files', fields(['kind', 'other'], ['file', file], ['file', file]), '/file', '重复'],
    ['with a file under another name', fields(['kind', 'other'], ['paper', file]), '/paper', '不是本接口的字段'],
  ])('is refused: %s', async (_, message, pointer, reason) => {
    const { status, body } = await people.officer.http.post('/papers', message);
    expect(body).toMatchObject({ code: 'invalid', errors: [{ pointer, reason: expect.stringContaining(reason) }] });
    expect(status).toBe(400);
    expect(await arriving()).toEqual([]);
  });

  test('is refused: JSON', async () => {
    const { status, body } = await people.officer.http.post('/papers', { kind: 'other' });
    expect({ status, code: body.code, accepts: body.accepts }).toEqual({ status: 415, code: 'unsupportedType', accepts: ['multipart/form-data'] });
  });

  test.each([
    ['that breaks off', '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7 ...'],
    ['without any boundary in it', 'nothing at all'],
    ['with a name of the prototype', '--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--\r\n'],
    ['of too many fields', `${Array.from({ length: 9 }, (_, i) => `--b\r\nContent-Disposition: form-data; name="f${i}"\r\n\r\nx\r\n`).join('')}--b--\r\n`],
  ])('is refused: one %s', async (_, text) => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
    const { status, body } = await people.officer.http.post('/papers', text, { headers });
    expect({ status, code: body.code }).toEqual({ status: 400, code: expect.stringMatching(/^(uploadBroken|invalid)$/) });
    expect(await arriving()).toEqual([]);
  });

  test('a client that goes away in the middle leaves nothing behind', async () => {
    await new Promise<void>((resolve) => {
      const sending = request(`${server.http.base}/api/v1/papers`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${people.officer.token}`,
          'Idempotency-Key': 'goes-away',
          'Content-Type': 'multipart/form-data; boundary=b',
          'Content-Length': 1_000_000,
        },
      });
      sending.on('error', () => resolve());
      sending.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7 ');
      setTimeout(() => sending.destroy(), 100);
    });
    for (let tries = 0; tries < 50 && (await arriving()).length > 0; tries += 1) await new Promise((go) => setTimeout(go, 20));
    expect(await arriving()).toEqual([]);
  });

  test('nobody signed in uploads or reads', async () => {
    expect((await server.http.post('/papers', form(pdf('x')))).status).toBe(401);
    const { body } = await upload(people.officer, pdf('x'));
    for (const path of [`/papers/${body.id}`, `/papers/${body.id}/content`]) {
      expect((await server.http.get(path)).status).toBe(401);
      expect((await people.officer.http.get(path)).status).toBe(200);
    }
  });
});

/** Another hospital's case, with its three papers. */
async function otherHospitalCase(): Promise<{ walked: Case; papers: Record<string, string> }> {
  const papers: Record<string, string> = {};
  for (const kind of ['emergencyRecord', 'criticalNotice', 'patientIdCard']) {
    papers[kind] = (await upload(people.officer, pdf(`${kind} ${Math.random()}`), { kind })).body.id;
  }
  const walked = new Case(people);
  const agent = { name: '陈志强', idNumber: idNumberOf(otherId), hospital: '滨海示例医院' };
  await walked.report(people.officer, { chain: 'otherHospital', content: reportContent({ agent }), papers: Object.values(papers) });
  return { walked, papers };
}

describe('who may', () => {
  test('its uploader alone, before it belongs to a referral', async () => {
    const { body } = await upload(people.officer, pdf('mine alone'));
    for (const path of [`/papers/${body.id}`, `/papers/${body.id}/content`]) {
      expect((await people.officer.http.get(path)).status).toBe(200);
      expect(await people.medical.http.get(path)).toMatchObject({ status: 403, body: { code: 'notInvolved' } });
      expect((await people.administrator.http.get(path)).status).toBe(403);
    }
  });

  test('whoever may see its referral, once it belongs to one', async () => {
    const { walked, papers } = await otherHospitalCase();
    const path = `/papers/${papers.criticalNotice}/content`;
    for (const one of [people.medical, people.clerk, people.auditor]) expect((await one.http.get(path)).status).toBe(200);
    expect(await people.physician.http.get(path)).toMatchObject({ status: 403, body: { code: 'notInvolved' } });
    expect((await people.physician.http.get(`/referrals/${walked.id}/papers`)).status).toBe(403);
    await walked.do(people.officer, 'copyTo', { people: [people.physician.id] });
    expect((await people.physician.http.get(path)).status).toBe(200);
    const listed = await people.physician.http.get(`/referrals/${walked.id}/papers`);
    expect(listed.body.items).toMatchObject([
      { id: papers.emergencyRecord, kind: 'emergencyRecord', referralId: walked.id },
      { id: papers.criticalNotice, kind: 'criticalNotice', referralId: walked.id },
      { id: papers.patientIdCard, kind: 'patientIdCard', referralId: walked.id },
    ]);
  });

  test('nobody of another institution, who cannot tell it from one that does not exist', async () => {
    const there = await staff(await hospital(server));
    const { walked, papers } = await otherHospitalCase();
    for (const path of [
      `/papers/${papers.criticalNotice}`,
      `/papers/${papers.criticalNotice}/content`,
      `/referrals/${walked.id}/papers`,
      '/papers/0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f75',
      '/papers/nonsense/content',
      '/papers/..%2f..%2fkeys%2fsecret.key/content',
    ]) {
      expect(await there.auditor.http.get(path)).toMatchObject({ status: 404, body: { code: 'notFound' } });
    }
    expect((await there.officer.http.delete(`/papers/${papers.criticalNotice}`)).status).toBe(404);
    expect((await people.auditor.http.get(`/papers/${papers.criticalNotice}`)).status).toBe(200);
  });

  test('only its uploader deletes it, and only before it belongs to a referral', async () => {
    const bytes = pdf('to be deleted');
    const { body } = await upload(people.officer, bytes);
    expect(await people.medical.http.delete(`/papers/${body.id}`)).toMatchObject({ status: 403, body: { code: 'notInvolved' } });
    expect((await people.officer.http.delete(`/papers/${body.id}`)).status).toBe(204);
    expect((await people.officer.http.get(`/papers/${body.id}`)).status).toBe(404);
    await expect(stat(pathOf(digestOf(bytes)))).rejects.toThrow('ENOENT');
    const { papers } = await otherHospitalCase();
    const attached = await people.officer.http.delete(`/papers/${papers.criticalNotice}`);
    expect(attached).toMatchObject({ status: 409, body: { code: 'paperAttached' } });
    expect((await bytesOf(people.officer, papers.criticalNotice!)).status).toBe(200);
  });

  test('bytes that another paper needs stay when one is deleted', async () => {
    const bytes = pdf('needed twice');
    const [one, two] = [await upload(people.officer, bytes), await upload(people.medical, bytes)];
    expect((await people.officer.http.delete(`/papers/${one.body.id}`)).status).toBe(204);
    expect((await bytesOf(people.medical, two.body.id)).bytes.equals(bytes)).toBe(true);
  });

  test('uploads, downloads and deletions are recorded', async () => {
    const { body } = await upload(people.officer, pdf('recorded'));
    await bytesOf(people.officer, body.id);
    await people.medical.http.get(`/papers/${body.id}/content`);
    await people.officer.http.delete(`/papers/${body.id}`);
    const entries = await server.database.query<{ what: string; person_id: string }>(
      'SELECT what, person_id FROM audit_entry WHERE subject = $1 ORDER BY at, id',
      [body.id],
    );
    expect(entries).toEqual(['paperUploaded', 'paperDownloaded', 'paperDeleted'].map((what) => ({ what, person_id: people.officer.id })));
  });
});

describe('viewing in place', () => {
  const view = (id: string) =>
    fetch(`${server.http.base}/api/v1/papers/${id}/content?inline=true`, { headers: { Authorization: `Bearer ${people.officer.token}` } });

  test.each([
    ['application/pdf', '王秀兰.pdf', pdf('in place')],
    ['image/jpeg', '王秀兰.jpg', jpeg('in place')],
    ['image/png', '王秀兰.png', png('in place')],
  ])('%s is shown in a frame of our own pages and nobody else’s', async (mediaType, name, bytes) => {
    const { body } = await upload(people.officer, bytes, { name });
    const answer = await view(body.id);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': mediaType,
      'content-length': String(bytes.length),
      'content-disposition': expect.stringMatching(/^inline; filename="___\.\w+"; filename\*=UTF-8''%E7/),
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'self'",
      'x-frame-options': 'SAMEORIGIN',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-store',
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    const saved = await bytesOf(people.officer, body.id);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(saved.headers.get('x-frame-options')).toBe('DENY');
  });

  test('is recorded as a view, and a download as a download', async () => {
    const { body } = await upload(people.officer, pdf('viewed'));
    await view(body.id);
    await people.officer.http.get(`/papers/${body.id}/content?inline=false`);
    const entries = await people.auditor.http.get(`/audit?subject=${body.id}`);
    expect(entries.body.items.map(({ what }: { what: string }) => what)).toEqual(['paperDownloaded', 'paperViewed', 'paperUploaded']);
    expect(entries.body.items[1]).toMatchObject({ whatName: '查看材料', person: { id: people.officer.id } });
  });

  test.each(['?inline=1', '?inline=', '?inline=true&inline=false', '?download=true'])('%s is no way to ask for it', async (query) => {
    const { body } = await upload(people.officer, pdf('asked wrongly'));
    expect(await people.officer.http.get(`/papers/${body.id}/content${query}`)).toMatchObject({ status: 400, body: { code: 'invalid' } });
    expect((await view(body.id)).status).toBe(200);
  });

  test('is for whoever may read it, as a download is', async () => {
    const { body } = await upload(people.officer, pdf('not for all'));
    for (const path of [`/papers/${body.id}/content?inline=true`, `/papers/${body.id}/thumbnail`]) {
      expect(await people.medical.http.get(path)).toMatchObject({ status: 403, body: { code: 'notInvolved' } });
      expect((await server.http.get(path)).status).toBe(401);
      expect((await people.officer.http.get(path)).status).toBe(200);
    }
  });
});

describe('giving out', () => {
  test('shows what it is and lets nothing in it run', async () => {
    const bytes = pdf('given out');
    const { body } = await upload(people.officer, bytes);
    const { headers } = await bytesOf(people.officer, body.id);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      etag: `"${body.digest}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'cache-control': 'private, no-store',
    });
  });

  test('refuses a file that is gone or was altered, and gives it out again once it was uploaded again', async () => {
    const bytes = pdf('to be lost');
    const { body } = await upload(people.officer, bytes);
    const path = `/papers/${body.id}/content`;
    await writeFile(pathOf(body.digest), pdf('something else'));
    expect(await people.officer.http.get(path)).toMatchObject({ status: 500, body: { code: 'paperLost' } });
    await truncate(pathOf(body.digest), 10);
    expect((await people.officer.http.get(path)).body.code).toBe('paperLost');
    await rm(pathOf(body.digest));
    const lost = await people.officer.http.with({ 'Accept-Language': 'en' }).get(path);
    expect(lost.body).toMatchObject({ code: 'paperLost', detail: expect.stringContaining('missing or was altered') });
    await upload(people.medical, bytes);
    expect((await bytesOf(people.officer, body.id)).bytes.equals(bytes)).toBe(true);
  });
});

describe('the disk', () => {
  let files: FileHandle;
  beforeAll(async () => {
    const probe = await open(join(server.dataDir, 'probe'), 'w');
    files = Object.getPrototypeOf(probe) as FileHandle;
    await probe.close();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const full = (syscall: string) => Object.assign(new Error(`ENOSPC: no space left on device, ${syscall}`), { code: 'ENOSPC', errno: -28, syscall });

  test.each(['writeFile', 'sync'] as const)('when it is full (%s), nothing is kept and the answer says so', async (method) => {
    const before = await papersOnDisk();
    const papers = () => server.database.query('SELECT id FROM paper');
    const rows = await papers();
    jest.spyOn(files, method).mockRejectedValueOnce(full(method));
    const bytes = pdf(`full at ${method}`);
    const refused = await upload(people.officer, bytes, {}, { key: `full-${method}` });
    expect(refused).toMatchObject({ status: 503, body: { code: 'storageFull' } });
    expect(await papersOnDisk()).toEqual(before);
    expect(await papers()).toHaveLength(rows.length);
    expect((await upload(people.officer, bytes, {}, { key: `full-${method}` })).status).toBe(201);
  });

  test('when its folder is full at the last step, no row names a file that is not there', async () => {
    const bytes = pdf('full at the folder');
    const sync = jest.spyOn(files, 'sync');
    sync.mockImplementationOnce(async () => {}).mockRejectedValueOnce(full('fsync'));
    const refused = await upload(people.officer, bytes);
    expect(refused).toMatchObject({ status: 503, body: { code: 'storageFull' } });
    expect(await server.database.query('SELECT id FROM paper WHERE digest = $1', [digestOf(bytes)])).toEqual([]);
    expect(await arriving()).toEqual([]);
    expect((await upload(people.officer, bytes)).status).toBe(201);
  });

  test('what was arriving when a server stopped is cleared a day later', async () => {
    const folder = join(server.dataDir, 'papers', 'arriving');
    await writeFile(join(folder, 'old'), 'x');
    await writeFile(join(folder, 'new'), 'x');
    const yesterday = new Date(server.clock.now().getTime() - 25 * 3_600_000);
    await utimes(join(folder, 'old'), yesterday, yesterday);
    const kept = await upload(people.officer, pdf('kept over a restart'));
    await server.restart();
    expect(await arriving()).toEqual(['new']);
    const officer = { ...people.officer, http: server.http.as(people.officer.token) };
    expect((await bytesOf(officer, kept.body.id)).status).toBe(200);
  });
});
