import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import 'reflect-metadata';
import { CannotStart } from '../cannot-start.ts';
import { readConfig } from '../config/config.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';
import { Passwords } from '../identity/passwords.ts';
import { setUpInstitution, type SetUp } from '../institutions/set-up-institution.ts';
import { openSecrets } from '../secrets/open-secrets.ts';

type Said = Partial<Record<keyof SetUp, string>>;

const questions: Record<keyof SetUp, { question: string; variable: string }> = {
  code: { question: '机构代码 · Code of the institution (letters, digits): ', variable: 'SETUP_CODE' },
  name: { question: '机构名称 · Name of the institution: ', variable: 'SETUP_NAME' },
  username: { question: "管理员用户名 · Administrator's user name: ", variable: 'SETUP_USERNAME' },
  personName: { question: "管理员姓名 · Administrator's name: ", variable: 'SETUP_PERSON_NAME' },
};
const fields = Object.keys(questions) as (keyof SetUp)[];

/** From the command line, else from the environment. */
function given(args: string[], env: NodeJS.ProcessEnv): Said {
  const text = { type: 'string' } as const;
  const options = { code: text, name: text, username: text, 'person-name': text };
  try {
    const { values } = parseArgs({ args, options });
    const said: Said = { ...values, personName: values['person-name'] };
    return Object.fromEntries(fields.map((field) => [field, said[field] ?? env[questions[field].variable]]));
  } catch {
    throw new CannotStart(
      '用法：npm run setup -- --code 代码 --name 名称 --username 用户名 --person-name 姓名',
      'Usage: npm run setup -- --code CODE --name NAME --username USER --person-name NAME',
    );
  }
}

/** Asks for what was not given, where somebody sits at a terminal. */
async function askFor(said: Said): Promise<Said> {
  const missing = fields.filter((field) => said[field] === undefined);
  if (missing.length === 0 || !process.stdin.isTTY) return said;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answers = { ...said };
  for (const field of missing) answers[field] = await terminal.question(questions[field].question);
  terminal.close();
  return answers;
}

/** `npm run setup`: the first institution and its administrator, where there is no demo. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const said = await askFor(given(process.argv.slice(2), process.env));
  const { database, close } = await openDatabase(config, 'withServer');
  try {
    await migrate(database);
    await openSecrets(config, database);
    const { code, username, initialPassword } = await setUpInstitution(database, new Passwords(), said, new Date());
    console.log(`机构代码 · institution:    ${code}`);
    console.log(`用户名 · user name:        ${username}`);
    console.log(`初始密码 · first password: ${initialPassword}`);
    console.log('初始密码只显示这一次，首次登录须修改。 · It is shown this once and must be changed at the first sign-in.');
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
