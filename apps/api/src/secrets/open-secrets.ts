import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotStart } from '../cannot-start.ts';
import type { Config } from '../config/config.ts';
import type { Database } from '../database/database.ts';
import { keyLength, Secrets } from './secrets.ts';

/**
 * The secrets of this database. A key is made only for a database that has none: with another key its ID numbers could
 * neither be read nor found, and two keys in one database could not be told apart again.
 */
export async function openSecrets(config: Config, database: Database): Promise<Secrets> {
  const file = config.secretKeyFile ?? join(config.dataDir, 'keys', 'secret.key');
  const expected = await fingerprintIn(database);
  const key = readKey(file) ?? (expected === null ? makeKey(file) : null);
  if (!key) {
    throw new CannotStart(
      `数据库已加密，但密钥文件 ${file} 不存在，请放回该文件，或用 SECRET_KEY_FILE 指明其位置。`,
      `The database is encrypted with a key that is not at ${file}; put the key file back, or name it in SECRET_KEY_FILE.`,
    );
  }
  const secrets = new Secrets(key);
  if ((expected ?? (await keepFingerprint(database, secrets.fingerprint))) !== secrets.fingerprint) {
    throw new CannotStart(
      `密钥文件 ${file} 与数据库加密时所用的密钥不符。`,
      `The key at ${file} is not the one that this database is encrypted with.`,
    );
  }
  return secrets;
}

async function fingerprintIn(database: Database): Promise<string | null> {
  const [row] = await database.query<{ fingerprint: string }>('SELECT fingerprint FROM secret_check');
  return row?.fingerprint ?? null;
}

/** Answers what is kept: another server may have been first, with another key. */
async function keepFingerprint(database: Database, fingerprint: string): Promise<string | null> {
  await database.query('INSERT INTO secret_check (fingerprint) VALUES ($1) ON CONFLICT DO NOTHING', [fingerprint]);
  return fingerprintIn(database);
}

function readKey(file: string): Buffer | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CannotStart(
      `密钥文件 ${file} 无法读取。`,
      `The key file ${file} cannot be read: ${(error as Error).message}.`,
    );
  }
  const key = Buffer.from(text, 'hex');
  if (key.length !== keyLength || key.toString('hex') !== text.toLowerCase()) {
    throw new CannotStart(
      `密钥文件 ${file} 的内容必须是 ${keyLength * 2} 位十六进制数字。`,
      `The key file ${file} must hold ${keyLength * 2} hexadecimal digits, and nothing else.`,
    );
  }
  return key;
}

/** On disk before anything is encrypted with it, and never over a key that another process has just made. */
function makeKey(file: string): Buffer {
  // Two servers in containers may have the same process id, and would write into one file.
  const unfinished = `${file}.${randomUUID()}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const fd = openSync(unfinished, 'wx', 0o600);
    writeSync(fd, `${randomBytes(keyLength).toString('hex')}\n`);
    fsyncSync(fd);
    closeSync(fd);
    linkUnlessThere(unfinished, file);
    rmSync(unfinished);
  } catch (error) {
    throw new CannotStart(
      `密钥文件 ${file} 无法创建。`,
      `The key file ${file} cannot be made: ${(error as Error).message}.`,
    );
  }
  return readKey(file) as Buffer;
}

function linkUnlessThere(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
