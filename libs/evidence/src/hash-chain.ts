import { algorithmOf, digestOf, type Digest, type DigestAlgorithm } from './digest.ts';

/** One link: what happened, bound to everything before it. */
export interface Link<E = unknown> {
  entry: E;
  previous: Digest;
  hash: Digest;
}

/** Where a chain begins: its subject (institution and referral), so that no chain can be passed off as another's. */
export const originOf = (subject: Record<string, string>, algorithm?: DigestAlgorithm): Digest =>
  digestOf({ origin: subject }, algorithm);

/** In the algorithm of what comes before, unless another is asked for: a chain goes on as it began. */
export const hashOf = (entry: unknown, previous: Digest, algorithm: DigestAlgorithm = algorithmOf(previous)): Digest =>
  digestOf({ entry, previous }, algorithm);

export const linkTo = <E>(previous: Digest, entry: E, algorithm?: DigestAlgorithm): Link<E> => ({
  entry,
  previous,
  hash: hashOf(entry, previous, algorithm),
});

export type BrokenLink = {
  /** Index of the first link that does not hold; the number of links where the end is missing. */
  at: number;
  why: 'notLinked' | 'altered' | 'endMissing';
};

/**
 * Checks links from the origin to the head that the subject's record names. Null when every link holds. A head that
 * is not the last hash means that links were cut off at the end.
 */
export function firstBrokenLink(origin: Digest, links: readonly Link[], head: Digest): BrokenLink | null {
  let previous = origin;
  for (const [at, link] of links.entries()) {
    if (link.previous !== previous) return { at, why: 'notLinked' };
    if (hashOf(link.entry, link.previous, algorithmOf(link.hash)) !== link.hash) return { at, why: 'altered' };
    previous = link.hash;
  }
  return previous === head ? null : { at: links.length, why: 'endMissing' };
}
