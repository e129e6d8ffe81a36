import { describe, expect, test } from '@jest/globals';
import { languageFor } from './language.ts';

describe('the language of an answer', () => {
  test.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['zh-TW', 'zh-CN'],
    ['en;q=0.5, zh-CN;q=0.9', 'zh-CN'],
    ['fr, en;q=0.1', 'en'],
    ['fr', 'zh-CN'],
    ['en;q=0', 'zh-CN'],
    ['*', 'zh-CN'],
    [';;;,q=,', 'zh-CN'],
  ])('for %p is %s', (header, language) => {
    expect(languageFor(header)).toBe(language);
  });
});
