import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { root } from '../support/root.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-boundaries-'));
afterAll(() => rmSync(folder, { recursive: true }));
cpSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));

/** What the linter says about one file at one place in the repository. */
function lint(file: string, text: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const { stdout } = spawnSync(process.execPath, [oxlint, file], { cwd: folder, encoding: 'utf8' });
  rmSync(path);
  return stdout.replaceAll(/\s+/g, ' ');
}

const importing = (name: string) => `import { x } from '${name}';\nexport const y = x;\n`;

describe('the boundaries', () => {
  test.each([
    ['libs/policy/src/x.ts', 'xstate', '@nestjs/common', 'imports xstate and itself'],
    ['libs/policy/src/x.ts', './vocabulary.ts', 'node:fs', 'no framework, database or clock'],
    ['libs/policy/src/chains/x.ts', '../vocabulary.ts', '../../../../apps/api/src/clock.ts', 'Nothing in libs imports apps'],
    ['libs/evidence/src/x.ts', 'node:crypto', 'node:fs', 'checkable without the server'],
    ['libs/evidence/src/x.ts', './digest.ts', '@countersign/policy', 'checkable without the server'],
    ['libs/contract/src/x.ts', 'class-validator', 'typeorm', 'The contract is messages only'],
    ['libs/contract/src/x.ts', '@countersign/policy', '../../../apps/api/src/clock.ts', 'Nothing in libs imports apps'],
    ['apps/api/src/papers/x.ts', '../database/database.ts', 'pg', 'others ask Database'],
    ['apps/api/src/papers/x.ts', '@countersign/policy', '@countersign/policy/src/facts.ts', 'what its index exports'],
    ['apps/api/src/papers/x.ts', '@countersign/policy', '../../../../libs/policy/src/index.ts', 'by its name'],
    ['apps/api/src/database/x.ts', 'pg', '@countersign/policy/src/facts.ts', 'what its index exports'],
    ['apps/console/src/pages/x.ts', '@countersign/contract/words', '@countersign/contract', 'Only types'],
    ['apps/console/src/pages/x.ts', '@countersign/policy/vocabulary', '@countersign/policy', "the machines are the server's"],
    ['apps/console/src/pages/x.ts', '@countersign/policy/id-card', '@countersign/evidence', 'every rule is asked of the API'],
    ['apps/console/src/pages/x.ts', 'react', '../../../../libs/policy/src/index.ts', 'by its name'],
    ['migrations/0009-x.ts', 'typeorm', '@countersign/policy', 'frozen once released'],
  ])('%s may import %s, but not %s', (file, good, bad, why) => {
    expect(lint(file, importing(good))).not.toMatch(/restricted/);
    expect(lint(file, importing(bad))).toContain(why);
  });

  test('only the configuration reads the environment', () => {
    const reading = 'export const x = process.env.HOME;\n';
    expect(lint('apps/api/src/papers/x.ts', reading)).toContain('no-process-env');
    expect(lint('apps/api/src/main.ts', reading)).not.toContain('no-process-env');
  });

  test('no two files import each other', () => {
    mkdirSync(join(folder, 'libs/policy/src'), { recursive: true });
    const back = join(folder, 'libs/policy/src/back.ts');
    writeFileSync(back, `import { y } from './x.ts';\nexport const x = () => y;\n`);
    expect(lint('libs/policy/src/x.ts', importing('./back.ts'))).toContain('no-cycle');
    writeFileSync(back, 'export const x = 1;\n');
    expect(lint('libs/policy/src/x.ts', importing('./back.ts'))).not.toContain('no-cycle');
  });
});
