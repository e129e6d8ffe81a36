import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { hospitals as demo } from '../../apps/api/src/demo/hospitals.ts';
import { root } from '../support/root.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');

const isOurs = (path: string) => !/(^|\/)(node_modules|dist|data|coverage|\.git)(\/|$)/.test(path);
const pages = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md') && isOurs(path))
  .toSorted();

/** GitHub's name for a heading. */
const anchorOf = (heading: string) =>
  heading.trim().toLowerCase().replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '').replaceAll(/\s/g, '-');

const withoutCode = (text: string) => text.replaceAll(/^```[^]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
const headingsOf = (text: string) => [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!);
const blocksOf = (text: string) =>
  [...text.matchAll(/^```(\w*)\n([^]*?)^```/gm)].map(([, kind, code]) => ({ kind, code }));
const rowsOf = (text: string) => [...text.matchAll(/^\| (.+) \|$/gm)].map(([, row]) => row!);

describe('links', () => {
  const links = pages.flatMap((page) =>
    [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => ({ page, target: target! }))
      .filter(({ target }) => !/^https?:/.test(target)),
  );

  test('there are some', () => {
    expect(links.length).toBeGreaterThan(20);
  });

  test.each(links)('$page leads to $target', ({ page, target }) => {
    const [path, anchor] = target.split('#') as [string, string?];
    const file = path === '' ? page : relative(root, normalize(join(root, dirname(page), path)));
    expect([file, existsSync(join(root, file))]).toEqual([file, true]);
    const anchors = anchor === undefined ? [] : headingsOf(read(file)).map(anchorOf);
    expect([undefined, ...anchors]).toContain(anchor);
  });
});

describe('commands', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const namedIn = (page: string) => [...read(page).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name!);
  const named = new Set(pages.flatMap(namedIn));

  test.each([...named])('npm run %s exists', (name) => {
    expect(Object.keys(scripts)).toContain(name);
  });

  test('every command for operators is in both README files or in operations', () => {
    for (const suffix of ['', '.en']) {
      const text = read(`README${suffix}.md`) + read(`docs/operations${suffix}.md`);
      const told = [...text.matchAll(/npm (?:run )?([\w:-]+)/g)].map(([, name]) => name);
      // What only a developer needs: to write files anew that tests find stale, and to compile.
      const forDevelopers = ['build', 'schema', 'diagrams', 'approve-documents'];
      expect(Object.keys(scripts).filter((name) => !forDevelopers.includes(name) && !told.includes(name))).toEqual([]);
    }
  });
});

describe('settings', () => {
  const config = read('apps/api/src/config/config.ts');
  const setup = read('apps/api/src/commands/setup.ts');
  const known = [
    ...[...config.matchAll(/read\('([A-Z_]+)'\)/g)].map(([, name]) => name!),
    ...[...setup.matchAll(/variable: '([A-Z_]+)'/g)].map(([, name]) => name!),
  ];
  const unique = [...new Set(known)].toSorted();

  test.each(['README.md', 'README.en.md'])('%s names every variable that is read, and no other', (page) => {
    const rows = rowsOf(read(page)).map((row) => /^`([A-Z_]+)`/.exec(row)?.[1]);
    expect(rows.filter((name) => name !== undefined).toSorted()).toEqual(unique);
    expect(unique.length).toBeGreaterThan(10);
  });

  test('the names of variables elsewhere in the documents are real', () => {
    const ofOthers = ['POSTGRES_PASSWORD'];
    const texts = ['README', 'docs/operations', 'docs/security'].flatMap((page) => [read(`${page}.md`), read(`${page}.en.md`)]);
    const named = texts.flatMap((text) => [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, name]) => name!));
    expect(named.filter((name) => !unique.includes(name) && !ofOthers.includes(name))).toEqual([]);
  });
});

describe('both languages', () => {
  test.each(['README', 'docs/operations', 'docs/security'])('%s says the same in each', (page) => {
    const [zh, en] = [read(`${page}.md`), read(`${page}.en.md`)];
    expect(headingsOf(en)).toHaveLength(headingsOf(zh).length);
    expect(rowsOf(en)).toHaveLength(rowsOf(zh).length);
    const commands = (text: string) => blocksOf(text).filter(({ kind }) => kind !== 'mermaid');
    expect(commands(en)).toEqual(commands(zh));
    const firstCells = (text: string) => rowsOf(text).map((row) => /^`[^`]+`/.exec(row)?.[0] ?? null);
    expect(firstCells(en)).toEqual(firstCells(zh));
  });
});

describe('verify-log', () => {
  const found = [...read('apps/api/src/commands/verify-log.ts').matchAll(/^  \w+: '(.+) · (.+)',$/gm)];

  test('finds what operations explains, in both languages', () => {
    expect(found.length).toBeGreaterThan(5);
    for (const [, zh, en] of found) {
      expect(read('docs/operations.md')).toContain(`| ${zh} |`);
      expect(read('docs/operations.en.md')).toContain(`| ${en} |`);
    }
  });
});

describe('decisions', () => {
  const files = readdirSync(join(root, 'docs/decisions')).filter((name) => name !== 'README.md').toSorted();

  test('have a number each', () => {
    const numbers = files.map((name) => name.slice(0, 4));
    expect(numbers).toEqual([...new Set(numbers)]);
  });

  test.each(files)('%s is in the list by its own title', (name) => {
    const [, number, title] = /^# (\d{4}) (.+)$/m.exec(read(`docs/decisions/${name}`)) ?? [];
    expect(name.slice(0, 4)).toBe(number);
    expect(read('docs/decisions/README.md')).toContain(`| [${number}](${name}) | ${title} |`);
  });
});

describe('the demo in the README', () => {
  test.each(['README.md', 'README.en.md'])('%s walks with the people whom the sign-in page offers first', (page) => {
    const { walk, people } = demo[0]!;
    const walked = rowsOf(read(page)).filter((row) => people.some(({ name }) => row.startsWith(name)));
    const named = people.filter(({ name }) => walked.some((row) => row.includes(name)));
    expect(named.map(({ username }) => username).toSorted()).toEqual(walk.toSorted());
  });

  test('names people who are in it', () => {
    const hospitals = read('apps/api/src/demo/hospitals.ts');
    const rows = rowsOf(read('README.md')).map((row) => /^`([a-z]+\.[a-z]+)` \| (\S+) /.exec(row));
    const people = rows.filter((row) => row !== null);
    expect(people.length).toBeGreaterThan(5);
    for (const [, username, name] of people) expect(hospitals).toContain(`'${username}', '${name}'`);
  });
});
