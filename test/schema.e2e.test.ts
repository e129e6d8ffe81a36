import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { migrations } from '@countersign/migrations';
import { describeSchema } from '../apps/api/src/database/describe-schema.ts';
import { isCurrent, migrate, requireCurrent } from '../apps/api/src/database/migrate.ts';
import { CannotStart } from '../apps/api/src/cannot-start.ts';
import { onRealPostgres } from './support/database.ts';
import { startServer } from './support/server.ts';
import { root } from './support/root.ts';

const server = await startServer();
afterAll(() => server.close());

describe('the migrations', () => {
  test('are all in the list, oldest first, each named by its file and its time', () => {
    const files = readdirSync(join(root, 'migrations')).filter((name) => /^\d{4}-.*\.ts$/.test(name)).sort();
    const words = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
    expect(migrations.map(({ name }) => words(name))).toEqual(files.map((file) => words(file.replace('.ts', ''))));
    const times = migrations.map(({ name }) => Number(/\d{13}$/.exec(name)?.[0]));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('lead to migrations/schema.sql; npm run schema writes it', async () => {
    expect(await describeSchema(server.database)).toBe(readFileSync(join(root, 'migrations', 'schema.sql'), 'utf8'));
  });

  test('lead to what the entities say', async () => {
    const { dataSource } = server.database;
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  test('can each be taken back and done again, by one of the servers that start at once', async () => {
    const { database, http } = server;
    for (const _ of migrations) await database.dataSource.undoLastMigration();
    const left = await database.query(
      `SELECT relname FROM pg_class
       WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'S') AND relname NOT LIKE 'migration%'`,
    );
    expect(left).toEqual([]);
    expect(await isCurrent(database)).toBe(false);
    await expect(requireCurrent(database)).rejects.toThrow(CannotStart);
    expect((await http.get('/health/ready')).status).toBe(503);

    // An embedded database never has more than one server.
    const servers = Array.from({ length: onRealPostgres ? 3 : 1 }, () => migrate(database));
    expect((await Promise.all(servers)).flat()).toEqual(migrations.map(({ name }) => name));
    expect(await migrate(database)).toEqual([]);
    await requireCurrent(database);
    expect((await http.get('/health/ready')).status).toBe(200);
    expect(await describeSchema(database)).toBe(readFileSync(join(root, 'migrations', 'schema.sql'), 'utf8'));
  });

  test('of a newer version are refused by this one', async () => {
    await server.database.query(`INSERT INTO migration (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`);
    await expect(migrate(server.database)).rejects.toThrow(/Later9999999999999/);
    await expect(requireCurrent(server.database)).rejects.toThrow(CannotStart);
    await server.database.query(`DELETE FROM migration WHERE name = 'Later9999999999999'`);
    await requireCurrent(server.database);
  });
});
