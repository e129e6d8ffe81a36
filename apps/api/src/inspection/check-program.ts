import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const file = createRequire(import.meta.url).resolve('@countersign/evidence/check.mjs');

/** The program that checks packs and letters without us, as one file; it goes along with every pack. */
export const checkProgram: string = readFileSync(file, 'utf8');
