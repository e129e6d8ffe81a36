// npm run screenshots: pictures of the main pages, from the demo, for the README. They are made anew into docs/screenshots.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserFlags, requireBrowser } from './browser.mjs';
import { build, fail, install, requireNode, root } from './prepare.mjs';

const desk = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };

/** Name, who looks, where, and what is done before the picture is taken. */
const pictures = [
  { name: 'sign-in', who: null, path: '/' },
  { name: 'worklist', who: 'lai.shuzhen', path: '/' },
  { name: 'new-referral', who: 'lin.yufei', path: '/new' },
  { name: 'referral', who: 'liu.zhenhua', path: firstAwaiting },
  { name: 'referral-phone', who: 'liu.zhenhua', path: firstAwaiting, viewport: phone },
  { name: 'worklist-phone', who: 'liu.zhenhua', path: '/', viewport: phone },
  { name: 'worklist-dark', who: 'lai.shuzhen', path: '/', dark: true },
  { name: 'desk', who: 'cai.meiling', path: '/desk' },
  { name: 'overview', who: 'lai.shuzhen', path: '/overview' },
  { name: 'administration', who: 'luo.xin', path: '/administration' },
  { name: 'worklist-en', who: 'lai.shuzhen', path: '/', language: 'en' },
];

async function firstAwaiting(get) {
  const { items } = await get('/worklist?box=awaiting&limit=1');
  return items[0] ? `/referrals/${items[0].id}` : '/';
}

async function startDemo(folder) {
  const child = spawn(process.execPath, [join(root, 'apps/api/dist/main.js')], {
    env: { ...process.env, DATABASE_URL: '', DEMO: 'on', PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    if (address) {
      child.stdout.resume();
      return { address, stop: () => stop(child) };
    }
  }
  return fail('The demo did not start; it says above why.');
}

async function stop(child) {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function signIn(address, username) {
  const answer = await fetch(`${address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ institution: 'dongguan', username, password: 'Countersign-demo-1', as: 'bearer' }),
  });
  return (await answer.json()).token;
}

requireNode();
install();
build();
const executablePath = await requireBrowser();
if (!executablePath) fail('Screenshots need Chromium, and none could be installed; name one in CHROMIUM.');
const { chromium } = await import('playwright-core');
const folder = mkdtempSync(join(tmpdir(), 'countersign-screenshots-'));
const to = join(root, 'docs', 'screenshots');
mkdirSync(to, { recursive: true });
const demo = await startDemo(folder);
const browser = await chromium.launch({ executablePath, args: browserFlags });
try {
  for (const { name, who, path, viewport = desk, dark = false, language = 'zh-CN' } of pictures) {
    const context = await browser.newContext({
      baseURL: demo.address,
      viewport,
      locale: language,
      timezoneId: 'Asia/Shanghai',
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
      deviceScaleFactor: viewport === phone ? 2 : 1,
    });
    const token = who && (await signIn(demo.address, who));
    if (token) await context.addCookies([{ name: 'countersign_session', value: token, url: demo.address, httpOnly: true, sameSite: 'Strict' }]);
    const get = async (at) => (await fetch(`${demo.address}/api/v1${at}`, { headers: { Authorization: `Bearer ${token}` } })).json();
    const page = await context.newPage();
    await page.goto(typeof path === 'string' ? path : await path(get));
    await page.locator('h1').first().waitFor();
    await page.locator('[role=status].loading').first().waitFor({ state: 'detached' });
    // Charts and thumbnails draw themselves after their data came.
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(to, `${name}.png`) });
    console.log(`docs/screenshots/${name}.png`);
    await context.close();
  }
} finally {
  await browser.close();
  await demo.stop();
  rmSync(folder, { recursive: true, force: true });
}
