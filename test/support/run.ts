import { spawn } from 'node:child_process';
import { root } from './root.ts';

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a script of the repository by this Node until it ends; `onLine` sees each line as it is printed. */
export function run(
  script: string,
  args: string[],
  { env = {}, onLine = () => {} }: { env?: Record<string, string>; onLine?: (line: string) => void } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, env: { ...process.env, NODE_OPTIONS: '', ...env } });
    const ran: Ran = { code: null, stdout: '', stderr: '' };
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      ran.stdout += text;
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      lines.forEach(onLine);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...ran, code }));
  });
}
