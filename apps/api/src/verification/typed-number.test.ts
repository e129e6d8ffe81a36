import { expect, test } from '@jest/globals';
import { codeMeant, numberAsCounted, numbersMeant } from './typed-number.ts';

const printed = '东转〔2026〕000001号';

test.each([
  printed,
  '东转[2026]000001号',
  '东转(2026)000001号',
  '东转（２０２６）０００００１号',
  '东转【2026】 000001 号',
])('%s can mean the number as it is printed, and counts as the same', (typed) => {
  expect(numbersMeant(typed)).toContain(printed);
  expect(numberAsCounted(typed)).toBe(numberAsCounted(printed));
});

test('a number is never taken for another', () => {
  for (const other of ['东转〔2026〕000002号', '东转〔2026〕00001号', '转〔2026〕000001号', '东转2026000001号']) {
    expect(numbersMeant(other)).not.toContain(printed);
    expect(numberAsCounted(other)).not.toBe(numberAsCounted(printed));
  }
});

test('a pattern without brackets is found as it is', () => {
  expect(numbersMeant(' ZZ-2026-000001 ')).toEqual(['ZZ-2026-000001']);
});

test('a space that stands in the number is found, typed as it is printed', () => {
  const spaced = '东转 (2026) 第 000001 号';
  for (const typed of [spaced, ' 东转　（２０２６）  第 ０００００１ 号']) {
    expect(numbersMeant(typed)).toContain(spaced);
    expect(numberAsCounted(typed)).toBe(numberAsCounted(spaced));
  }
  expect(numbersMeant('东转(2026)第 000002 号')).not.toContain(spaced);
});

test('a number whose pattern has two spaces or a letter with a mark of its own is found, copied as it is', () => {
  for (const copied of ['转  2026-000001', 'e\u0301-2026-000001']) expect(numbersMeant(copied)).toContain(copied);
});

test.each(['7K3M-9QXA', '7k3m9qxa', ' 7K3M 9QXA ', '7K3M—9QXA', '７Ｋ３Ｍ－９ＱＸＡ'])('%s is the code 7K3M-9QXA', (typed) => {
  expect(codeMeant(typed)).toBe('7K3M9QXA');
});

test('letters that no code has are read as the digits they look like', () => {
  expect(codeMeant('oOiIlL')).toBe('001111');
});
