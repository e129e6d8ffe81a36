import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, afterEach, expect } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { browserFlags, findBrowser } from '../../scripts/browser.mjs';
import type { TestServer } from './server.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Both ends of what people use: a desk's screen and a small phone. */
export const desk = { width: 1440, height: 900 };
export const phone = { width: 360, height: 740 };

export interface Opening {
  viewport?: { width: number; height: number };
  language?: 'zh-CN' | 'en';
  dark?: boolean;
}

export interface Browsing {
  /** A window of somebody who is signed in, on a page of the console. Nobody is signed in without a token. */
  open(token: string | null, path?: string, opening?: Opening): Promise<Page>;
}

/**
 * A real Chromium for one test file, and windows in it that close with each test. A page that reports an error, breaks
 * the content security policy or asks any other server fails its test.
 */
export function browsing(server: TestServer): Browsing {
  let browser: Promise<Browser> | undefined;
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(async () => (await browser)?.close());
  return {
    async open(token, path = '/', { viewport = desk, language = 'zh-CN', dark = false } = {}) {
      const { base } = server.http;
      const context = await (await (browser ??= launch())).newContext({
        viewport,
        baseURL: base,
        locale: language,
        timezoneId: 'Asia/Shanghai',
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
        hasTouch: viewport.width < 768,
        isMobile: viewport.width < 768,
        serviceWorkers: 'block',
      });
      contexts.push(context);
      if (token) await context.addCookies([{ name: 'countersign_session', value: token, url: base, httpOnly: true, sameSite: 'Strict' }]);
      const page = await context.newPage();
      page.setDefaultTimeout(45_000);
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => {
        // A refusal that the page shows is logged by the browser as well; it is no fault of the page.
        if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text())) faults.push(message.text());
      });
      page.on('request', (request) => {
        const url = request.url();
        // Chromium shows a PDF with pages of its own.
        if (!url.startsWith(base) && !/^(data|blob|chrome|chrome-extension):/.test(url)) faults.push(`asked ${url}`);
      });
      await page.goto(path);
      return page;
    },
  };
}

async function launch(): Promise<Browser> {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error('There is no Chromium here: npm test installs one, or name one in CHROMIUM.');
  // Windows that share a process have the console's scripts compiled once.
  return chromium.launch({ executablePath, args: [...browserFlags, '--renderer-process-limit=1'] });
}

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary: string }[];
}

/** WCAG 2.2 AA, as far as a program can tell (axe-core). */
export async function expectAccessible(page: Page): Promise<void> {
  // By evaluation: the page's policy lets no script in that is not the console's own.
  await page.evaluate(axe);
  const options = JSON.stringify({ runOnly: { type: 'tag', values: levels }, resultTypes: ['violations'] });
  const violations = await page.evaluate<Violation[]>(`axe.run(document, ${options}).then(({ violations }) => violations)`);
  expect(violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`) }))).toEqual([]);
}

/** Whether anything of the page sticks out of the window's right edge. */
export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');
