import type { Typed } from './typed.ts';

/**
 * What could not be saved yet, on this device: encrypted under the draft's own key, which only the server tells, and only
 * to the draft's writer (docs/decisions/0070).
 */
export interface Kept {
  /** The draft's version that it was typed upon. */
  version: number;
  typed: Typed;
}

interface Lying {
  at: number;
  iv: string;
  data: string;
}

const prefix = 'countersign.unsaved.';
const placeOf = (draftId: string): string => `${prefix}${draftId}`;
const longest = 30 * 86_400_000;

const toText = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.codePointAt(0)!);

const keyOf = (deviceKey: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', toBytes(deviceKey), 'AES-GCM', false, ['encrypt', 'decrypt']);

/** Rejects where this device has no room, or a browser without encryption. */
export async function keep(draftId: string, deviceKey: string, kept: Kept): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(kept));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(deviceKey), plain);
  const lying: Lying = { at: Date.now(), iv: toText(iv), data: toText(new Uint8Array(data)) };
  localStorage.setItem(placeOf(draftId), JSON.stringify(lying));
}

export const forget = (draftId: string): void => localStorage.removeItem(placeOf(draftId));

/** What was kept of a draft; null where nothing was, or where it cannot be read, and never will. */
export async function readKept(draftId: string, deviceKey: string): Promise<Kept | null> {
  forgetOld();
  const text = localStorage.getItem(placeOf(draftId));
  if (text === null) return null;
  try {
    const { iv, data } = JSON.parse(text) as Lying;
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: toBytes(iv) }, await keyOf(deviceKey), toBytes(data));
    return JSON.parse(new TextDecoder().decode(plain)) as Kept;
  } catch (error) {
    reportError(error);
    forget(draftId);
    return null;
  }
}

/** Nobody came back for it. */
function forgetOld(): void {
  for (const place of Object.keys(localStorage).filter((name) => name.startsWith(prefix))) {
    const { at } = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Lying>;
    if (!at || Date.now() - at > longest) localStorage.removeItem(place);
  }
}
