import { CannotStart } from '../cannot-start.ts';
import { readConfig } from '../config/config.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';

/** `npm run migrate`: brings the schema to this version, for an installation that does it apart from the start. */
async function main(): Promise<void> {
  const { database, close } = await openDatabase(readConfig(process.env), 'withServer');
  try {
    const names = await migrate(database);
    console.log(
      names.length > 0
        ? `已执行迁移 ${names.join(', ')}。 · Done: ${names.join(', ')}.`
        : '数据库结构已是最新。 · The schema is up to date.',
    );
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
