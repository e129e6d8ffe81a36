import 'reflect-metadata';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';
import { DatabaseUnavailable } from '../database/database.ts';
import { nestLogger } from '../log.ts';
import { documentOf } from './problem.filter.ts';
import { Problem } from './problem.ts';

const lines: object[] = [];
const write = (fields: object, msg: string) => lines.push({ ...fields, msg });
Logger.overrideLogger(nestLogger({ error: write, warn: write } as unknown as FastifyBaseLogger));
afterAll(() => Logger.overrideLogger(true));
beforeEach(() => {
  lines.splice(0);
});

test('what nobody foresaw is logged under the correlation id that its answer bears', () => {
  const { instance, code } = documentOf(new Error('surprise'), 'en', 'his-4711');
  expect([instance, code]).toEqual(['his-4711', 'unexpected']);
  expect(lines).toEqual([{ context: 'Problem', correlationId: 'his-4711', msg: expect.stringContaining('surprise') }]);
});

test.each([['40001'], ['40P01']])('what the database gave up (%s) can be sent again; any other failure may not', (code) => {
  const failed = (state: string) => Object.assign(new Error('failed'), { code: state });
  expect(documentOf(failed(code), 'en', 'his-4711')).toMatchObject({ status: 503, code: 'databaseUnavailable' });
  expect(documentOf(failed('23503'), 'en', 'his-4711')).toMatchObject({ status: 500, code: 'unexpected' });
});

test('so is a database that cannot be had', () => {
  documentOf(new DatabaseUnavailable('no way there'), 'en', 'his-4711');
  expect(lines).toEqual([
    { context: 'Problem', correlationId: 'his-4711', msg: 'the database is unavailable: no way there' },
  ]);
});

test('a refusal is not logged', () => {
  documentOf(new Problem('notFound', {}), 'en', 'his-4711');
  expect(lines).toEqual([]);
});
