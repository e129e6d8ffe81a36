import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { decode, encode } from 'fast-png';
import pixelmatch from 'pixelmatch';
import { form, letter, supersededForm } from '../test/samples.ts';
import { type Picture, read } from '../test/pixels.ts';
import { renderApprovalForm, renderLetter } from './index.ts';
import type { Rendered } from './views.ts';

/** Pages as they were approved by eye. `npm run approve-documents` writes them anew: look at them before committing. */
const approved = new URL('../test/approved/', import.meta.url);
const approving = process.env['APPROVE_DOCUMENTS'] === '1';

/** 108 pixels to the inch: each stroke of a character shows. */
const scale = 1.5;
/** Rounding may differ between machines by a shade; a changed character differs by a hundred pixels. */
const tolerated = 12;

const documents: Record<string, () => Promise<Rendered>> = {
  form: () => renderApprovalForm(form),
  'form-superseded-draft': () => renderApprovalForm(supersededForm),
  'form-long-void': () =>
    renderApprovalForm({
      ...form,
      mark: 'void',
      patient: { ...form.patient, name: '𠮷䶮𰀀·阿卜杜热合曼·麦麦提图尔荪江' },
      condition: form.condition.repeat(12),
      signatures: form.signatures.map((one, i) => (i === 1 ? { ...one, opinion: one.opinion.repeat(40) } : one)),
    }),
  letter: () => renderLetter(letter),
  'letter-reprint-void': () => renderLetter({ ...letter, mark: 'void', copy: 2, replaces: '东转〔2026〕000101号', uses: 3 }),
  'letter-long': () => renderLetter({ ...letter, reason: letter.reason.repeat(10) }),
};

describe('Pages look as they were approved', () => {
  it.each(Object.keys(documents))('%s', async (name) => {
    const { pictures } = await read((await documents[name]!()).pdf, scale);
    if (approving) approve(name, pictures);
    expect(existsSync(fileOf(name, pictures.length))).toBe(false);
    pictures.forEach((picture, i) => {
      const { differing, shown } = compared(name, i, picture);
      expect({ page: i + 1, alike: differing <= tolerated, shown }).toEqual({ page: i + 1, alike: true, shown: null });
    });
  });

  it('one changed character is found out', async () => {
    const changed = await renderLetter({ ...letter, patient: { ...letter.patient, name: letter.patient.name.replace('陈', '阵') } });
    const { pictures } = await read(changed.pdf, scale);
    expect(differences(grey(pictures[0]!), decode(readFileSync(fileOf('letter', 0)))).count).toBeGreaterThan(tolerated);
  });
});

function approve(name: string, pictures: Picture[]): void {
  pictures.forEach((picture, i) => writeFileSync(fileOf(name, i), encode(grey(picture))));
  for (let i = pictures.length; existsSync(fileOf(name, i)); i++) rmSync(fileOf(name, i));
}

function fileOf(name: string, page: number): URL {
  return new URL(`${name}-${page + 1}.png`, approved);
}

/** Where a page differs, the folder in which it and the differences lie to be looked at. */
function compared(name: string, page: number, picture: Picture): { differing: number; shown: string | null } {
  const now = grey(picture);
  const { count, picture: differing } = differences(now, decode(readFileSync(fileOf(name, page))));
  if (count <= tolerated) return { differing: count, shown: null };
  const folder = mkdtempSync(join(tmpdir(), 'countersign-page-'));
  writeFileSync(join(folder, 'now.png'), encode(now));
  writeFileSync(join(folder, 'differences.png'), encode({ ...picture, data: differing, channels: 4 }));
  return { differing: count, shown: folder };
}

interface Grey {
  width: number;
  height: number;
  data: Uint8Array;
  channels: 1;
}

/** The files stay small, and colour is told from grey by the tests of the text. */
function grey({ width, height, data }: Picture): Grey {
  const shades = new Uint8Array(width * height);
  for (let i = 0; i < shades.length; i++) shades[i] = Math.round(0.3 * data[i * 4]! + 0.59 * data[i * 4 + 1]! + 0.11 * data[i * 4 + 2]!);
  return { width, height, data: shades, channels: 1 };
}

function differences(now: Grey, before: { width: number; height: number; data: ArrayLike<number> }): { count: number; picture: Uint8Array } {
  const picture = new Uint8Array(now.width * now.height * 4);
  if (now.width !== before.width || now.height !== before.height) return { count: now.width * now.height, picture };
  return { count: pixelmatch(coloured(now.data), coloured(before.data), picture, now.width, now.height, { threshold: 0.1 }), picture };
}

function coloured(shades: ArrayLike<number>): Uint8Array {
  const picture = new Uint8Array(shades.length * 4).fill(255);
  for (let i = 0; i < shades.length; i++) picture.fill(shades[i]!, i * 4, i * 4 + 3);
  return picture;
}
