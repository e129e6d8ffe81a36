import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as words from '../../contract/src/words.ts';
import { changed } from '../test/machines.ts';
import { chainPages, drawChain } from './draw-chain.ts';
import { chainVersions, chains, type Chain } from './index.ts';

const folder = new URL('../../../docs/chains/', import.meta.url);
const pages = chainPages(words);

/** Pages that are not as the machines are now; `npm run diagrams` makes them so. */
const stale = (drawn: { file: string; page: string }[]): string[] =>
  drawn
    .filter(({ file, page }) => {
      const path = new URL(file, folder);
      return !existsSync(path) || readFileSync(path, 'utf8').replaceAll('\r\n', '\n') !== page;
    })
    .map(({ file }) => file);

describe('docs/chains', () => {
  test('shows every chain as its machine is now: else run `npm run diagrams`', () => {
    expect(stale(pages)).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(pages.map(({ file }) => file).sort());
  });

  test('is seen to fail where a chain has changed since', () => {
    const quicker = changed(chainVersions.outpatient['1']!, (states) => {
      states.awaitingMedicalDirector!.on!.sign = 'awaitingInsurance';
    });
    expect(stale([{ file: 'outpatient.md', page: drawChain('outpatient', quicker, '1', words) }])).not.toEqual([]);
    const others = changed(chainVersions.outpatient['1']!, (states) => {
      states.awaitingLetter!.meta = { awaits: ['insuranceLead'], clause: 'O9' };
    });
    expect(stale([{ file: 'outpatient.md', page: drawChain('outpatient', others, '1', words) }])).not.toEqual([]);
  });

  test.each(chains)('%s: names every condition, everybody it awaits and every act that it takes', (chain: Chain) => {
    const page = drawChain(chain, chainVersions[chain]['1']!, '1', words);
    const machine = chainVersions[chain]['1']!;
    const acts = machine.events.filter((event) => !event.startsWith('xstate.'));
    for (const word of [...Object.keys(machine.states), ...acts]) expect(page).toContain(`\`${word}\``);
    const awaited = [...JSON.stringify(machine.config).matchAll(/"awaits":\[([^\]]*)\]/g)].flatMap(
      ([, offices]) => JSON.parse(`[${offices}]`) as string[],
    );
    for (const office of awaited) expect(page).toContain(office);
  });

  test('shows both deans beside each other where both are asked, and nowhere else', () => {
    const [outpatient, inpatient, otherHospital] = pages.map(({ page }) => page);
    for (const page of [outpatient, otherHospital]) {
      expect(page).toMatch(
        /subgraph awaitingDeans\[[^\n]*\n {2}direction TB\n {2}deanInCharge\[[^\n]*\n {2}businessDean\[/,
      );
    }
    expect(inpatient).not.toContain('subgraph');
  });
});
