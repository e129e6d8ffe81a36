import type { LetterVerdictResponse, ReferralRowResponse, ReferralsPageResponse } from '@countersign/contract';
import { maskIdNumber } from '@countersign/policy/id-card';
import { api, withQuery } from '../../api/client.ts';
import { readTyped, type Typed } from '../../parts/card-numbers.ts';

/** What somebody typed into the desk's field, or a reader typed for them. */
export type Wanted = Exclude<Typed, { kind: 'nothing' }> | { kind: 'token'; token: string };
type Findable = Exclude<Wanted, { kind: 'wrongCard' | 'phone' }>;

const tokenLike = /^[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}$/;

/** Null where nothing was typed. A letter's QR code holds an address that ends with its token. */
export function wantedBy(typed: string): Wanted | null {
  const text = typed.trim();
  const token = /\/verify\/([\w.-]+)/.exec(text)?.[1] ?? (tokenLike.test(text) ? text : null);
  if (token) return { kind: 'token', token };
  const read = readTyped(text);
  return read.kind === 'nothing' ? null : read;
}

export interface Found {
  rows: ReferralRowResponse[];
  /** There are more than are shown. */
  more: boolean;
  /** What was looked for, as it may stand on the screen. */
  sought: string;
  /** In memory only: the card that was read, which need not be read again for whoever shows it. */
  idNumber: string | null;
  /** What a letter's code is worth, where it leads to no letter of ours. */
  verdict: LetterVerdictResponse | null;
}

const enough = 9;
/** A page may hold fewer rows than asked for; nobody at a window waits for more of them than these. */
const patience = 5;

type ReadPage = (cursor: string | null) => Promise<ReferralsPageResponse>;

async function gather(read: ReadPage): Promise<Pick<Found, 'rows' | 'more'>> {
  const rows: ReferralRowResponse[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < patience; pages += 1) {
    const page: ReferralsPageResponse = await read(cursor);
    rows.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === null || rows.length >= enough) break;
  }
  return { rows: rows.slice(0, enough), more: cursor !== null || rows.length > enough };
}

async function byText(text: string, sought = text): Promise<Found> {
  const read: ReadPage = (cursor) => api.get(withQuery('/referrals', { search: text, limit: enough, cursor }));
  return { ...(await gather(read)), sought, idNumber: null, verdict: null };
}

async function byCard(idNumber: string): Promise<Found> {
  const read: ReadPage = (cursor) => api.post('/referrals/find', { idNumber, limit: enough, ...(cursor && { cursor }) });
  return { ...(await gather(read)), sought: maskIdNumber(idNumber), idNumber, verdict: null };
}

/** A letter's code says which letter it is; the number leads to the case, also from a letter that was replaced. */
async function byToken(token: string): Promise<Found> {
  const verdict = await api.post<LetterVerdictResponse>('/letters/verify', { token });
  if (!verdict.letter) return { rows: [], more: false, sought: '', idNumber: null, verdict };
  const found = await byText(verdict.letter.letterNo);
  return { ...found, verdict };
}

export function find(wanted: Findable): Promise<Found> {
  switch (wanted.kind) {
    case 'card':
      return byCard(wanted.idNumber);
    case 'token':
      return byToken(wanted.token);
    case 'text':
      return byText(wanted.text);
  }
}
