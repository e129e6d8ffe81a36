import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eicar, FakeClamd, type Mood } from '../../../../test/support/clamd.ts';
import { ping, scan, ScanFailed, ScannerDown, type Conversation } from './clamd.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-clamd-'));
const [overTcp, overSocket] = [await FakeClamd.start(), await FakeClamd.start({ path: join(folder, 'clamd.ctl') })];
afterAll(async () => {
  await overTcp.down();
  await overSocket.down();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  overTcp.mood = 'well';
});

function to(clamd: FakeClamd, more: Partial<Conversation> = {}): Conversation {
  const [host = '', port] = clamd.address.split(':');
  const address = port === undefined ? { path: clamd.address } : { host, port: Number(port) };
  return { address, signal: new AbortController().signal, silence: 300, ...more };
}

const content = (...chunks: string[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

describe.each([
  ['TCP', overTcp],
  ['a Unix socket', overSocket],
])('over %s', (_, clamd) => {
  test('clean content is clean, and arrives whole', async () => {
    expect(await scan(to(clamd), content('a', 'b'.repeat(300_000), 'c'))).toEqual({ clean: true });
    expect(clamd.scanned.at(-1)?.toString()).toBe(`a${'b'.repeat(300_000)}c`);
  });

  test('infected content is infected, by name, also where the virus lies across two chunks', async () => {
    const infected = { clean: false, virus: 'Win.Test.EICAR_HDB-1' };
    expect(await scan(to(clamd), content(eicar))).toEqual(infected);
    expect(await scan(to(clamd), content(`%PDF ${eicar.slice(0, 20)}`, eicar.slice(20)))).toEqual(infected);
  });

  test('content of no bytes is clean', async () => {
    expect(await scan(to(clamd), content())).toEqual({ clean: true });
  });

  test('a ping is answered', async () => {
    await expect(ping(to(clamd))).resolves.toBeUndefined();
  });
});

describe('nothing is called clean', () => {
  test.each<[Mood, string]>([
    ['cutOff', 'hung up'],
    ['halfAnswer', 'hung up'],
    ['tooLarge', 'size limit exceeded'],
    ['silent', 'no word'],
    ['stranger', 'HTTP/1.1 400'],
  ])('by a scanner that is %s', async (mood, why) => {
    overTcp.mood = mood;
    const failed = await scan(to(overTcp), content('x'.repeat(100_000), 'y')).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ScanFailed);
    expect((failed as Error).message).toMatch(new RegExp(`${why}|EPIPE|ECONNRESET`));
    overTcp.mood = 'well';
    expect(await scan(to(overTcp), content('x'))).toEqual({ clean: true });
  });

  test('when content cannot be read to its end', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('x');
        throw new Error('the disk is broken');
      })(),
    );
    await expect(scan(to(overTcp), broken)).rejects.toThrow('the disk is broken');
  });

  test('when nobody listens, and the content is let go', async () => {
    const gone = await FakeClamd.start();
    await gone.down();
    const unread = content('x');
    await expect(scan(to(gone), unread)).rejects.toBeInstanceOf(ScannerDown);
    await expect(ping(to(gone))).rejects.toBeInstanceOf(ScannerDown);
    expect(unread.destroyed).toBe(true);
  });

  test('when the server stops meanwhile', async () => {
    overTcp.mood = 'silent';
    const signal = AbortSignal.timeout(50);
    await expect(scan(to(overTcp, { signal, silence: 10_000 }), content('x'))).rejects.toBeInstanceOf(ScanFailed);
  });

  test('and something else that listens is no scanner', async () => {
    overTcp.mood = 'stranger';
    await expect(ping(to(overTcp))).rejects.toBeInstanceOf(ScannerDown);
  });
});
