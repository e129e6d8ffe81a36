import { describe, expect, test } from '@jest/globals';
import { canonical } from './canonical.ts';
import { algorithmOf, digestOf, digestOfBytes } from './digest.ts';

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

  // The example of GB/T 32905-2016, appendix A.1.
  test('is made by SM3 where that is asked for', () => {
    expect(digestOfBytes('abc', 'sm3')).toBe('sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(digestOf('abc', 'sm3')).toBe(digestOfBytes('"abc"', 'sm3'));
  });

  test('tells which algorithm made it', () => {
    expect([algorithmOf(digestOf(1)), algorithmOf(digestOf(1, 'sm3'))]).toEqual(['sha256', 'sm3']);
  });

  test('is the same for the same value, and another for another', () => {
    expect(digestOf({ a: 1, b: '𠮷' })).toBe(digestOf({ b: '𠮷', a: 1 }));
    expect(digestOf({ a: 1, b: '𠮷' })).not.toBe(digestOf({ a: 1, b: '吉' }));
  });
});
