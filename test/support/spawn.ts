import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Spawned {
  pid: number;
  /** Where it serves; fails when it ends before. */
  address: Promise<string>;
  ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

/** A process of the compiled program, as an operator starts it, with no more environment than is given. */
export function spawnProgram(env: Record<string, string>, program = 'main.js', args: string[] = []): Spawned {
  const file = join(root, 'apps', 'api', 'dist', program);
  if (!existsSync(file)) throw new Error(`${file} is missing: run "npx tsc -b apps/api" first`);
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [file, ...args], { env: { PATH, HOME, ...env } });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const address = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
      const [found] = /^Countersign 转诊会签  (\S+)$/m.exec(stdout)?.slice(1) ?? [];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(`ended before it served: ${stderr}${stdout}`)));
  });
  // Who expects the program to end does not ask for its address.
  address.catch(() => undefined);
  return { pid: child.pid ?? -1, address, ended, kill: (signal) => void child.kill(signal) };
}
