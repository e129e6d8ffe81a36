import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Secrets } from '@countersign/api/dist/secrets/secrets.js';
import { CannotMeasure } from './options.ts';

const main = fileURLToPath(import.meta.resolve('@countersign/api/dist/main.js'));
const clockTicks = 100;

/** One server in a process of its own, started as it would be in a hospital. */
export class ServerProcess {
  private mostRss = 0;
  private readonly sampler: NodeJS.Timeout;

  private constructor(
    private readonly process: ChildProcess,
    private readonly databaseUrl: string,
    private readonly dataDir: string,
    readonly address: string,
  ) {
    this.sampler = setInterval(() => this.sample(), 200);
  }

  static start(databaseUrl: string, profile: string | null): Promise<ServerProcess> {
    return ServerProcess.on(databaseUrl, profile, mkdtempSync(join(tmpdir(), 'countersign-bench-')), '0');
  }

  private static async on(databaseUrl: string, profile: string | null, dataDir: string, port: string): Promise<ServerProcess> {
    const flags = profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : [];
    const child = spawn(process.execPath, [...flags, main], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        DATABASE_URL: databaseUrl,
        DATA_DIR: dataDir,
        HOST: '127.0.0.1',
        PORT: port,
        DEMO: 'off',
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new ServerProcess(child, databaseUrl, dataDir, await addressOf(child));
  }

  /** The key that this server encrypts with, in hexadecimal digits. */
  get key(): string {
    return readFileSync(join(this.dataDir, 'keys', 'secret.key'), 'utf8').trim();
  }

  get secrets(): Secrets {
    return new Secrets(Buffer.from(this.key, 'hex'));
  }

  /** Processor seconds so far; null where the system does not tell. */
  get cpuSeconds(): number | null {
    const stat = this.read('stat');
    if (stat === null) return null;
    // The name in parentheses may hold spaces; user and system time are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / clockTicks;
  }

  /** The most memory seen at any sample, in MB; null where the system does not tell. */
  get mostRssMb(): number | null {
    return this.mostRss === 0 ? null : Math.round(this.mostRss / 1024);
  }

  /** Memory at this moment, in MB; null where the system does not tell. */
  get rssMb(): number | null {
    const kilobytes = this.sample();
    return kilobytes === 0 ? null : Math.round(kilobytes / 1024);
  }

  private sample(): number {
    const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(this.read('status') ?? '')?.[1] ?? 0);
    this.mostRss = Math.max(this.mostRss, kilobytes);
    return kilobytes;
  }

  private read(file: string): string | null {
    try {
      return readFileSync(`/proc/${this.process.pid}/${file}`, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Ends it in the middle of whatever it does, and starts another in its place. */
  async replaceKilled(): Promise<ServerProcess> {
    clearInterval(this.sampler);
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
    return ServerProcess.on(this.databaseUrl, null, this.dataDir, new URL(this.address).port);
  }

  async stop(): Promise<void> {
    clearInterval(this.sampler);
    const { exitCode, signalCode } = this.process;
    if (exitCode === null && signalCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill('SIGTERM');
      await ended;
    }
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** The server says where it listens when it is ready. */
async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  child.once('exit', () => child.stdout!.destroy());
  for await (const chunk of child.stdout!) {
    said += String(chunk);
    const address = /http:\/\/\S+/.exec(said)?.[0];
    if (address) {
      child.stdout!.resume();
      return address;
    }
  }
  throw new CannotMeasure('The server did not start; it says above why.');
}
