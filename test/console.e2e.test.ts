import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { root } from './support/root.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const page = { Accept: 'text/html,application/xhtml+xml' };
const ask = (path: string, headers: Record<string, string> = {}) => fetch(server.http.base + path, { headers });
const script = readdirSync(join(root, 'apps/console/dist/assets')).find((file) => /^index-.*\.js$/.test(file))!;

describe('the console', () => {
  test.each(['/', '/new', '/referrals/0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73', '/find?state=issued', '/nowhere'])(
    'is answered at %s, and asked for anew each time',
    async (path) => {
      const answer = await ask(path, page);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(await answer.text()).toContain('<div id="root">');
    },
  );

  test.each(['/api/nowhere', '/api/v1/nowhere', '/verify/x/y/z', '/.well-known/nowhere', '/assets/nowhere.js', '/nowhere.png'])(
    'is not answered at %s',
    async (path) => {
      const answer = await ask(path, page);
      expect(await answer.text()).not.toContain('<div id="root">');
    },
  );

  test('is no answer to a program that lost its way, which is told so', async () => {
    const answer = await ask('/referrals', { Accept: 'application/json' });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  test('keeps scripts for ever, and sends them as they were compressed at the build', async () => {
    const answer = await ask(`/assets/${script}`, { 'Accept-Encoding': 'br' });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(answer.headers.get('content-type')).toMatch(/javascript/);
    expect((await answer.text()).length).toBeGreaterThan(10_000);
    const plain = await ask(`/assets/${script}`, { 'Accept-Encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
  });

  test('names no file outside of it', async () => {
    for (const path of ['/assets/%2e%2e%2f%2e%2e%2fpackage.json', '/..%2fpackage.json', '/package.json']) {
      const answer = await ask(path);
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
  });

  test('runs no script that is not its own', async () => {
    const policy = (await ask('/', page)).headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/script-src|unsafe-eval/);
    const inline = (await (await ask('/', page)).text()).match(/<script(?![^>]*\bsrc=)/g);
    expect(inline).toBeNull();
  });

  test('can be installed on a phone', async () => {
    const manifest = await ask('/console.webmanifest');
    expect(manifest.headers.get('content-type')).toMatch(/manifest\+json/);
    const { icons, start_url: start, display } = (await manifest.json()) as { icons: { src: string; sizes: string }[]; start_url: string; display: string };
    expect({ start, display }).toEqual({ start: '/', display: 'standalone' });
    for (const { src } of icons) expect((await ask(src)).status).toBe(200);
    expect((await ask('/service-worker.js')).headers.get('content-type')).toMatch(/javascript/);
  });
});
