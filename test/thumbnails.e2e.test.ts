import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readPng } from '../apps/api/src/papers/thumbnails/read-png.ts';
import { jpeg, pdf, png } from './support/files.ts';
import {
  bombPng,
  brokenPdf,
  endlessPdf,
  explodingPdf,
  hugeJpeg,
  hugePng,
  loopingPdf,
  packedPdf,
  pagePdf,
  pagePng,
  photograph,
  plainPdf,
  pngOf,
  scriptedPdf,
} from './support/hostile-files.ts';
import { hospital, staff, type Staff } from './support/hospital.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

let people: Staff;
beforeAll(async () => {
  people = await staff(await hospital(server));
});

async function upload(bytes: Uint8Array, name = 'a'): Promise<{ id: string; digest: string }> {
  const message = new FormData();
  message.append('kind', 'other');
  message.append('file', new Blob([new Uint8Array(bytes)]), name);
  const { status, body } = await people.officer.http.post('/papers', message);
  if (status !== 201) throw new Error(`not taken in: ${JSON.stringify(body)}`);
  return body;
}

const thumbnailOf = ({ id }: { id: string }) =>
  fetch(`${server.http.base}/api/v1/papers/${id}/thumbnail`, { headers: { Authorization: `Bearer ${people.officer.token}` } });

interface Seen {
  width: number;
  height: number;
  /** Colour in the middle of each quarter: above left and right, below left and right. */
  quarters: string[];
}

const names: [string, number[]][] = [
  ['red', [255, 0, 0]],
  ['green', [0, 255, 0]],
  ['blue', [0, 0, 255]],
  ['white', [255, 255, 255]],
];

async function seen(picture: Buffer): Promise<Seen> {
  const { width, height, rgb } = await readPng(picture, 1_000);
  const colourAt = (x: number, y: number) => {
    const at = (Math.floor(y * height) * width + Math.floor(x * width)) * 3;
    const near = names.find(([, colour]) => colour.every((value, i) => Math.abs(value - rgb[at + i]!) < 40));
    return near?.[0] ?? rgb.subarray(at, at + 3).join(' ');
  };
  return { width, height, quarters: [colourAt(0.25, 0.25), colourAt(0.75, 0.25), colourAt(0.25, 0.75), colourAt(0.75, 0.75)] };
}

async function seenOf(bytes: Uint8Array): Promise<Seen> {
  const answer = await thumbnailOf(await upload(bytes));
  expect(answer.status).toBe(200);
  return seen(Buffer.from(await answer.arrayBuffer()));
}

const inFolder = async () => (await readdir(join(server.dataDir, 'thumbnails'), { recursive: true })).filter((name) => name.length > 60 || name.startsWith('unfinished/'));
const fileOf = (digest: string) => join(server.dataDir, 'thumbnails', digest.slice(7, 9), digest.slice(7));

describe('a thumbnail', () => {
  test('shows the first page of a PDF', async () => {
    expect(await seenOf(plainPdf())).toEqual({ width: 226, height: 320, quarters: ['white', 'white', 'red', 'white'] });
  });

  test('shows a picture', async () => {
    expect(await seenOf(photograph())).toEqual({ width: 32, height: 16, quarters: ['red', 'green', 'blue', 'white'] });
    expect(await seenOf(png('small'))).toMatchObject({ width: 1, height: 1 });
  });

  test.each([
    [2, 32, ['green', 'red', 'white', 'blue']],
    [3, 32, ['white', 'blue', 'green', 'red']],
    [4, 32, ['blue', 'white', 'red', 'green']],
    [5, 16, ['red', 'blue', 'green', 'white']],
    [6, 16, ['blue', 'red', 'white', 'green']],
    [7, 16, ['white', 'green', 'blue', 'red']],
    [8, 16, ['green', 'white', 'red', 'blue']],
  ])('stands upright where the camera did not (orientation %i)', async (orientation, width, quarters) => {
    expect(await seenOf(photograph(orientation))).toEqual({ width, height: 48 - width, quarters });
  });

  test('is a picture and can be nothing else', async () => {
    const { headers } = await thumbnailOf(await upload(plainPdf('headers')));
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'self'",
      'cache-control': 'private, no-store',
    });
  });

  test('is made once for the same content, kept for the server alone, and made again when it is gone', async () => {
    const bytes = plainPdf('once');
    const [one, two] = [await upload(bytes), await upload(bytes, 'again.pdf')];
    const answers = await Promise.all([thumbnailOf(one), thumbnailOf(two), thumbnailOf(one)]);
    const pictures = await Promise.all(answers.map(async (answer) => Buffer.from(await answer.arrayBuffer())));
    expect(pictures[1]!.equals(pictures[0]!) && pictures[2]!.equals(pictures[0]!)).toBe(true);
    const file = fileOf(one.digest);
    expect(server.secrets.unseal(await readFile(file)).equals(pictures[0]!)).toBe(true);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await inFolder()).filter((name) => name.includes(one.digest.slice(7)))).toHaveLength(1);
    await rm(join(server.dataDir, 'thumbnails'), { recursive: true });
    expect((await thumbnailOf(one)).status).toBe(200);
  });

  test('lies on disk encrypted, and is made anew where it was altered', async () => {
    const paper = await upload(plainPdf('sealed'));
    const picture = Buffer.from(await (await thumbnailOf(paper)).arrayBuffer());
    const sealed = await readFile(fileOf(paper.digest));
    expect([picture.includes('IHDR'), sealed.includes('IHDR')]).toEqual([true, false]);
    await writeFile(fileOf(paper.digest), Buffer.concat([sealed.subarray(0, -1), Buffer.from([sealed.at(-1)! ^ 1])]));
    expect(Buffer.from(await (await thumbnailOf(paper)).arrayBuffer()).equals(picture)).toBe(true);
    expect(server.secrets.unseal(await readFile(fileOf(paper.digest))).equals(picture)).toBe(true);
  });

  test('that was being written when a server was killed is cleared, and no other', async () => {
    const paper = await upload(plainPdf('left behind'));
    await thumbnailOf(paper);
    await writeFile(join(server.dataDir, 'thumbnails', 'unfinished', 'left'), 'half');
    expect(await inFolder()).toContain('unfinished/left');
    await server.restart();
    people = Object.fromEntries(Object.entries(people).map(([name, one]) => [name, { ...one, http: server.http.as(one.token) }])) as Staff;
    expect((await inFolder()).filter((name) => name.startsWith('unfinished'))).toEqual([]);
    expect((await stat(fileOf(paper.digest))).size).toBeGreaterThan(0);
  });

  test('goes with its paper, unless another paper has the same content', async () => {
    const bytes = plainPdf('to go');
    const [one, two] = [await upload(bytes), await upload(bytes)];
    await thumbnailOf(one);
    await people.officer.http.delete(`/papers/${one.id}`);
    expect((await stat(fileOf(one.digest))).size).toBeGreaterThan(0);
    await people.officer.http.delete(`/papers/${two.id}`);
    await expect(stat(fileOf(one.digest))).rejects.toThrow('ENOENT');
  });

  test('that was being made when its paper was deleted is not kept, and one whose paper stays is', async () => {
    const large = (grey: number) => pngOf({ width: 5_000, height: 5_000, colour: 0 }, deflateSync(Buffer.alloc(5_001 * 5_000 + grey)));
    const [gone, kept] = [await upload(large(1)), await upload(large(2))];
    const asked = [thumbnailOf(gone), thumbnailOf(kept)];
    await sleep(150);
    expect((await people.officer.http.delete(`/papers/${gone.id}`)).status).toBe(204);
    await Promise.all(asked);
    expect((await stat(fileOf(kept.digest))).size).toBeGreaterThan(0);
    await expect(stat(fileOf(gone.digest))).rejects.toThrow('ENOENT');
  });

  test('is recorded as a view: an ID number can be read on it', async () => {
    const { id } = await upload(plainPdf('recorded'));
    await thumbnailOf({ id });
    const { body } = await people.auditor.http.get(`/audit?subject=${id}&what=paperViewed`);
    expect(body.items).toMatchObject([{ person: { id: people.officer.id }, details: { thumbnail: true } }]);
  });

  test('is not given of a file that is gone', async () => {
    const { id, digest } = await upload(plainPdf('gone'));
    await rm(join(server.dataDir, 'papers', digest.slice(7, 9), digest.slice(7)));
    expect(await people.officer.http.get(`/papers/${id}/thumbnail`)).toMatchObject({ status: 500, body: { code: 'paperLost' } });
  });
});

describe('a hostile file has none, and the server goes on', () => {
  const isUp = async () => (await server.http.get('/health/live')).status === 200;

  test.each<[string, () => Buffer | Promise<Buffer>]>([
    ['a PNG of 50,000 × 50,000 pixels', hugePng],
    ['a JPEG of 60,000 × 60,000 pixels', hugeJpeg],
    ['a JPEG of nothing but its marks', () => jpeg('nothing in it')],
    ['a PNG cut short inside', () => png('cut').fill(0, 60, 75)],
    ['a PDF that is none inside', brokenPdf],
    ['a PDF whose pages go round in a circle', loopingPdf],
    ['a PDF that draws 10 to the 30th squares', explodingPdf],
    ['a PDF that unpacks to 600 MB', packedPdf],
  ])('%s', async (_, make) => {
    const before = process.memoryUsage().rss;
    const { id } = await upload(await make());
    const answer = await people.officer.http.get(`/papers/${id}/thumbnail`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'noThumbnail', detail: expect.stringContaining('无法生成缩略图') } });
    expect(process.memoryUsage().rss - before).toBeLessThan(600 * 1_048_576);
    expect(await isUp()).toBe(true);
    expect((await people.officer.http.get(`/papers/${id}/content`)).status).toBe(200);
  });

  test('a PNG that unpacks to far more than it says is read no further than it says', async () => {
    expect(await seenOf(await bombPng())).toMatchObject({ width: 20, height: 20 });
  });

  test('a PDF that draws without end is given up after ten seconds, and others need not wait for it', async () => {
    const [endless, plain] = [await upload(endlessPdf()), await upload(plainPdf('beside it'))];
    let isOver = false;
    const evil = people.officer.http.get(`/papers/${endless.id}/thumbnail`).finally(() => (isOver = true));
    expect((await thumbnailOf(plain)).status).toBe(200);
    expect(await isUp()).toBe(true);
    expect(isOver).toBe(false);
    expect(await evil).toMatchObject({ status: 404, body: { code: 'noThumbnail' } });
    expect((await people.officer.http.get(`/papers/${endless.id}/thumbnail`)).status).toBe(404);
  });

  test('too many at a time are told to come again, and the rest is made', async () => {
    const papers = await Promise.all(Array.from({ length: 50 }, (_, i) => upload(plainPdf(`many ${i}`))));
    const answers = await Promise.all(papers.map(({ id }) => people.officer.http.get(`/papers/${id}/thumbnail`)));
    const busy = answers.filter(({ status }) => status !== 200);
    expect(busy.length).toBeGreaterThan(0);
    expect(answers.length - busy.length).toBeGreaterThanOrEqual(40);
    for (const answer of busy) expect(answer).toMatchObject({ status: 503, body: { code: 'thumbnailsBusy' } });
    const again = papers[answers.findIndex(({ status }) => status !== 200)]!;
    expect((await thumbnailOf(again)).status).toBe(200);
  });
});

describe('a file that is more than it says', () => {
  test.each<[string, string, () => Buffer]>([
    ['a PDF with programs and a page inside', 'application/pdf', scriptedPdf],
    ['a PDF that is a page as well', 'application/pdf', pagePdf],
    ['a PNG that is a page as well', 'image/png', pagePng],
    ['a PDF named as a page', 'application/pdf', () => pdf('named as a page')],
  ])('%s is shown as what it is by its first bytes, and nothing in it runs', async (_, mediaType, make) => {
    const bytes = make();
    const { id } = await upload(bytes, 'a.html');
    for (const query of ['', '?inline=true', '?inline=false']) {
      const answer = await fetch(`${server.http.base}/api/v1/papers/${id}/content${query}`, {
        headers: { Authorization: `Bearer ${people.officer.token}`, Accept: 'text/html' },
      });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, mediaType]);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; sandbox; frame-ancestors '(self|none)'$/);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    }
    const thumbnail = await thumbnailOf({ id });
    const text = Buffer.from(await thumbnail.arrayBuffer()).toString('latin1');
    expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(text).not.toMatch(/script|html/);
  });

  test.each([
    ['a page that holds a PDF', () => Buffer.concat([Buffer.from('<!doctype html><script>alert(1)</script>\n'), plainPdf()])],
    ['a page in an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['a program that holds a PDF', () => Buffer.concat([Buffer.from('#!/bin/sh\nexit\n'), plainPdf()])],
  ])('%s is no paper', async (_, make) => {
    const message = new FormData();
    message.append('kind', 'other');
    message.append('file', new Blob([new Uint8Array(make())], { type: 'application/pdf' }), 'a.pdf');
    expect(await people.officer.http.post('/papers', message)).toMatchObject({ status: 415 });
  });
});
