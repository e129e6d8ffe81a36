import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { pngOf, type PngHead } from '../../../../../test/support/hostile-files.ts';
import { readPng } from './read-png.ts';
import { writePng } from './write-png.ts';

/** Lines after their filter, packed. */
const packed = (...lines: number[][]) => deflateSync(Buffer.from(lines.flat()));

const read = async (head: PngHead, data: Buffer, ...more: [string, Buffer][]) => {
  const { width, height, rgb } = await readPng(pngOf(head, data, ...more), 320);
  return { width, height, rgb: [...rgb] };
};

const two = { width: 2, height: 1 };
const palette: [string, Buffer] = ['PLTE', Buffer.from([10, 20, 30, 40, 50, 60])];

describe('every kind of pixel', () => {
  test.each<[string, PngHead, Buffer, [string, Buffer][], number[]]>([
    ['grey of 1 bit', { ...two, depth: 1, colour: 0 }, packed([0, 0b0100_0000]), [], [0, 0, 0, 255, 255, 255]],
    ['grey of 2 bits', { ...two, depth: 2, colour: 0 }, packed([0, 0b0111_0000]), [], [85, 85, 85, 255, 255, 255]],
    ['grey of 4 bits', { ...two, depth: 4, colour: 0 }, packed([0, 0x3f]), [], [51, 51, 51, 255, 255, 255]],
    ['grey of 8 bits', { ...two, depth: 8, colour: 0 }, packed([0, 7, 200]), [], [7, 7, 7, 200, 200, 200]],
    ['grey of 16 bits', { ...two, depth: 16, colour: 0 }, packed([0, 0x80, 0x80, 0xff, 0xff]), [], [128, 128, 128, 255, 255, 255]],
    ['grey, one of it seen through', { ...two, depth: 8, colour: 0 }, packed([0, 7, 8]), [['tRNS', Buffer.from([0, 7])]], [255, 255, 255, 8, 8, 8]],
    ['colours of 8 bits', two, packed([0, 1, 2, 3, 4, 5, 6]), [], [1, 2, 3, 4, 5, 6]],
    ['colours of 16 bits', { ...two, depth: 16 }, packed([0, 0, 0, 0x80, 0x80, 0xff, 0xff, 1, 1, 2, 2, 3, 3]), [], [0, 128, 255, 1, 2, 3]],
    ['colours, one seen through', two, packed([0, 1, 2, 3, 1, 2, 4]), [['tRNS', Buffer.from([0, 1, 0, 2, 0, 3])]], [255, 255, 255, 1, 2, 4]],
    ['a palette of 1 bit', { ...two, depth: 1, colour: 3 }, packed([0, 0b0100_0000]), [palette], [10, 20, 30, 40, 50, 60]],
    ['a palette of 8 bits', { ...two, colour: 3 }, packed([0, 1, 0]), [palette], [40, 50, 60, 10, 20, 30]],
    ['a palette half seen through', { ...two, colour: 3 }, packed([0, 0, 1]), [palette, ['tRNS', Buffer.from([0, 51])]], [255, 255, 255, 212, 214, 216]],
    ['a colour that its palette lacks', { ...two, colour: 3 }, packed([0, 0, 9]), [palette], [10, 20, 30, 0, 0, 0]],
    ['grey and opacity', { ...two, colour: 4 }, packed([0, 0, 51, 100, 255]), [], [204, 204, 204, 100, 100, 100]],
    ['grey and opacity of 16 bits', { ...two, depth: 16, colour: 4 }, packed([0, 0, 0, 0, 0, 1, 1, 255, 255]), [], [255, 255, 255, 1, 1, 1]],
    ['colours and opacity', { ...two, colour: 6 }, packed([0, 1, 2, 3, 255, 9, 9, 9, 0]), [], [1, 2, 3, 255, 255, 255]],
  ])('%s', async (_, head, data, more, rgb) => {
    expect(await read(head, data, ...more)).toEqual({ ...two, rgb });
  });
});

describe('every way of writing a line', () => {
  const plain = { width: 2, height: 2, colour: 0 };
  test.each<[string, number[][]]>([
    ['as it is', [[0, 10, 20], [0, 30, 45]]],
    ['by the pixel to the left', [[1, 10, 10], [1, 30, 15]]],
    ['by the one above', [[2, 10, 20], [2, 20, 25]]],
    ['by the mean of both', [[3, 10, 15], [3, 25, 20]]],
    ['by the nearest of three', [[4, 10, 10], [4, 20, 15]]],
  ])('%s', async (_, lines) => {
    expect((await read(plain, packed(...lines))).rgb).toEqual([10, 20, 30, 45].flatMap((grey) => [grey, grey, grey]));
  });

  test('in seven passes', async () => {
    const [width, height] = [5, 2];
    // The third and the fifth pass begin below the second line, and have none.
    const lines = [[0, 1], [0, 5], [0, 3], [0, 2, 4], [0, 11, 12, 13, 14, 15]];
    const { rgb } = await read({ width, height, colour: 0, interlaced: true }, packed(...lines));
    expect(rgb.filter((_, i) => i % 3 === 0)).toEqual([1, 2, 3, 4, 5, 11, 12, 13, 14, 15]);
  });
});

describe('a large picture', () => {
  test('becomes a small one of the means of its pixels', async () => {
    const [width, height] = [640, 4];
    const line = [0, ...Array.from({ length: width }, (_, x) => (x % 2 === 0 ? 100 : 200))];
    const small = await read({ width, height, colour: 0 }, packed(...Array.from({ length: height }, () => line)));
    expect(small).toMatchObject({ width: 320, height: 2 });
    expect(new Set(small.rgb)).toEqual(new Set([150]));
  });

  test('of up to 120 million pixels is begun, and of one more is not', async () => {
    const nothing = packed([0]);
    await expect(read({ width: 30_000, height: 4_000 }, nothing)).rejects.toThrow('ends too early');
    await expect(read({ width: 30_000, height: 4_001 }, nothing)).rejects.toThrow('too large');
    await expect(read({ width: 30_001, height: 1 }, nothing)).rejects.toThrow('too large');
  });

  test('comes back from what is written', async () => {
    const rgb = Uint8Array.from({ length: 7 * 5 * 3 }, (_, i) => (i * 37) % 256);
    expect(await readPng(writePng(7, 5, rgb), 320)).toEqual({ width: 7, height: 5, rgb });
  });
});

describe('no picture', () => {
  const one = { width: 1, height: 1, colour: 0 };
  test.each<[string, Buffer, string]>([
    ['of no size', pngOf({ ...one, width: 0 }, packed([0])), 'no size'],
    ['of a colour type that is none', pngOf({ ...one, colour: 5 }, packed([0, 1])), 'no such pictures'],
    ['of a depth that its colours cannot have', pngOf({ ...one, colour: 2, depth: 4 }, packed([0, 1])), 'no such pictures'],
    ['with a filter that is none', pngOf(one, packed([5, 1])), 'no such filter'],
    ['that is cut short', pngOf(one, packed([0])), 'too early'],
    ['that is not packed', pngOf(one, Buffer.from('not packed')), 'header check'],
    ['without data', pngOf(one, Buffer.alloc(0)), 'unexpected end'],
    ['but a beginning', pngOf(one, packed([0, 1])).subarray(0, 20), 'no head'],
  ])('is made of a file %s', async (_, bytes, why) => {
    await expect(readPng(bytes, 320)).rejects.toThrow(why);
    expect((await read(one, packed([0, 1]))).rgb).toEqual([1, 1, 1]);
  });
});
