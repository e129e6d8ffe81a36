import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, expect, test } from '@jest/globals';
import { readConfig } from '../config/config.ts';
import { openDatabase } from './open-database.ts';

/** Hears what a client asks for when it connects, and hangs up. */
const heard: string[] = [];
const listener = createServer((socket: Socket) => {
  socket.once('data', (bytes) => {
    heard.push(bytes.toString('latin1'));
    socket.destroy();
  });
}).listen(0, '127.0.0.1');
await once(listener, 'listening');
afterAll(() => {
  listener.close();
});

const config = readConfig({ DATABASE_URL: `postgres://u@127.0.0.1:${(listener.address() as AddressInfo).port}/d` });

test("a server's statements end after 30 seconds, a command's take what they take", async () => {
  await expect(openDatabase(config)).rejects.toThrow('cannot be reached');
  expect(heard.at(-1)).toContain('\0statement_timeout\x0030000\0');
  await expect(openDatabase(config, 'withServer')).rejects.toThrow('cannot be reached');
  expect(heard.at(-1)).toContain('\0database\0d\0');
  expect(heard.at(-1)).not.toContain('statement_timeout');
});
