import { parseArgs } from 'node:util';
import 'reflect-metadata';
import { CannotStart } from '../cannot-start.ts';
import { readConfig } from '../config/config.ts';
import { requireCurrent } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';
import { Passwords } from '../identity/passwords.ts';
import { resetLostPassword } from '../people/reset-lost-password.ts';

function given(args: string[]): { institution: string; username: string } {
  const text = { type: 'string' } as const;
  const usage = new CannotStart(
    '用法：npm run reset-password -- --institution 机构代码 --username 用户名',
    'Usage: npm run reset-password -- --institution CODE --username USER',
  );
  let said: { institution?: string; username?: string };
  try {
    said = parseArgs({ args, options: { institution: text, username: text } }).values;
  } catch {
    throw usage;
  }
  const { institution, username } = said;
  if (!institution || !username) throw usage;
  return { institution, username };
}

/** `npm run reset-password`: for the administrator whom no other administrator can help. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { institution, username } = given(process.argv.slice(2));
  const { database, close } = await openDatabase(config, 'withServer');
  try {
    await requireCurrent(database);
    const password = await resetLostPassword(database, new Passwords(), institution, username, new Date());
    console.log(`新的初始密码 · new first password: ${password}`);
    console.log('只显示这一次，下次登录须修改；原有会话均已退出。');
    console.log('It is shown this once and must be changed at the next sign-in; all sessions have ended.');
  } finally {
    await close();
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
