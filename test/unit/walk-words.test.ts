import { actWords, officeWords, stateWords } from '@countersign/contract';
import { describe, expect, test } from '@jest/globals';
import * as walk from '../../walk/words.mjs';

describe('the words of the walk', () => {
  const pairs = { officeWords: [walk.officeWords, officeWords], actWords: [walk.actWords, actWords], stateWords: [walk.stateWords, stateWords] };

  test.each(Object.entries(pairs))('are those of the console: %s', (_, [printed, known]) => {
    for (const [key, { zh, en }] of Object.entries(printed!)) {
      expect({ key, 'zh-CN': zh, en }).toEqual({ key, ...(known as Record<string, object>)[key] });
    }
  });
});
