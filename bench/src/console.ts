import { availableParallelism, cpus, loadavg } from 'node:os';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { signInAll } from './clients.ts';
import { commit, keepResults } from './keep-results.ts';
import { CannotMeasure, databaseUrlIn } from './options.ts';
import { Cleaning, load, say, setStage } from './stage.ts';

/** What has been promised, measured in Chromium with its processor slowed down four times. */
const slowDown = 4;
/** Half of them await one person: a list of 10,000. */
const referrals = 20_000;
const runs = 7;

interface Finder {
  browserFlags: string[];
  requireBrowser(): Promise<string | null>;
}

interface Loaded {
  /** First row on screen and the page answering to input, since the navigation began, in milliseconds. */
  interactive: number;
  largestPaint: number;
  /** Compressed script that came before the list could be used, in bytes. */
  script: number;
}

const row = 'main a[href^="/referrals/"]';

/** Notes the largest paint and, frame by frame, how long each took, before any script of the page runs. */
const observer = `
  window.measured = { paint: 0, frames: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.measured.paint = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
`;

/** Resolves when the row is there, drawn, and the page has come to rest enough to answer. */
const answering = (selector: string): string => `new Promise((resolve) => {
  const look = () => document.querySelector(${JSON.stringify(selector)})
    ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0))
    : requestAnimationFrame(look);
  look();
})`;

async function slowed(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
  return session;
}

/** A first visit: nothing is in the browser's cache. */
async function firstVisit(browser: Browser, address: string, token: string): Promise<Loaded> {
  const page = await openWindow(browser, address, token);
  const session = await slowed(page);
  await session.send('Network.enable');
  const scripts = new Set<string>();
  let script = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => void (type === 'Script' && scripts.add(requestId)));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) script += encodedDataLength;
  });
  await page.goto('/', { waitUntil: 'commit' });
  const interactive = await page.evaluate<number>(answering(row));
  const largestPaint = await page.evaluate<number>('window.measured.paint');
  await page.context().close();
  return { interactive, largestPaint, script };
}

async function openWindow(browser: Browser, address: string, token: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: address, locale: 'zh-CN', viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  await context.addCookies([{ name: 'countersign_session', value: token, url: address, httpOnly: true, sameSite: 'Strict' }]);
  const page = await context.newPage();
  await page.addInitScript(observer);
  return page;
}

/** Milliseconds from the click on a row until the referral's page shows its heading and answers. */
async function openings(page: Page): Promise<number[]> {
  const millis: number[] = [];
  // The first one also fetches the page's script, as it does once in a day's work; it is told apart.
  for (let run = 0; run <= runs; run += 1) {
    await page.waitForSelector(row);
    const href = await page.locator(row).nth(run).getAttribute('href');
    await page.evaluate(`document.addEventListener('click', () => { window.clickedAt = performance.now(); }, { capture: true, once: true })`);
    await page.locator(`main a[href="${href}"]`).first().click();
    await page.waitForURL(`**${href}`);
    millis.push(await page.evaluate<number>(`${answering('main section[aria-label="审批链"]')}.then((at) => at - window.clickedAt)`));
    await page.goBack();
  }
  return millis;
}

/** Frames while the wheel turns steadily through the list, as milliseconds each. */
async function scroll(page: Page): Promise<number[]> {
  await page.waitForSelector(row);
  await page.evaluate(`(() => {
    window.measured.frames = [];
    let last = performance.now();
    const frame = (now) => { window.measured.frames.push(now - last); last = now; window.measured.timer = requestAnimationFrame(frame); };
    window.measured.timer = requestAnimationFrame(frame);
  })()`);
  await page.mouse.move(720, 500);
  for (let turn = 0; turn < 250; turn += 1) {
    await page.mouse.wheel(0, 240);
    await page.waitForTimeout(16);
  }
  await page.evaluate('cancelAnimationFrame(window.measured.timer)');
  return (await page.evaluate<number[]>('window.measured.frames')).slice(2);
}

const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);
const quantile = (numbers: readonly number[], q: number): number => sorted(numbers)[Math.floor((numbers.length - 1) * q)]!;
const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

interface Measured {
  visits: Loaded[];
  openings: number[];
  frames: number[];
}

const verdictsOn = ({ visits, openings: opened, frames }: Measured) => {
  const [first, ...later] = opened;
  const late = frames.filter((millis) => millis > 50).length / frames.length;
  return [
    { what: 'script of the first load, kB', value: Math.max(...visits.map(({ script }) => script)) / 1000, target: 250 },
    { what: 'worklist interactive, ms (median)', value: median(visits.map(({ interactive }) => interactive)), target: 2_500 },
    { what: 'largest paint, ms (median)', value: median(visits.map(({ largestPaint }) => largestPaint)), target: 2_500 },
    { what: 'referral opened, ms (median)', value: median(later), target: 300 },
    { what: 'referral opened the first time, ms', value: first!, target: null },
    { what: 'frames over 50 ms while scrolling, %', value: late * 100, target: 1 },
    { what: 'frame while scrolling, ms (p99)', value: quantile(frames, 0.99), target: null },
  ].map((verdict) => ({ ...verdict, met: verdict.target === null ? null : verdict.value < verdict.target }));
};

async function measure(databaseUrl: string, cleaning: Cleaning): Promise<void> {
  const loadBefore = loadavg()[0]!;
  const finder = (await import(new URL('../../scripts/browser.mjs', import.meta.url).href)) as Finder;
  const executablePath = await finder.requireBrowser();
  if (!executablePath) throw new CannotMeasure('There is no Chromium, and none could be installed; name one in CHROMIUM.');
  const stage = await setStage({ databaseUrl, profile: null, keep: false }, cleaning);
  await load(stage, referrals);
  const { address } = stage.server;
  const [token] = await signInAll(address, stage.hospital, stage.hospital.insuranceLeads.slice(0, 1));
  const browser = await chromium.launch({ executablePath, args: finder.browserFlags });
  cleaning.add(() => browser.close());
  say('Visiting the worklist for the first time');
  const visits: Loaded[] = [];
  for (let run = 0; run < runs; run += 1) visits.push(await firstVisit(browser, address, token!));
  say('Opening referrals, and scrolling');
  const page = await openWindow(browser, address, token!);
  await slowed(page);
  await page.goto('/');
  const opened = await openings(page);
  const frames = await scroll(page);
  const measured = { visits, openings: opened, frames };
  const verdicts = verdictsOn(measured);
  for (const { what, value, target, met } of verdicts) {
    const verdict = met === null ? '' : met ? 'met' : 'MISSED';
    console.log(`${what.padEnd(40)}${value.toFixed(1).padStart(9)}${(target === null ? '–' : `< ${target}`).padStart(10)}  ${verdict}`);
  }
  const about = {
    at: new Date().toISOString(),
    ...commit(),
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    node: process.version,
    browser: browser.version(),
    slowDown,
    referrals,
    loadBefore,
  };
  console.log(`\nWritten to ${keepResults(about, { about, verdicts, visits, openings: opened, frames }, '-console')}`);
}

const cleaning = new Cleaning();
try {
  await measure(databaseUrlIn(process.env.DATABASE_URL), cleaning);
} catch (error) {
  if (!(error instanceof CannotMeasure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await cleaning.run();
}
