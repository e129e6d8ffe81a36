import type { Secrets } from '../secrets/secrets.ts';

/** Crockford's base32: no letter that could be read as a digit, and none that makes words. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The code printed on a letter with which the receiving hospital reports: 40 bits of a keyed hash over the letter's
 * number, so it is stored nowhere and nobody without the key can work it out.
 */
export function returnCodeOf(secrets: Secrets, institutionId: string, letterNo: string): string {
  const hash = secrets.lookup(`return code\n${institutionId}\n${letterNo}`).slice('hmac:'.length);
  const bits = BigInt(`0x${hash.slice(0, 10)}`);
  const code = Array.from({ length: 8 }, (_, i) => digits[Number((bits >> BigInt(35 - 5 * i)) & 31n)]!).join('');
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
