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
};
const projects = ['unit', 'e2e', 'browser'];
const all = [...Object.keys(checks), ...projects];

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

/** All at once: no core waits for the last file of one project before the next begins. */
function jest(chosen, paths) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-jest-'));
  const results = join(folder, 'results.json');
  const { status } = run(
    bin('jest', 'jest'),
    [...paths, '--selectProjects', ...chosen, '--json', '--outputFile', results, '--passWithNoTests'],
    { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
  );
  const files = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')).testResults : [];
  rmSync(folder, { recursive: true });
  const outcomes = chosen.map((name) => ({ name, ...countsIn(files.filter((file) => projectOf(file) === name)) }));
  // What fails outside of any test still counts.
  if (status !== 0 && outcomes.every(({ failed }) => failed === 0)) outcomes[0].failed = 1;
  return outcomes;
}

const projectOf = ({ name }) => /\.(e2e|browser)\.test\.ts$/.exec(name)?.[1] ?? 'unit';

function countsIn(files) {
  const counted = { passed: 0, failed: 0 };
  for (const { status, assertionResults } of files) {
    const ended = (as) => assertionResults.filter((one) => one.status === as).length;
    counted.passed += ended('passed');
    // A file that cannot be run has no tests.
    counted.failed += ended('failed') || (status === 'failed' ? 1 : 0);
  }
  return counted;
}

function asked(args) {
  const at = args.indexOf('--only');
  if (at === -1) return { only: args.length > 0 ? projects : all, paths: args };
  const only = (args[at + 1] ?? '').split(',');
  const unknown = only.filter((name) => !all.includes(name));
  if (unknown.length > 0) fail(`--only takes ${all.join(', ')}, separated by commas.`);
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

const outcomes = [];
const chosen = projects.filter((name) => only.includes(name));
for (const name of only.filter((one) => one in checks)) timed([name], () => [{ name, ...checks[name]() }]);
if (chosen.length > 0) timed(chosen, () => jest(chosen, paths));

function timed(names, work) {
  console.log(`\n── ${names.map((name) => say[name]).join('; ')}`);
  const started = Date.now();
  const done = work();
  const seconds = `${Math.round((Date.now() - started) / 1000)} s${names.length > 1 ? ' together' : ''}`;
  outcomes.push(...done.map((outcome) => ({ ...outcome, seconds })));
}

console.log('\n── Summary');
for (const { name, passed, failed, seconds } of outcomes) {
  console.log(`${failed ? '✗' : '✓'} ${name.padEnd(8)}${passed} passed, ${failed} failed  (${seconds})`);
}
const total = (key) => outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
process.exitCode = total('failed') > 0 ? 1 : 0;
