import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { AnyStateNode } from 'xstate';
import { officeWords } from '../../contract/src/words.ts';
import { changed, withVersion } from '../test/machines.ts';
import type { Awaits } from './chains/chain.ts';
import { acts, chains, chainVersions, collectorsOf, departmentOffices, offices, officesWith, recallableActs, relations, rights } from './index.ts';

/** docs/policy.md and the machines say the same: neither can change alone. */

const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/policy.md', root), 'utf8').replaceAll('\r\n', '\n');

/** The collected texts, by the names that they were collected under. */
const policySources = [
  '000_2c95cf5e3e464880',
  '001_568c70db503dec8f',
  '002_3580abf1b1ecb072',
  '003_bcc65f882c2c5f0a',
  '004_cd2a3f07b7489630',
].map((name) => `policy-sources/${name}.txt`);

interface Clause {
  number: string;
  text: string;
  /** Cells of its row, where it is a row of a chain. */
  cells: string[];
}

/** Rows of tables that begin with a clause, and paragraphs that begin with one in bold. */
function clausesIn(text: string): Clause[] {
  const rows = [...text.matchAll(/^\| ([A-Z]\d+) \|(.*)\|$/gm)].map(([whole, number, cells]) => ({
    number: number!,
    text: whole,
    cells: cells!.split(' | ').map((cell) => cell.trim()),
  }));
  const paragraphs = text.split('\n\n').flatMap((paragraph) => {
    const [, number] = /^\*\*([A-Z]\d+)\b/.exec(paragraph) ?? [];
    return number ? [{ number, text: paragraph, cells: [] }] : [];
  });
  return [...rows, ...paragraphs];
}

const wordsIn = (cell: string, vocabulary: readonly string[]): string[] =>
  [...cell.matchAll(/`(\w+)`/g)].map(([, word]) => word!).filter((word) => vocabulary.includes(word));

interface Demand {
  offices: Set<string>;
  acts: Set<string>;
}

const partsOf = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(partsOf)];

/** Acts that every running condition has alike; clauses B1 to B3 are about them. */
const besides = ['withdraw', 'reject', 'returnForCorrection'];

/** What the machines demand by each clause, over every version that a referral may still run in. */
function demandsOfMachines(): Map<string, Demand> {
  const demands = new Map<string, Demand>();
  for (const chain of chains) {
    for (const machine of Object.values(chainVersions[chain])) {
      for (const node of partsOf(machine.root as AnyStateNode)) {
        if (!node.meta) continue;
        const { clause, awaits } = node.meta as Awaits;
        const demand = demands.get(clause) ?? { offices: new Set(), acts: new Set() };
        for (const office of awaits) demand.offices.add(office);
        for (const act of node.ownEvents) if (!besides.includes(act)) demand.acts.add(act);
        demands.set(clause, demand);
      }
    }
  }
  return demands;
}

const same = (a: Iterable<string>, b: Iterable<string>): boolean => [...a].sort().join() === [...b].sort().join();

/** Where the page and the machines part. */
function disagreements(text: string): string[] {
  const demands = demandsOfMachines();
  const rows = clausesIn(text).filter(({ number }) => /^[OIX]/.test(number));
  const numbers = rows.map(({ number }) => number);
  return [
    ...[...demands.keys()].filter((clause) => !numbers.includes(clause)).map((clause) => `${clause} is missing`),
    ...rows.flatMap(({ number, cells: [awaits = '', act = ''] }) => {
      const demand = demands.get(number);
      if (!demand) return [`${number} is in no machine`];
      return [
        ...(same(wordsIn(awaits, offices), demand.offices) ? [] : [`${number} awaits others`]),
        ...(same(wordsIn(act, acts), demand.acts) ? [] : [`${number} asks for another act`]),
      ];
    }),
  ];
}

/** Clauses that say nowhere where they come from. Of a value, `unverified` is an answer. */
const withoutSource = (text: string): string[] =>
  clausesIn(text)
    .filter(({ number, text: clause }) => {
      const sourced =
        policySources.some((name) => clause.includes(`\`${name}\``)) || /`DESIGN, section [1-8]`/.test(clause);
      return !sourced && !(number.startsWith('U') && clause.includes('`unverified`'));
    })
    .map(({ number }) => number);

describe('docs/policy.md', () => {
  test('has every clause of every chain, with exactly the offices it awaits and the acts it asks for', () => {
    expect(disagreements(page)).toEqual([]);
    expect(demandsOfMachines().size).toBe(24);
  });

  test('is seen to fail where a row is missing, names others, asks for another act or is too many', () => {
    const without = (clause: string) => page.replace(new RegExp(`^\\| ${clause} \\|.*\n`, 'm'), '');
    expect(disagreements(without('O6'))).toEqual(['O6 is missing']);
    const row = page.match(/^\| I4 \|.*$/m)![0];
    expect(disagreements(page.replace(row, row.replace('bedDoctor', 'departmentLead')))).toEqual(['I4 awaits others']);
    expect(disagreements(page.replace(row, row.replace('fillIn', 'sign')))).toEqual(['I4 asks for another act']);
    expect(disagreements(page.replace(row, `${row}\n${row.replace('I4', 'I8')}`))).toEqual(['I8 is in no machine']);
  });

  test('is seen to fail where a machine has moved on', () => {
    const moved = changed(chainVersions.inpatient['1']!, (states) => {
      states.awaitingLetter!.meta = { awaits: ['insuranceLead'], clause: 'I7' };
    });
    expect(withVersion('inpatient', '2', moved, () => disagreements(page))).toEqual(['I7 awaits others']);
  });

  test('gives a source for every clause', () => {
    expect(withoutSource(page)).toEqual([]);
    const unsourced = page.replace(/(\*\*B2 [^]*?)Source: `DESIGN, section 3`\./, '$1');
    expect(withoutSource(unsourced)).toEqual(['B2']);
    const unknown = page.replace(/^(\| O1 \|.*)001_568c70db503dec8f/m, '$1009_0000000000000000');
    expect(withoutSource(unknown)).toEqual(['O1']);
  });

  test('numbers its clauses without gaps and refers to no clause that is not there', () => {
    const numbers = clausesIn(page).map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const letter of new Set(numbers.map((number) => number[0]!))) {
      const of = numbers.filter((number) => number.startsWith(letter));
      expect(of).toEqual(of.map((_, i) => `${letter}${i + 1}`));
    }
    const referred = [...page.matchAll(/\b[OIXCBSPLVU]\d+\b/g)].map(([number]) => number);
    expect(referred.filter((number) => !numbers.includes(number))).toEqual([]);
  });

  test('points to files that exist', () => {
    const paths = [...page.matchAll(/`((?:docs|libs|test)\/[\w./-]+)`/g)].map(([, path]) => path!);
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });

  test('calls each office as the screens do', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \| (\S+) \| (.*) \|$/gm)].map(([, ...cells]) => cells);
    expect(rows.map(([office]) => office)).toEqual([...offices]);
    for (const [office, zh, held] of rows) {
      expect([office, zh]).toEqual([office, officeWords[office as keyof typeof officeWords]['zh-CN']]);
      expect([office, held!.startsWith('a department')]).toEqual([office, departmentOffices.includes(office as never)]);
    }
    const named = [...page.matchAll(/`(\w+)` (\p{Script=Han}+)/gu)].filter(([, word]) =>
      offices.includes(word as never),
    );
    for (const [, office, zh] of named) expect(zh).toBe(officeWords[office as keyof typeof officeWords]['zh-CN']);
  });

  test('lists every right with its offices', () => {
    const listed = (text: string) =>
      [...text.matchAll(/^\| `(\w+)` \| (all but )?(`.*) \| .* \|$/gm)].map(([, right, allBut, cell]) => {
        const named = wordsIn(cell!, offices);
        return [right, allBut ? offices.filter((office) => !named.includes(office)) : named];
      });
    const given = rights.map((right) => [right, officesWith[right]]);
    expect(listed(page)).toEqual(given);
    const row = page.match(/^\| `keepReasons` .*$/m)![0];
    expect(listed(page.replace(row, row.replace('administrator', 'auditor')))).not.toEqual(given);
    expect(listed(page.replace(`${row}\n`, ''))).not.toEqual(given);
  });

  test('lists the acts that can be taken back', () => {
    const recall = clausesIn(page).find(({ text }) => text.includes('`recall`') && text.startsWith('**B'))!;
    const listed = /can be taken back: ([^.]*)\./.exec(recall.text)![1]!;
    expect(wordsIn(listed, acts)).toEqual([...recallableActs]);
  });

  test('names whom the window gives a letter to', () => {
    const clause = clausesIn(page).find(({ text }) => text.startsWith('**L') && text.includes('`handOver`'))!;
    const [, all, alsoOther] = /chains to([^]*?);[^]*?chain also to([^]*?)\./.exec(clause.text)!;
    const named = wordsIn(all!, relations);
    expect(named).toEqual(collectorsOf('outpatient', 'handOver'));
    expect(named).toEqual(collectorsOf('inpatient', 'handOver'));
    expect([...named, ...wordsIn(alsoOther!, relations)]).toEqual(collectorsOf('otherHospital', 'handOver'));
  });

  test('marks every default of the settings that no official text confirms, at its value', () => {
    const settings = readFileSync(new URL('apps/api/src/institutions/settings.ts', root), 'utf8');
    const defaults = /defaultSettings: Settings = \{([^}]*(?:\{[^}]*\}[^}]*)*)\n\};/.exec(settings)![1]!;
    const set = [...defaults.matchAll(/^ {2}(\w+): (.*),$/gm)].map(([, name, value]) => `${name} ${value}`);
    const rows = clausesIn(page).filter(({ number }) => number.startsWith('U'));
    expect(rows.map(({ cells: [name, value] }) => `${name} ${value}`.replaceAll('`', '')).sort()).toEqual(set.sort());
    expect(rows.filter(({ text }) => !text.includes('`unverified`'))).toEqual([]);
  });
});
