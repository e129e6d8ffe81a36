import { describe, expect, test } from '@jest/globals';
import { algorithmOf, digestAlgorithms, digestOf, type Digest } from './digest.ts';
import { firstBrokenLink, linkTo, originOf, type Link } from './hash-chain.ts';

const origin = originOf({ institutionId: 'i', referralId: 'r' });

function chainOf(entries: readonly unknown[]): Link[] {
  const links: Link[] = [];
  for (const entry of entries) links.push(linkTo(links.at(-1)?.hash ?? origin, entry));
  return links;
}

const entries = [{ act: 'report', at: '1' }, { act: 'inform', at: '2' }, { act: 'sign', opinion: '同意 𠮷', at: '3' }];
const whole = chainOf(entries);
const head = whole.at(-1)!.hash;

describe('a hash chain', () => {
  test('holds from its origin to its head', () => {
    expect(firstBrokenLink(origin, whole, head)).toBeNull();
    expect(firstBrokenLink(origin, [], origin)).toBeNull();
  });

  test('cannot be passed off as the chain of another referral', () => {
    const other = originOf({ institutionId: 'i', referralId: 'other' });
    expect(firstBrokenLink(other, whole, head)).toEqual({ at: 0, why: 'notLinked' });
  });

  test.each(entries.map((_, at) => at))('shows any changed character of entry %i', (at) => {
    const text = JSON.stringify(whole[at]!.entry);
    for (let i = 0; i < text.length; i += 1) {
      const changed = readable(text.slice(0, i) + (text[i] === '7' ? '8' : '7') + text.slice(i + 1));
      if (changed === null) continue;
      const links = whole.with(at, { ...whole[at]!, entry: changed });
      expect(firstBrokenLink(origin, links, head)).toEqual({ at, why: 'altered' });
    }
  });

  test('shows an altered entry whose own hash was made anew, at the entry after it', () => {
    const forged = linkTo(whole[0]!.hash, { act: 'inform', at: '9' });
    expect(firstBrokenLink(origin, whole.with(1, forged), head)).toEqual({ at: 2, why: 'notLinked' });
  });

  test('shows entries exchanged, taken out, put in and cut off', () => {
    expect(firstBrokenLink(origin, [whole[1]!, whole[0]!, whole[2]!], head)).toEqual({ at: 0, why: 'notLinked' });
    expect(firstBrokenLink(origin, [whole[0]!, whole[2]!], head)).toEqual({ at: 1, why: 'notLinked' });
    expect(firstBrokenLink(origin, [...whole, linkTo(origin, {})], head)).toEqual({ at: 3, why: 'notLinked' });
    expect(firstBrokenLink(origin, whole.slice(0, 2), head)).toEqual({ at: 2, why: 'endMissing' });
  });

  test('reads the same from entries whose members stand in another order', () => {
    const shuffled = whole.with(2, { ...whole[2]!, entry: { at: '3', opinion: '同意 𠮷', act: 'sign' } });
    expect(firstBrokenLink(origin, shuffled, head as Digest)).toBeNull();
  });
});

describe('the algorithm of a chain', () => {
  const subject = { institutionId: 'i', referralId: 'r' };

  test.each(digestAlgorithms)('%s is what it began with, to its end', (algorithm) => {
    const begin = originOf(subject, algorithm);
    const [first, second] = [linkTo(begin, 1), linkTo(linkTo(begin, 1).hash, 2)];
    expect([begin, first.hash, second.hash].map(algorithmOf)).toEqual([algorithm, algorithm, algorithm]);
    expect(firstBrokenLink(begin, [first, second], second.hash)).toBeNull();
    expect(firstBrokenLink(begin, [first, { ...second, entry: 3 }], second.hash)).toEqual({ at: 1, why: 'altered' });
  });

  test('is read off each link, so that a chain may go on in another', () => {
    const first = linkTo(origin, 1);
    const second = linkTo(first.hash, 2, 'sm3');
    expect(second.hash).toBe(digestOf({ entry: 2, previous: first.hash }, 'sm3'));
    expect(firstBrokenLink(origin, [first, second], second.hash)).toBeNull();
  });

  test('cannot be said to be another than it was', () => {
    const first = linkTo(origin, 1);
    const said = first.hash.replace('sha256', 'sm3') as Digest;
    expect(firstBrokenLink(origin, [{ ...first, hash: said }], said)).toEqual({ at: 0, why: 'altered' });
  });
});

/** What a changed character still reads as; null where it is no longer JSON and cannot be stored. */
function readable(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
