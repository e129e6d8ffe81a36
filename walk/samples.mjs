import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const folder = fileURLToPath(new URL('../samples', import.meta.url));

const order = ['outpatient', 'inpatient', 'otherHospital'];

/**
 * @typedef {{ zh: string, en: string }} Words
 * @typedef {{ by: string, office: string, onBehalfOf?: string, act: string, message?: object, form?: string,
 *   papersReviewed?: string[], copyTo?: string[], then: string }} Step
 * @typedef {{ step: string, by: string, onBehalfOf?: string }} Expected
 * @typedef {{ name: string, title: Words, shows: Words, institution: string, chain: string, department?: string,
 *   papers?: { kind: string, file: string }[], report: object, forms: Record<string, object>, steps: Step[],
 *   expect: { destination: string, signatures: Expected[] } }} Sample
 */

/** The sample cases, by chain. @returns {Sample[]} */
export function readSamples() {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ name: basename(file, '.json'), ...JSON.parse(readFileSync(join(folder, file), 'utf8')) }))
    .sort((a, b) => order.indexOf(a.chain) - order.indexOf(b.chain) || (a.name < b.name ? -1 : 1));
}

/** @param {string} file as a sample names it */
export const readPaper = (file) => readFileSync(join(folder, file));
