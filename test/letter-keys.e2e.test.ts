import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { digestOf, publicLetterKey, readLetter, signLetter, type LetterKeySet } from '../libs/evidence/src/index.ts';
import { readConfig } from '../apps/api/src/config/config.ts';
import { LetterKeys } from '../apps/api/src/letter-keys/letter-keys.ts';
import { root } from './support/root.ts';
import { startServer } from './support/server.ts';
import { spawnProgram } from './support/spawn.ts';

const server = await startServer();
afterAll(() => server.close());

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-keys-'));
  folders.push(folder);
  return folder;
}

const address = '/.well-known/countersign-letter-keys.json';
const published = async (): Promise<LetterKeySet> => (await fetch(server.http.base + address)).json() as Promise<LetterKeySet>;
const rotate = (dataDir: string) => spawnProgram({ DATA_DIR: dataDir }, 'commands/rotate-letter-key.js').ended;
const keysOf = (dataDir: string) => LetterKeys.open(readConfig({ DATA_DIR: dataDir }));

const letter = () =>
  signLetter(
    {
      institution: { id: 'i', name: '示例医院' },
      letterNo: '转〔2026〕000001号',
      patient: '王*兰',
      idNumber: '4419**********0015',
      destination: '省示例肿瘤医院',
      validFrom: '2026-11-22',
      validUntil: '2026-12-21',
      issuedAt: '2026-11-22T01:02:03.456Z',
      seq: 10,
      head: digestOf('log'),
    },
    server.letterKeys.current,
  );

describe('letter keys', () => {
  test('are published where anybody finds them, without an account and without their private half', async () => {
    const answer = await fetch(server.http.base + address);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toMatch(/^application\/jwk-set\+json\b/);
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=60');
    const text = await answer.text();
    expect(JSON.parse(text)).toEqual(server.letterKeys.publicKeys);
    expect(text).not.toContain('"d"');
  });

  test('lie where only the user of the server may read', () => {
    const folder = join(server.dataDir, 'keys', 'letters');
    const files = readdirSync(folder);
    expect(files).toEqual(['0001.json']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of files) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  });

  test('stay the same after a restart', async () => {
    const before = await published();
    await server.restart();
    expect(await published()).toEqual(before);
  });

  test('are rotated under a running server: the new one signs, and what the old one signed stays genuine', async () => {
    const [old, before] = [letter(), await published()];
    const { code, stdout } = await rotate(server.dataDir);
    expect(code).toBe(0);
    const after = await published();
    expect(after.keys).toHaveLength(2);
    expect(after.keys[1]).toEqual(before.keys[0]);
    expect(stdout).toContain(after.keys[0]!.kid);
    expect(server.letterKeys.current.kid).toBe(after.keys[0]!.kid);
    expect(readLetter(old, after)).toMatchObject({ genuine: true, kid: before.keys[0]!.kid });
    expect(readLetter(letter(), after)).toMatchObject({ genuine: true, kid: after.keys[0]!.kid });
    expect(readLetter(letter(), before)).toEqual({ genuine: false, why: 'unknownKey' });
  });

  test('whose file was taken away confirm no letter any more', async () => {
    const old = letter();
    await rotate(server.dataDir);
    expect(readLetter(old, await published()).genuine).toBe(true);
    rmSync(join(server.dataDir, 'keys', 'letters', '0002.json'));
    expect(readLetter(old, await published())).toEqual({ genuine: false, why: 'unknownKey' });
  });

  test('go on as they were read last while the folder cannot be read', async () => {
    const before = server.letterKeys.publicKeys;
    const broken = join(server.dataDir, 'keys', 'letters', '0099.json');
    writeFileSync(broken, '{}');
    expect(server.letterKeys.publicKeys).toEqual(before);
    rmSync(broken);
    expect(server.letterKeys.publicKeys).toEqual(before);
  });
});

describe('the first letter key', () => {
  test('is one, however many servers start at once', async () => {
    const dataDir = newFolder();
    const module = join(root, 'apps', 'api', 'dist', 'letter-keys', 'letter-keys.js');
    const open = `import('${module}').then(({ LetterKeys }) => console.log(LetterKeys.open({ dataDir: '${dataDir}' }).current.kid))`;
    const opened = await Promise.all(Array.from({ length: 6 }, () => promisify(execFile)(process.execPath, ['-e', open])));
    const kids = opened.map(({ stdout }) => stdout.trim().split('\n').at(-1));
    expect(new Set(kids).size).toBe(1);
    expect(readdirSync(join(dataDir, 'keys', 'letters'))).toEqual(['0001.json']);
  });

  test('is made by a rotation where no server has started yet, and then used', async () => {
    const dataDir = newFolder();
    expect((await rotate(dataDir)).code).toBe(0);
    expect(keysOf(dataDir).publicKeys.keys).toHaveLength(1);
  });

  test('keeps nothing but the key in its file', () => {
    const dataDir = newFolder();
    const { privateKey, kid } = keysOf(dataDir).current;
    const stored = JSON.parse(readFileSync(join(dataDir, 'keys', 'letters', '0001.json'), 'utf8')) as object;
    expect(Object.keys(stored).toSorted()).toEqual(['crv', 'd', 'kty', 'x']);
    expect(publicLetterKey(privateKey).kid).toBe(kid);
  });
});

describe('a server whose letter key is damaged', () => {
  test.each([
    ['holds nothing', ''],
    ['holds another kind of key', '{"kty":"oct","k":"AAAA"}'],
    ['holds a public half alone', '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'],
  ])('does not start where the file %s, and says which', (_, text) => {
    const dataDir = newFolder();
    const { kid } = keysOf(dataDir).current;
    const file = join(dataDir, 'keys', 'letters', '0001.json');
    const whole = readFileSync(file);
    writeFileSync(file, text);
    expect(() => keysOf(dataDir)).toThrow(file);
    writeFileSync(file, whole);
    expect(keysOf(dataDir).current.kid).toBe(kid);
  });

  test('does not start where something else lies in the place of the folder', () => {
    const dataDir = newFolder();
    mkdirSync(join(dataDir, 'keys'));
    writeFileSync(join(dataDir, 'keys', 'letters'), '');
    expect(() => keysOf(dataDir)).toThrow(join(dataDir, 'keys', 'letters'));
    rmSync(join(dataDir, 'keys', 'letters'));
    expect(keysOf(dataDir).publicKeys.keys).toHaveLength(1);
  });
});
