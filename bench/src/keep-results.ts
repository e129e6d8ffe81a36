import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const benchFolder = fileURLToPath(new URL('..', import.meta.url));
const resultsFolder = join(benchFolder, 'results');

/** What was measured, and whether the code differed from it. */
export function commit(): { commit: string; changed: boolean } {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: benchFolder, encoding: 'utf8' }).stdout?.trim() ?? '';
  const code = ['apps', 'libs', 'migrations', 'package-lock.json'].map((path) => `:/${path}`);
  return { commit: git('rev-parse', '--short', 'HEAD') || 'unknown', changed: git('status', '--porcelain', '--', ...code) !== '' };
}

/** Writes a run's results, and answers where they are. */
export function keepResults(about: { at: string; cores: number; commit: string }, results: object, kind = ''): string {
  const name = `${about.at.slice(0, 10)}-${about.cores}-${about.commit}${kind}.json`;
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(join(resultsFolder, name), `${JSON.stringify(results, null, 2)}\n`);
  return `bench/results/${name}`;
}
