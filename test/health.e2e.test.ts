import { afterAll, describe, expect, test } from '@jest/globals';
import { openTestDatabase } from './support/database.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

describe('health', () => {
  test('says that the process is live, to anybody', async () => {
    const { status, body } = await server.http.get('/health/live');
    expect({ status, body }).toEqual({ status: 200, body: { status: 'up' } });
  });

  test('says that the server is ready while the database answers', async () => {
    const { status, body } = await server.http.get('/health/ready');
    expect({ status, body }).toEqual({ status: 200, body: { status: 'up', virusScanner: 'off' } });
  });

  test('says that it is not ready, but live, when the database is gone', async () => {
    const database = await openTestDatabase();
    const cutOff = await startServer({ DATABASE_URL: database.url });
    expect((await cutOff.http.get('/health/ready')).status).toBe(200);
    await database.close();
    const { status, body } = await cutOff.http.get('/health/ready');
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'databaseUnavailable' });
    expect((await cutOff.http.get('/health/live')).status).toBe(200);
    await cutOff.close();
  });
});
