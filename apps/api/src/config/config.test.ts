import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { CannotStart } from '../cannot-start.ts';
import { readConfig } from './config.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'countersign-config-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const read = (env: Record<string, string> = {}) => readConfig({ DATA_DIR: dataDir, ...env });

describe('the environment', () => {
  test('may be empty: this machine alone, the embedded database, the demo', () => {
    expect(read()).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir,
      databaseUrl: null,
      databasePool: 4,
      migrate: true,
      demo: true,
      secretKeyFile: null,
      logLevel: 'info',
      sessionHours: 12,
      trustProxy: false,
      publicUrl: null,
      clamd: null,
    });
  });

  test('may leave a value empty, as a compose file does', () => {
    expect(read({ PORT: '', DATABASE_URL: ' ', DEMO: '' })).toEqual(read());
  });

  test.each([
    [{ DEMO: 'auto' }, true],
    [{ DEMO: 'on' }, true],
    [{ DEMO: 'off' }, false],
    [{ DEMO: 'auto', DATABASE_URL: 'postgres://u@h/d' }, false],
    [{ DEMO: 'on', DATABASE_URL: 'postgres://u@h/d' }, true],
  ])('%j: demo %j', (env, demo) => {
    expect(read(env)).toMatchObject({ demo });
  });

  test.each([
    ['PORT', '0', '-1'],
    ['PORT', '65535', '65536'],
    ['PORT', '8080', '80a'],
    ['PORT', '8080', '1e3'],
    ['HOST', '0.0.0.0', 'http://0.0.0.0'],
    ['HOST', '::1', '::1::'],
    ['HOST', 'his.hospital.example', '-his'],
    ['DATABASE_URL', 'postgres://u:p@h:5432/d?sslmode=require', 'mysql://u@h/d'],
    ['DATABASE_URL', 'postgresql://u@/d?host=%2Frun', 'postgres://u@h'],
    ['DATABASE_URL', 'postgres://h/d', 'd'],
    ['DATABASE_POOL', '1', '0'],
    ['DEMO', 'off', 'OFF'],
    ['MIGRATE', 'off', 'no'],
    ['LOG_LEVEL', 'silent', 'loud'],
    ['SESSION_HOURS', '168', '169'],
    ['PUBLIC_URL', 'https://zhuanzhen.hospital.example/', 'zhuanzhen.hospital.example'],
    ['PUBLIC_URL', 'http://10.1.2.3:8080/countersign', 'ftp://10.1.2.3/'],
    ['PUBLIC_URL', 'http://[fd00::1]:3000', 'https://hospital.example/?from=letter'],
    ['TRUST_PROXY', '10.0.0.0/8, ::1', '10.0.0.0/8, somebody'],
    ['CLAMD', '/run/clamav/clamd.ctl', 'run/clamd.ctl'],
    ['CLAMD', 'scanner.hospital.example:3310', 'scanner.hospital.example'],
    ['CLAMD', '[::1]:3310', '::1:3310'],
    ['CLAMD', 'off', '127.0.0.1:0'],
  ])('%s may be %s, but not %s', (name, good, bad) => {
    expect(() => read({ [name]: good })).not.toThrow();
    expect(() => read({ [name]: bad })).toThrow(CannotStart);
    expect(() => read({ [name]: bad })).toThrow(new RegExp(`${name} .* · .*${name} `));
  });

  test('never has its database password repeated', () => {
    expect(() => read({ DATABASE_URL: 'mysql://u:secret@h/d' })).toThrow(/^(?!.*secret)/);
  });

  test('names a data folder that is made, but not in place of a file', () => {
    expect(read({ DATA_DIR: join(dataDir, 'new', 'folder') }).dataDir).toBe(join(dataDir, 'new', 'folder'));
    writeFileSync(join(dataDir, 'file'), '');
    expect(() => read({ DATA_DIR: join(dataDir, 'file') })).toThrow(/is a file/);
    expect(() => read({ DATA_DIR: join(dataDir, 'file', 'below') })).toThrow(CannotStart);
  });
});
