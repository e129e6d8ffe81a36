import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { offices } from '@countersign/policy';
import { describe, expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';
import { root } from '../support/root.ts';

type Node = { type: string } & Record<string, unknown>;

const folder = join(root, 'apps', 'console', 'src');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => join(folder, file));
const han = /\p{Script=Han}/u;

interface Source {
  text: string;
  tsx: boolean;
}

const read = (file: string): Source => ({ text: readFileSync(file, 'utf8'), tsx: file.endsWith('x') });
const snippet = (text: string): Source => ({ text, tsx: true });

const parsed = ({ text, tsx }: Source): Node => parseSync(text, { syntax: 'typescript', tsx }) as unknown as Node;

function nodesOf(node: unknown, found: Node[] = []): Node[] {
  if (Array.isArray(node)) for (const one of node) nodesOf(one, found);
  else if (node && typeof node === 'object') {
    if ('type' in node) found.push(node as Node);
    for (const value of Object.values(node)) nodesOf(value, found);
  }
  return found;
}

const nameOf = (node: unknown): string => String((node as Node).value ?? '');

interface Declared {
  name: string;
  zh: Record<string, string>;
  en: Record<string, string>;
}

/** The words that a file declares by `defineWords(name, zh, en)`. */
function wordsIn(source: Source): Declared[] {
  const calls = nodesOf(parsed(source)).filter(({ type, callee }) => type === 'CallExpression' && nameOf(callee) === 'defineWords');
  return calls.map(({ arguments: given }) => {
    const [name, zh, en] = (given as { expression: Node }[]).map(({ expression }) => expression);
    return { name: nameOf(name), zh: textsOf(zh!), en: textsOf(en!) };
  });
}

const textsOf = ({ properties }: Node): Record<string, string> =>
  Object.fromEntries((properties as { key: Node; value: Node }[]).map(({ key, value }) => [nameOf(key), nameOf(value)]));

const gapsOf = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).toSorted();

/** What is wrong with the words of one page. */
function faultsOf({ name, zh, en }: Declared): string[] {
  const keys = [...new Set([...Object.keys(zh), ...Object.keys(en)])];
  return keys.flatMap((key) => {
    const [chinese, english] = [zh[key], en[key]];
    const place = `${name}.${key}`;
    if (chinese === undefined || english === undefined) return [`${place} has one language only`];
    if (chinese.trim() === '' || english.trim() === '') return [`${place} is empty`];
    // The switch names the other language in that language.
    if (han.test(english) && english !== chinese) return [`${place} is not translated: ${english}`];
    if (String(gapsOf(chinese)) !== String(gapsOf(english))) return [`${place} is filled in differently`];
    return [];
  });
}

const shownAttributes = ['title', 'aria-label', 'alt', 'placeholder', 'label', 'okText', 'cancelText', 'description'];

/** Text that a page shows without it being declared as words. */
function undeclaredIn(source: Source): string[] {
  return nodesOf(parsed(source)).flatMap((node) => {
    const { type, value } = node;
    if (type === 'JSXText' && /\p{L}/u.test(String(value))) return [String(value).trim()];
    if (type === 'StringLiteral' && han.test(String(value))) return [String(value)];
    if (type === 'TemplateElement' && han.test(String(node.raw))) return [String(node.raw)];
    if (type === 'JSXAttribute' && shownAttributes.includes(nameOf(node.name))) {
      const literal = node.value as Node | null;
      return literal?.type === 'StringLiteral' && /\p{L}/u.test(nameOf(literal)) ? [nameOf(literal)] : [];
    }
    return [];
  });
}

describe('the words of the console', () => {
  const declared = files.flatMap((file) => wordsIn(read(file)));

  test('are found', () => {
    expect(declared.map(({ name }) => name)).toEqual(expect.arrayContaining(['shell', 'session', 'parts']));
  });

  test('have one name each', () => {
    const names = declared.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  test('say everything in both languages', () => {
    expect(declared.flatMap(faultsOf)).toEqual([]);
  });

  test.each([
    ['a text without its twin', `{ a: '甲', b: '乙' }`, `{ a: 'A' }`, 'x.b has one language only'],
    ['a text left in Chinese', `{ a: '甲' }`, `{ a: 'A 甲' }`, 'x.a is not translated: A 甲'],
    ['a gap that only one of them has', `{ a: '{count} 件' }`, `{ a: 'some' }`, 'x.a is filled in differently'],
    ['an empty text', `{ a: '甲' }`, `{ a: '' }`, 'x.a is empty'],
  ])('%s would be found', (_, zh, en, fault) => {
    expect(wordsIn(snippet(`defineWords('x', ${zh}, ${en});`)).flatMap(faultsOf)).toEqual([fault]);
    expect(wordsIn(snippet(`defineWords('x', { a: '甲 {n}' }, { a: 'A {n}' });`)).flatMap(faultsOf)).toEqual([]);
  });
});

describe('the pages of the console', () => {
  const pages = files.filter((file) => !/words\.ts$|\.test\.tsx?$/.test(file));

  test('name no office: who may is asked of the server', () => {
    const named = new RegExp(`['"\`](${offices.join('|')})['"\`]`);
    expect(pages.filter((file) => named.test(readFileSync(file, 'utf8')))).toEqual([]);
    expect(named.test(`if (office === 'auditor') return null;`)).toBe(true);
  });

  test('show no text that is not declared in both languages', () => {
    const undeclared = pages.flatMap((file) =>
      undeclaredIn(read(file)).map((text) => `${relative(folder, file)}: ${text}`),
    );
    expect(undeclared).toEqual([]);
  });

  test.each([
    ['text between tags', `const x = <p>Save</p>;`, 'Save'],
    ['text in an attribute', `const x = <input placeholder="Name" />;`, 'Name'],
    ['Chinese in a string', `const x = '保存';`, '保存'],
    ['Chinese in a template', 'const x = `共 ${n}`;', '共 '],
  ])('%s would be found', (_, text, found) => {
    expect(undeclaredIn(snippet(text))).toEqual([found]);
    const declaredOnly = `const x = <p className="row" title={say('save')}>{say('name')} · {n}</p>; // 保存`;
    expect(undeclaredIn(snippet(declaredOnly))).toEqual([]);
  });
});
