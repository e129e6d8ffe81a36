import { afterAll, describe, expect, test } from '@jest/globals';
import type { Transaction } from '../apps/api/src/database/database.ts';
import type { Caller } from '../apps/api/src/identity/caller.ts';
import { deactivatePerson } from '../apps/api/src/people/deactivate-person.ts';
import { endAppointment } from '../apps/api/src/people/end-appointment.ts';
import { revokeSubstitute } from '../apps/api/src/people/revoke-substitute.ts';
import { seedInstitution } from './support/people.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const hospital = await seedInstitution(server, {
  departments: { XWK: '胸外科' },
  people: {
    chen: 'departmentDirector@XWK',
    dean: 'deanInCharge',
    leaver: 'windowClerk',
    second: { name: '管理员乙' },
    third: { name: '管理员丙' },
  },
});
const admin = await hospital.signIn('admin');
const id = (username: string) => hospital.person(username).id;
const inDays = (days: number) => new Date(server.clock.now().getTime() + days * 86_400_000).toISOString();

const callerOf = (username: string) =>
  ({ institution: { id: hospital.id }, person: { id: id(username), name: username, capacities: [] } }) as unknown as Caller;

type Manager = Transaction['manager'];

/** A transaction that waits a minute for each of its locks. */
function waiting(tx: Transaction): Transaction {
  const wait = () => server.clock.advance({ minutes: 1 });
  const manager: Manager = Object.create(tx.manager);
  manager.findOne = (async (...[entity, options]: Parameters<Manager['findOne']>) => {
    const found = await tx.manager.findOne(entity, options);
    if (options.lock) wait();
    return found;
  }) as Manager['findOne'];
  return {
    manager,
    async query<Row extends object>(statement: Parameters<Transaction['query']>[0], values?: readonly unknown[]) {
      const rows = await tx.query<Row>(statement, values);
      if (/FOR NO KEY UPDATE/.test(typeof statement === 'string' ? statement : statement.text)) wait();
      return rows;
    },
  };
}

/** Does the work with all its locks waited for, and answers when the last of them was had, at the latest. */
async function afterWaiting(work: (tx: Transaction) => Promise<unknown>): Promise<Date> {
  const asked = server.clock.now();
  await server.database.transaction((tx) => work(waiting(tx)));
  // The work itself takes no minute.
  return new Date(Math.max(asked.getTime(), server.clock.now().getTime() - 30_000));
}

async function endOf(table: 'appointment' | 'substitute', column: string, one: string): Promise<Date> {
  const [row] = await server.database.query<{ ended: Date }>(
    `SELECT ${column} AS ended FROM ${table} WHERE institution_id = $1 AND id = $2`,
    [hospital.id, one],
  );
  return row!.ended;
}

describe('an end takes its moment when it has its turn, so that nothing signed while it waited lies behind it', () => {
  test('of an appointment', async () => {
    const appointment = hospital.person('chen').appointments[0]!.id;
    const had = await afterWaiting((tx) => endAppointment(tx, callerOf('admin'), appointment, {}, 'en', server.clock));
    expect((await endOf('appointment', 'valid_until', appointment)).getTime()).toBeGreaterThanOrEqual(had.getTime());
  });

  test('of a warrant', async () => {
    const { id: warrant } = await hospital.addWarrant({ holder: 'dean', substitute: 'leaver' });
    const had = await afterWaiting((tx) => revokeSubstitute(tx, callerOf('dean'), warrant, server.clock));
    expect((await endOf('substitute', 'revoked_at', warrant)).getTime()).toBeGreaterThanOrEqual(had.getTime());
  });

  test('of all that somebody held who leaves', async () => {
    const { id: warrant } = await hospital.addWarrant({ holder: 'dean', substitute: 'leaver' });
    const appointment = hospital.person('leaver').appointments[0]!.id;
    const had = await afterWaiting((tx) => deactivatePerson(tx, callerOf('admin'), id('leaver'), server.clock));
    expect((await endOf('appointment', 'valid_until', appointment)).getTime()).toBeGreaterThanOrEqual(had.getTime());
    expect((await endOf('substitute', 'revoked_at', warrant)).getTime()).toBeGreaterThanOrEqual(had.getTime());
  });
});

test('an administrator whose appointment ends some day does not let the last one without an end go', async () => {
  const appoint = async (username: string) =>
    (await admin.post('/appointments', { personId: id(username), office: 'administrator' })).body.id as string;
  const second = await appoint('second');
  expect((await admin.post(`/appointments/${second}/end`, { until: inDays(30) })).status).toBe(200);
  const [own] = (await admin.get(`/appointments?personId=${id('admin')}`)).body.items;
  expect((await admin.post(`/appointments/${own.id}/end`, {})).body.code).toBe('lastAdministrator');
  expect((await admin.post(`/people/${id('admin')}/deactivate`)).body.code).toBe('lastAdministrator');
  await appoint('third');
  expect((await admin.post(`/appointments/${own.id}/end`, {})).status).toBe(200);
});
