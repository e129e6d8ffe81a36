import canonicalize from 'canonicalize';

/**
 * Canonical JSON (RFC 8785): one text for one value, whoever writes it. Throws for what JSON cannot hold, so that
 * nothing is ever signed that a reader could not rebuild.
 */
export function canonical(value: unknown): string {
  const text = (canonicalize as unknown as (value: unknown) => string | undefined)(value);
  if (text === undefined) throw new TypeError('value has no JSON form');
  return text;
}
