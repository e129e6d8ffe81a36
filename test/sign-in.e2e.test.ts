import { afterAll, describe, expect, test } from '@jest/globals';
import { password, seedInstitution } from './support/people.ts';
import { startServer } from './support/server.ts';

const server = await startServer();
afterAll(() => server.close());

const hospital = await seedInstitution(server, {
  departments: { thoracic: '胸外科' },
  people: {
    chen: ['attendingPhysician@thoracic', 'departmentLead@thoracic'],
    dean: 'deanInCharge',
  },
});

const attempt = (username: string, given = password, institution = hospital.code) =>
  server.http.post('/sessions', { institution, username, password: given, as: 'bearer' }, { key: null });

describe('sign-in', () => {
  test('opens a session for the right password', async () => {
    const { status, body } = await attempt('chen');
    expect({ status, person: body.person }).toEqual({ status: 201, person: { id: hospital.person('chen').id, name: hospital.person('chen').name } });
    expect((await server.http.as(body.token).get('/session')).status).toBe(200);
  });
});
