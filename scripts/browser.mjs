// The Chromium that tests, screenshots and measurements drive: one that is there, else one that is installed here.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Root has no sandbox in Chromium, and nothing but our own server is ever to be asked. Without a window there is no
 * preview of what a page prints, and a page that prints a PDF would crash.
 */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-print-preview',
];

/** Path of a Chromium on this machine; null where there is none. */
export async function findBrowser() {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? named : null;
  const found = usual.find((path) => existsSync(path));
  if (found) return found;
  const { chromium } = await import('playwright-core');
  const downloaded = chromium.executablePath();
  return existsSync(downloaded) ? downloaded : null;
}

/** The same, after an attempt to install one: Debian's package as root (or by sudo), else Playwright's own download. */
export async function requireBrowser() {
  const found = await findBrowser();
  if (found) return found;
  console.log('Installing Chromium for the browser tests …');
  if (existsSync('/usr/bin/apt-get')) installByApt();
  const installed = await findBrowser();
  if (installed) return installed;
  spawnSync('npx', ['--no-install', 'playwright-core', 'install', 'chromium'], { stdio: 'inherit', shell: process.platform === 'win32' });
  return findBrowser();
}

function installByApt() {
  const apt = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '--non-interactive', 'apt-get'];
  const run = (...args) => {
    const [command, ...rest] = [...apt, ...args];
    return spawnSync(command, rest, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
  };
  // Chinese pages need a Chinese font to be looked at, and to be as wide as they are.
  const packages = ['install', '--yes', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'];
  if (!run(...packages) && run('update')) run(...packages);
}
