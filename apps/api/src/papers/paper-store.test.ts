import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { PaperStore } from './paper-store.ts';

Logger.overrideLogger(false);
const dataDir = mkdtempSync(join(tmpdir(), 'countersign-papers-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

test('servers that start at the same moment clear what never arrived between them, and nothing that may arrive yet', async () => {
  const arriving = join(dataDir, 'papers', 'arriving');
  mkdirSync(arriving, { recursive: true });
  const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
  for (let i = 0; i < 200; i += 1) {
    writeFileSync(join(arriving, `old ${i}`), '');
    utimesSync(join(arriving, `old ${i}`), twoDaysAgo, twoDaysAgo);
  }
  writeFileSync(join(arriving, 'young'), '');
  const servers = [1, 2, 3, 4].map(() => new PaperStore({ dataDir } as Config, { now: () => new Date() } as Clock));
  await Promise.all(servers.map((store) => store.onApplicationBootstrap()));
  expect(readdirSync(arriving)).toEqual(['young']);
});
