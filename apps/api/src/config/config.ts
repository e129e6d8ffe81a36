import { accessSync, constants, mkdirSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { CannotStart } from '../cannot-start.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const demoChoices = ['on', 'off', 'auto'] as const;
const switches = ['on', 'off'] as const;

/** What the environment decides. Also the token by which it is injected. */
export abstract class Config {
  abstract readonly port: number;
  abstract readonly host: string;
  /** Absolute; exists and is writable. */
  abstract readonly dataDir: string;
  /** null: the embedded database in the data folder. */
  abstract readonly databaseUrl: string | null;
  abstract readonly databasePool: number;
  abstract readonly migrate: boolean;
  abstract readonly demo: boolean;
  /** null: keys/secret.key in the data folder. */
  abstract readonly secretKeyFile: string | null;
  abstract readonly logLevel: (typeof logLevels)[number];
  abstract readonly sessionHours: number;
  abstract readonly trustProxy: boolean | string;
  /** Where others reach this server, without a slash at the end: QR codes name it. null: where it listens. */
  abstract readonly publicUrl: string | null;
  /** Where clamd listens; null: papers are not scanned for viruses. */
  abstract readonly clamd: { host: string; port: number } | { path: string } | null;
}

type Environment = Record<string, string | undefined>;

/** Reads and checks the environment; the first bad value is refused with a sentence that names it. */
export function readConfig(env: Environment): Config {
  const read = (name: string): string | null => env[name]?.trim() || null;
  const databaseUrl = databaseUrlIn(read('DATABASE_URL'));
  const demo = oneOf('DEMO', read('DEMO') ?? 'auto', demoChoices);
  return {
    port: integer('PORT', read('PORT') ?? '3000', 0, 65_535),
    host: hostIn(read('HOST') ?? '127.0.0.1'),
    databaseUrl,
    // One thread keeps few connections busy: more of them take the processor from each other (docs/decisions/0082). The
    // embedded database does one thing at a time, so there they would only wait in another place.
    databasePool: integer('DATABASE_POOL', read('DATABASE_POOL') ?? (databaseUrl ? '8' : '4'), 1, 500),
    migrate: oneOf('MIGRATE', read('MIGRATE') ?? 'on', switches) === 'on',
    demo: demo === 'on' || (demo === 'auto' && databaseUrl === null),
    secretKeyFile: absolute(read('SECRET_KEY_FILE')),
    logLevel: oneOf('LOG_LEVEL', read('LOG_LEVEL') ?? 'info', logLevels),
    sessionHours: integer('SESSION_HOURS', read('SESSION_HOURS') ?? '12', 1, 168),
    trustProxy: proxiesIn(read('TRUST_PROXY')),
    publicUrl: publicUrlIn(read('PUBLIC_URL')),
    clamd: clamdIn(read('CLAMD')),
    dataDir: writableFolder('DATA_DIR', read('DATA_DIR') ?? 'data'),
  };
}

function integer(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new CannotStart(
      `${name} 必须是 ${least} 到 ${most} 的整数，当前为“${text}”。`,
      `${name} must be a whole number from ${least} to ${most}, but is "${text}".`,
    );
  }
  return value;
}

function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === text);
  if (choice === undefined) {
    throw new CannotStart(
      `${name} 只能是 ${choices.join('、')} 之一，当前为“${text}”。`,
      `${name} must be one of ${choices.join(', ')}, but is "${text}".`,
    );
  }
  return choice;
}

function hostIn(text: string): string {
  if (isIP(text) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) return text;
  throw new CannotStart(
    `HOST 必须是要监听的地址或主机名，当前为“${text}”。`,
    `HOST must be an address or a host name to listen on, but is "${text}".`,
  );
}

function databaseUrlIn(text: string | null): string | null {
  if (text === null) return null;
  // The value itself is not repeated: it usually holds a password.
  if (/^postgres(ql)?:\/\/[^/]*\/[^?]/.test(text)) return text;
  const example = 'postgres://user:password@host:5432/database';
  throw new CannotStart(`DATABASE_URL 应形如 ${example}。`, `DATABASE_URL must look like ${example}.`);
}

function proxiesIn(text: string | null): boolean | string {
  if (text === null || text === 'off' || text === 'false') return false;
  if (text === 'on' || text === 'true') return true;
  const isProxy = (one: string) =>
    isIP(one.split('/', 1)[0] ?? '') > 0 || ['loopback', 'linklocal', 'uniquelocal'].includes(one);
  if (text.split(',').every((one) => isProxy(one.trim()))) return text;
  throw new CannotStart(
    `TRUST_PROXY 只能是 on、off 或代理地址列表（如 10.0.0.0/8），当前为“${text}”。`,
    `TRUST_PROXY must be on, off or a list of proxy addresses such as 10.0.0.0/8, but is "${text}".`,
  );
}

function clamdIn(text: string | null): Config['clamd'] {
  if (text === null || text === 'off') return null;
  if (text.startsWith('/')) return { path: text };
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})$/.exec(text) ?? [];
  const [host, port] = [bracketed ?? plain, Number(digits)];
  if (host !== undefined && port >= 1 && port <= 65_535 && (bracketed === undefined || isIP(host) === 6)) return { host, port };
  throw new CannotStart(
    `CLAMD 只能是 off、主机:端口（如 127.0.0.1:3310）或套接字文件的绝对路径，当前为“${text}”。`,
    `CLAMD must be off, host:port such as 127.0.0.1:3310 or the absolute path of a socket, but is "${text}".`,
  );
}

/** An origin, with a path where a proxy adds one. It is printed as a QR code, which a long text would make unreadable. */
function publicUrlIn(text: string | null): string | null {
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password && !/[?#\s]/.test(text);
  if (plain && text.length <= 120) return text.replace(/\/+$/, '');
  throw new CannotStart(
    `PUBLIC_URL 应形如 https://zhuanzhen.hospital.example，不超过 120 个字符，当前为“${text}”。`,
    `PUBLIC_URL must look like https://referrals.hospital.example, at most 120 characters, but is "${text}".`,
  );
}

const absolute = (path: string | null): string | null => (path === null ? null : resolve(path));

function writableFolder(name: string, text: string): string {
  const folder = resolve(text);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new CannotStart(
        `${name} 必须是目录，而 ${folder} 是一个文件。`,
        `${name} must be a folder, but ${folder} is a file.`,
      );
    }
    throw new CannotStart(
      `${name} 指向的目录 ${folder} 无法创建。`,
      `${name} is ${folder}, which cannot be created: ${(error as Error).message}.`,
    );
  }
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    throw new CannotStart(
      `${name} 指向的目录 ${folder} 当前用户不可写。`,
      `${name} is ${folder}, where this user may not write.`,
    );
  }
  return folder;
}
