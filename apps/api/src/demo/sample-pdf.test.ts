import { expect, test } from '@jest/globals';
import { samplePdf } from './sample-pdf.ts';

test('every entry of the cross-reference table points at its object', () => {
  const text = samplePdf(['急诊病历', '患者：示例']).toString('latin1');
  const [, start] = /startxref\n(\d+)\n%%EOF\n$/.exec(text)!;
  const table = text.slice(Number(start));
  expect(table).toMatch(/^xref\n0 8\n0000000000 65535 f \n/);
  const offsets = [...table.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  expect(offsets).toHaveLength(7);
  offsets.forEach((offset, i) => expect(text.slice(offset)).toMatch(new RegExp(`^${i + 1} 0 obj\n`)));
});

test('the stream is as long as it says', () => {
  const text = samplePdf(['急诊病历']).toString('latin1');
  const [, length, stream] = /<< \/Length (\d+) >>\nstream\n([\s\S]*)\nendstream/.exec(text)!;
  expect(stream).toHaveLength(Number(length));
});
