// Brings a fresh clone to where the server and the tests can run. Runs before node_modules exists: no dependencies.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const stamps = join(root, 'node_modules', '.cache', 'countersign');

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Countersign needs Node 20.19 or newer, but this is ${process.versions.node}; see https://nodejs.org.`);
}

/** Installs what package-lock.json names, unless that is what lies in node_modules. */
export function install() {
  const manifests = ['package.json', 'package-lock.json', ...workspaceManifests()];
  ifStale('installed', digest(manifests.map((file) => readFileSync(join(root, file)))), () => {
    console.log('Installing what is missing …');
    // Not `npm ci`: a lock file made on one platform may lack the optional binaries of another.
    npm(['install', '--no-save', '--no-audit', '--no-fund', '--include=dev', '--loglevel=error']);
  });
}

/** Compiles what the server runs and what it serves, unless no source has changed since. */
export function build() {
  const pages = sourcesIn(join(root, 'apps', 'console'));
  const words = sourcesIn(join(root, 'libs'));
  const server = sources().filter((file) => !pages.includes(file));
  renew('server', server, join('apps', 'api', 'dist', 'main.js'), bin('typescript', 'tsc'), ['-b', 'apps/api']);
  const page = join('apps', 'console', 'dist', 'index.html');
  renew('console', [...pages, ...words], page, bin('vite', 'vite'), ['build', 'apps/console', '--logLevel', 'warn']);
}

function renew(name, from, result, command, args) {
  const seen = from.map((file) => `${file} ${statSync(file).mtimeMs} ${statSync(file).size}`);
  ifStale(
    `${name}-built`,
    digest(seen),
    () => {
      console.log(name === 'server' ? 'Building what is stale …' : 'Building the console …');
      if (run(command, args).status !== 0) fail('The build failed; the messages above say where.');
    },
    existsSync(join(root, result)),
  );
}

/** The script behind a command of an installed package. */
export function bin(name, command) {
  const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  const path = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command];
  return join(root, 'node_modules', name, path);
}

/** Runs a script by this Node, in the repository, on this terminal. */
export function run(script, args, env = {}) {
  return spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
}

export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function ifStale(name, state, renew, alsoThere = true) {
  const stamp = join(stamps, name);
  if (alsoThere && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  renew();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, state);
}

function digest(parts) {
  const hash = createHash('sha256').update(process.platform).update(process.arch);
  for (const part of parts) hash.update('\0').update(part);
  return hash.digest('hex');
}

function npm(args) {
  // Set when this script itself was started by npm, and the only way to it on Windows without a shell.
  const cli = process.env.npm_execpath;
  const { status, error } = cli
    ? run(cli, args)
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (error) fail(`npm cannot be run: ${error.message}.`);
  if (status !== 0) fail('npm could not install what is missing; the messages above say why.');
}

const listed = (folder) => (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []);

function workspaceFolders() {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return workspaces.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    return listed(join(root, parent))
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${parent}/${entry.name}`);
  });
}

const workspaceManifests = () =>
  workspaceFolders()
    .map((folder) => `${folder}/package.json`)
    .filter((file) => existsSync(join(root, file)));

function sources() {
  const own = ['package-lock.json', 'tsconfig.base.json'].map((file) => join(root, file));
  return [...own, ...workspaceFolders().flatMap((folder) => sourcesIn(join(root, folder)))];
}

function sourcesIn(folder) {
  return listed(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : sourcesIn(path);
    return /(?<!\.test)\.tsx?$|\.(css|html|svg|webmanifest)$|^service-worker\.js$|^tsconfig\.json$|^package\.json$/.test(entry.name) ? [path] : [];
  });
}
