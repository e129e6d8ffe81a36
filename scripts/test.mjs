// npm test: every check there is, in one go. npm test -- --only e2e [part of a path …] runs some of them.
import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireBrowser } from './browser.mjs';
import { bin, build, fail, install, requireNode, root, run } from './prepare.mjs';

const checks = {
  types: () => passedOrFailed(run(bin('typescript', 'tsc'), ['-b'])),
  lint: () => passedOrFailed(run(bin('oxlint', 'oxlint'), ['--type-aware', '--deny-warnings'])),
  unused: () => passedOrFailed(run(bin('knip', 'knip'), [])),
  unit: (paths) => jest('unit', paths),
  e2e: (paths) => jest('e2e', paths),
  browser: (paths) => jest('browser', paths),
};

const say = {
  types: 'Types: does everything compile?',
  lint: 'Lint: typed rules, and the boundaries between the parts',
  unused: 'Unused: files, exports and dependencies that nobody needs',
  unit: 'Unit tests',
  e2e: `End-to-end tests on ${process.env.DATABASE_URL ? 'the PostgreSQL of DATABASE_URL' : 'the embedded database'}`,
  browser: 'The console in a real Chromium',
};

function passedOrFailed({ status }) {
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function jest(project, paths) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-jest-'));
  const results = join(folder, 'results.json');
  const { status } = run(
    bin('jest', 'jest'),
    [...paths, '--selectProjects', project, '--json', '--outputFile', results, '--passWithNoTests'],
    { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
  );
  const counted = existsSync(results) ? countsIn(JSON.parse(readFileSync(results, 'utf8'))) : { passed: 0, failed: 0 };
  rmSync(folder, { recursive: true });
  // What fails outside of any test still counts.
  return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

function countsIn({ numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
}

function asked(args) {
  const at = args.indexOf('--only');
  if (at === -1) return { only: args.length > 0 ? ['unit', 'e2e', 'browser'] : Object.keys(checks), paths: args };
  const only = (args[at + 1] ?? '').split(',');
  const unknown = only.filter((name) => !(name in checks));
  if (unknown.length > 0) fail(`--only takes ${Object.keys(checks).join(', ')}, separated by commas.`);
  return { only, paths: args.filter((_, i) => i !== at && i !== at + 1) };
}

requireNode();
const { only, paths } = asked(process.argv.slice(2));
process.chdir(root);
install();
// Some end-to-end tests start the server as its users do, and browser tests open the console that it serves.
if (only.includes('e2e') || only.includes('browser')) build();
if (only.includes('browser') && !(await requireBrowser())) {
  fail('The browser tests need Chromium, and none could be installed; name one in CHROMIUM.');
}

const outcomes = only.map((name) => {
  console.log(`\n── ${say[name]}`);
  const started = Date.now();
  return { name, ...checks[name](paths), seconds: Math.round((Date.now() - started) / 1000) };
});

console.log('\n── Summary');
for (const { name, passed, failed, seconds } of outcomes) {
  console.log(`${failed ? '✗' : '✓'} ${name.padEnd(8)}${passed} passed, ${failed} failed  (${seconds} s)`);
}
const total = (key) => outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
process.exitCode = total('failed') > 0 ? 1 : 0;
