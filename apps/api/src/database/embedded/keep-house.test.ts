import { afterAll, describe, expect, test } from '@jest/globals';
import { CannotStart } from '../../cannot-start.ts';
import { createDataSource } from '../data-source.ts';
import { Database, DatabaseUnavailable } from '../database.ts';
import { serveInMemory } from './embedded.ts';
import { HouseKeeping, requireRoom } from './keep-house.ts';

const embedded = await serveInMemory();
const database = new Database(await createDataSource(embedded.url, 2).initialize());
let free = 1024 ** 3;
const house = new HouseKeeping(database, '/', () => undefined, async () => free);
afterAll(async () => {
  await house.stop();
  await database.close();
  await embedded.close();
});

await database.query('CREATE TABLE note (text text)');
const write = () => database.query(`INSERT INTO note VALUES ('x')`);

describe('the embedded database', () => {
  test('takes no writes while the disk is nearly full, and takes them again when there is room', async () => {
    free = 1024;
    await house.look();
    await expect(write()).rejects.toThrow(DatabaseUnavailable);
    expect(await database.query('SELECT FROM note')).toHaveLength(0);
    free = 1024 ** 3;
    await house.look();
    await write();
    expect(await database.query('SELECT FROM note')).toHaveLength(1);
  });

  test('writes a checkpoint when its log has grown, and none before', async () => {
    const redo = async () =>
      (await database.query<{ at: string }>('SELECT redo_lsn AS at FROM pg_control_checkpoint()'))[0]?.at;
    const before = await redo();
    await house.look();
    expect(await redo()).toBe(before);
    // Each switch leaves the rest of a 16 MB file unused.
    for (let file = 0; file < 5; file += 1) {
      await write();
      await database.query('SELECT pg_switch_wal()');
    }
    await house.look();
    expect(await redo()).not.toBe(before);
  });

  test('does not start on a full disk, and starts where there is room', async () => {
    await expect(requireRoom('/', async () => 1024)).rejects.toThrow(CannotStart);
    await requireRoom('/', async () => 1024 ** 3);
  });
});
