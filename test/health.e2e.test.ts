import { afterAll, describe, expect, test } from '@jest/globals';
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
    expect({ status, body }).toEqual({ status: 200, body: { status: 'up' } });
  });
});
