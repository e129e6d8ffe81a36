import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { root } from '../support/root.ts';

function onNode(version: string, script: string, ...args: string[]) {
  const pretending = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(pretending)}`, join(root, 'scripts', script), ...args],
    { encoding: 'utf8', env: { PATH: process.env.PATH } },
  );
  return { status, stdout, stderr };
}

describe('npm start and npm test', () => {
  test.each(['18.20.0', '20.18.3'])('say that Node %s is too old, before anything else', (version) => {
    for (const script of ['start.mjs', 'test.mjs', 'run.mjs']) {
      const { status, stdout, stderr } = onNode(version, script);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(new RegExp(`20\\.19.*${version}`));
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  });

  test.each(['20.19.0', '24.0.0'])('go on with Node %s', (version) => {
    const { status, stderr } = onNode(version, 'test.mjs', '--only', 'nothing');
    expect({ status, stderr }).toMatchObject({ status: 1, stderr: expect.stringMatching(/--only/) });
  });
});
