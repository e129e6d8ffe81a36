import { once } from 'node:events';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { fromBuffer } from 'yauzl';
import { PackWriter } from './pack-writer.ts';

const piece = Buffer.alloc(65_536, 7);

/** So many pieces, counted as they are asked for. */
function pieces(count: number): { stream: Readable; given: () => number } {
  let given = 0;
  const stream = new Readable({
    read() {
      given += 1;
      this.push(given > count ? null : piece);
    },
  });
  return { stream, given: () => given };
}

async function wholeOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const namesIn = (zip: Buffer): Promise<string[]> =>
  new Promise((resolve, reject) => {
    fromBuffer(zip, (error, opened) => {
      if (error) return reject(error);
      const names: string[] = [];
      opened.on('entry', ({ fileName }: { fileName: string }) => names.push(fileName));
      opened.on('end', () => resolve(names)).on('error', reject);
    });
  });

describe('a pack', () => {
  test('is a ZIP of its files in order, the list of them last', async () => {
    const writer = new PackWriter(new Date());
    const whole = wholeOf(writer.stream);
    await writer.add('a.json', '{}');
    await writer.add('papers/b.pdf', pieces(3).stream, 'stored');
    await writer.finish();
    expect(await namesIn(await whole)).toEqual(['a.json', 'papers/b.pdf', 'manifest.json']);
  });

  test('holds no more of a file than is on its way, however slowly it is read', async () => {
    const writer = new PackWriter(new Date());
    const { stream, given } = pieces(4_000);
    const adding = writer.add('large', stream, 'stored');
    let [read, most] = [0, 0];
    for await (const chunk of writer.stream) {
      read += (chunk as Buffer).length;
      most = Math.max(most, given() * piece.length - read);
      if (given() > 4_000) break;
    }
    await adding.catch(() => undefined);
    expect(read).toBeGreaterThan(200_000_000);
    // Each step between holds a piece or two.
    expect(most).toBeLessThan(2_000_000);
  });

  test('that nobody reads any more ends what is being added, and takes nothing more', async () => {
    const writer = new PackWriter(new Date());
    const { stream, given } = pieces(100_000);
    const adding = writer.add('large', stream, 'stored');
    await once(writer.stream, 'readable');
    writer.stream.destroy();
    await expect(adding).rejects.toThrow(/abort/i);
    expect(stream.destroyed).toBe(true);
    expect(given()).toBeLessThan(100);
    await expect(writer.add('more', 'x')).rejects.toThrow(/abort/i);
  });

  test('breaks off where one of its files does', async () => {
    const writer = new PackWriter(new Date());
    const broken = new Readable({ read: () => broken.destroy(new Error('disk')) });
    const reading = wholeOf(writer.stream);
    await expect(writer.add('broken', broken)).rejects.toThrow('disk');
    writer.fail(new Error('disk'));
    await expect(reading).rejects.toThrow('disk');
  });
});
