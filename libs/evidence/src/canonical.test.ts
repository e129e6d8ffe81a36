import { describe, expect, test } from '@jest/globals';
import { canonical } from './canonical.ts';
import { digestOf, digestOfBytes } from './digest.ts';

describe('canonical JSON', () => {
  // RFC 8785, section 3.2.2 and 3.2.3.
  test('writes numbers, strings and member order as the standard says', () => {
    expect(canonical({ '€': 'Euro', '\r': 'CR', '1': 'One', a: [56.0, 1e30, 4.5, 2e-3, 1e-27, true, null] })).toBe(
      '{"\\r":"CR","1":"One","a":[56,1e+30,4.5,0.002,1e-27,true,null],"€":"Euro"}',
    );
  });

  test('leaves out members that JSON cannot hold, and keeps null', () => {
    expect(canonical({ b: undefined, a: null })).toBe('{"a":null}');
  });

  test.each([undefined, () => 1])('refuses %s, which has no JSON form', (value) => {
    expect(() => canonical(value)).toThrow('no JSON form');
  });
});

describe('a digest', () => {
  test('names its algorithm', () => {
    expect(digestOfBytes('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test('is the same for the same value, and another for another', () => {
    expect(digestOf({ a: 1, b: '𠮷' })).toBe(digestOf({ b: '𠮷', a: 1 }));
    expect(digestOf({ a: 1, b: '𠮷' })).not.toBe(digestOf({ a: 1, b: '吉' }));
  });
});
