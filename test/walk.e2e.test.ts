import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { demoPassword } from '../apps/api/src/demo/hospitals.ts';
import { verifyLog } from '../apps/api/src/referrals/verify-log.ts';
import { onRealPostgres, openTestDatabase } from './support/database.ts';
import { Http } from './support/http.ts';
import { root } from './support/root.ts';
import { run } from './support/run.ts';
import { startServer, type TestServer } from './support/server.ts';
import { unpackInto, unzip } from './support/zip.ts';

jest.setTimeout(240_000);

const out = mkdtempSync(join(tmpdir(), 'countersign-walked-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const walk = (base: string, args: string[] = [], onLine?: (line: string) => void) =>
  run('walk/main.mjs', ['--base', base, '--out', out, ...args], { onLine });

/** How many referrals the auditor of a demo hospital sees. */
async function referralsOf(http: Http, institution: string, auditor: string): Promise<number> {
  const { body } = await http.post('/sessions', { institution, username: auditor, password: demoPassword, as: 'bearer' });
  return (await http.as(body.token).get('/referrals?limit=100')).body.items.length;
}

describe('the walk', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ DEMO: 'on' });
  });
  afterAll(() => server.close());

  test('moves all nine samples to their letters, twice in a row', async () => {
    for (const round of [1, 2]) {
      const { code, stdout, stderr } = await walk(server.http.base);
      expect({ round, code, stderr }).toEqual({ round, code: 0, stderr: '' });
      expect(stdout).toContain('9 of 9 cases reached their letter');
      expect(stdout).not.toContain('✗');
    }
    const { broken, letterGap, referrals } = await verifyLog(server.database, server.secrets, null);
    expect({ broken, letterGap, referrals }).toEqual({ broken: [], letterGap: null, referrals: 17 + 18 });
  });

  test('saves the two PDFs of each case and its pack, and says how to verify them', async () => {
    const { stdout } = await walk(server.http.base, ['--only', 'other-hospital-1']);
    const folder = join(out, 'other-hospital-1');
    for (const file of ['approval-form.pdf', 'letter.pdf']) {
      expect(readFileSync(join(folder, file)).subarray(0, 5).toString()).toBe('%PDF-');
    }
    const pack = join(folder, 'pack');
    unpackInto(pack, await unzip(readFileSync(join(folder, 'pack.zip'))));
    const token = readFileSync(join(pack, 'letter-token.txt'), 'utf8').trim().split('\n').at(-1)!;
    const checks = [
      ['pack', pack],
      ['verify', token, join(pack, 'keys.json')],
    ];
    for (const [what, ...args] of checks) {
      expect(stdout).toContain(`check.mjs ${what} `);
      expect(await run('libs/evidence/check.mjs', [what!, ...args])).toMatchObject({ code: 0, stderr: '' });
    }
    // The twin: the same pack with one letter of an opinion changed.
    const log = join(pack, 'log.json');
    writeFileSync(log, readFileSync(log, 'utf8').replace('同意', '不同意'));
    expect(await run('libs/evidence/check.mjs', ['pack', pack])).toMatchObject({ code: 1 });
  });

  test('has a warrant given where a substitute’s has run out since the demo was loaded', async () => {
    await server.database.query('UPDATE substitute SET revoked_at = now()');
    const { code, stdout } = await walk(server.http.base, ['--only', 'outpatient-2']);
    expect(stdout).toMatch(/王海燕委托赵启明代理业务院长：代〔\d{4}〕\d{4}号/);
    expect(stdout).toContain('1 of 1 cases reached their letter');
    expect(code).toBe(0);
  });

  test('prints the problem and fails where the server refuses an act, and goes on with the other cases', async () => {
    await server.database.query(`UPDATE reason SET active = false WHERE code = 'incomplete'`);
    const { code, stdout } = await walk(server.http.base);
    expect(stdout).toMatch(
      /✗ POST \/referrals\/[0-9a-f-]+\/returnForCorrection：422 unknownReason 本机构的理由清单中没有「incomplete」。/,
    );
    expect(stdout).toContain('7 of 9 cases reached their letter');
    expect(code).toBe(1);
  });

  test('says that the demo people are not there', async () => {
    const other = await startServer();
    try {
      const { code, stderr } = await walk(other.http.base, ['--only', 'inpatient-1']);
      expect(stderr).toMatch(/^POST \/sessions：401 wrongPassword 机构、用户名或密码不正确。/);
      expect(stderr).toContain('this server has no demo hospitals');
      expect(code).toBe(1);
    } finally {
      await other.close();
    }
  });

  test('says in a sentence that there is no server, or no such sample', async () => {
    const { code, stderr } = await walk('http://127.0.0.1:1');
    expect([code, stderr.trim().split('\n').length]).toEqual([1, 2]);
    expect(stderr).toContain('Nothing answers at http://127.0.0.1:1: run npm start first');
    const unknown = await walk('http://127.0.0.1:1', ['--only', 'dental-1']);
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('outpatient-1, outpatient-2')]);
  });
});

describe('a server killed in mid-walk', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-killed-'));
  let serving: ChildProcess | null = null;
  afterAll(() => {
    serving?.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** The server as its users start it, in a process of its own; ready when it says where it is. */
  function start(env: Record<string, string>): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['scripts/start.mjs'], {
        cwd: root,
        env: { ...process.env, NODE_OPTIONS: '', LOG_LEVEL: 'warn', DATA_DIR: dataDir, ...env },
      });
      serving = child;
      let said = '';
      const listen = (text: string) => {
        said += text;
        if (said.includes(`http://127.0.0.1:${env.PORT}`)) resolve();
      };
      child.stdout.setEncoding('utf8').on('data', listen);
      child.stderr.setEncoding('utf8').on('data', listen);
      child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
    });
  }

  async function kill(): Promise<void> {
    const child = serving!;
    child.removeAllListeners('exit');
    await new Promise((gone) => {
      child.on('exit', gone);
      child.kill('SIGKILL');
    });
  }

  test('loses no answered act and does none twice', async () => {
    const database = onRealPostgres ? await openTestDatabase() : null;
    const port = await freePort();
    const env = { PORT: String(port), DEMO: 'on', ...(database && { DATABASE_URL: database.url }) };
    await start(env);

    const killAfter = [9, 34, 62];
    let acts = 0;
    let restarts = Promise.resolve();
    const { code, stdout, stderr } = await walk(`http://127.0.0.1:${port}`, [], (line) => {
      if (!line.includes('→')) return;
      acts += 1;
      if (!killAfter.includes(acts)) return;
      restarts = restarts.then(async () => {
        // Somewhere within the next act.
        await wait(Math.random() * 25);
        await kill();
        await start(env);
      });
    });
    await restarts;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('9 of 9 cases reached their letter');
    expect(stdout.match(/暂无应答/g)!.length).toBeGreaterThanOrEqual(killAfter.length);

    const http = new Http(`http://127.0.0.1:${port}`);
    expect(await referralsOf(http, 'dongguan', 'tan.bingqing')).toBe(14 + 8);
    expect(await referralsOf(http, 'binhai', 'jin.hui')).toBe(3 + 1);
    const verified = await run('apps/api/dist/commands/verify-log.js', [], {
      env: { DATA_DIR: dataDir, ...(database && { DATABASE_URL: database.url }) },
    });
    const promised = /`(\d+ chains, \d+ events: \d+ hold, 0 broken\.)`/.exec(readFileSync(join(root, 'README.en.md'), 'utf8'))![1];
    expect(verified).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(promised!) });
    await kill();
    serving = null;
    await database?.close();
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
