import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Client, NoServer, Refused } from '../../walk/client.mjs';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let close = () => {};
afterEach(() => close());

/** A server that answers each request in its own way; the last way stays. */
async function serverWith(...answers: Answer[]) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const answer = answers[Math.min(asked.length, answers.length - 1)]!;
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const json = (status: number, body: object): Answer => (_, response) => {
  response.writeHead(status, { 'Content-Type': 'application/json', ETag: '"3"' }).end(JSON.stringify(body));
};
const hangUp: Answer = (request) => request.socket.destroy();
const breakOff: Answer = (_, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '500' });
  response.write('{"half":', () => response.destroy());
};

describe('the client', () => {
  test.each<[string, Answer]>([
    ['a connection that failed', hangUp],
    ['an answer that broke off', breakOff],
    ['a server that cannot now', json(503, { status: 503, code: 'databaseUnavailable', detail: '稍后重试' })],
  ])('repeats after %s, with the same Idempotency-Key and If-Match', async (_, failing) => {
    const { base, asked } = await serverWith(failing, failing, json(200, { done: true }));
    const silences: string[] = [];
    const client = new Client(base, { onSilence: (why: string) => silences.push(why) });
    const answer = await client.post('/referrals/1/sign', { version: 2, body: { opinion: '同意。' } });
    expect(answer).toEqual({ status: 200, body: { done: true }, version: 3 });
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(new Set(asked.map(({ headers }) => headers['if-match']))).toEqual(new Set(['"2"']));
    expect(silences).toHaveLength(1);
  });

  test('gives each request a key of its own', async () => {
    const { base, asked } = await serverWith(json(200, {}));
    const client = new Client(base);
    await client.post('/a', {});
    await client.post('/a', {});
    expect(new Set(asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
  });

  test('does not repeat what was refused, and says code and detail', async () => {
    const problem = { status: 409, code: 'notAwaited', detail: '当前为「待院长会签」，不能开具介绍信。' };
    const { base, asked } = await serverWith(json(409, problem));
    const refused = new Client(base).post('/referrals/1/issueLetter', { body: {} });
    await expect(refused).rejects.toThrow(Refused);
    await expect(refused).rejects.toThrow('409 notAwaited 当前为「待院长会签」，不能开具介绍信。');
    expect(asked).toHaveLength(1);
  });

  test('gives up when nobody answers for as long as it will wait', async () => {
    const { base, asked } = await serverWith(hangUp);
    await expect(new Client(base, { patience: 500 }).get('/session')).rejects.toThrow(NoServer);
    expect(asked.length).toBeGreaterThan(1);
  });
});
