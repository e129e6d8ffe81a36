import type { PaperType } from '@countersign/contract';

const mostCharacters = 200;

const extensions: Record<PaperType, string> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' };

// Control characters, and those that make a name read backwards.
const unseen = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A file's name for showing: whatever characters people use, but none that deceive. Never a path. */
export function shownName(name: string, type: PaperType): string {
  // Browsers write a quotation mark in a file's name as %22 (WHATWG HTML, multipart form data).
  const shown = [...name.toWellFormed().replaceAll('%22', '"').replaceAll(unseen, '').trim()].slice(0, mostCharacters).join('');
  return shown || `paper.${extensions[type]}`;
}

/** RFC 6266 with RFC 5987: the name in full for who can read it, and a plain one for who cannot. */
export function dispositionOf(name: string, way: 'attachment' | 'inline'): string {
  const plain = name.replaceAll(/[^\x20-\x7e]/gu, '_').replaceAll(/["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${way}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
