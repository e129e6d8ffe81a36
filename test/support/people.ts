import { isDepartmentOffice, type Office } from '@countersign/policy';
import { v7 as newId } from 'uuid';
import { AppointmentEntity } from '../../apps/api/src/database/entities/appointment.ts';
import { DepartmentEntity } from '../../apps/api/src/database/entities/department.ts';
import { PersonEntity } from '../../apps/api/src/database/entities/person.ts';
import { SubstituteEntity } from '../../apps/api/src/database/entities/substitute.ts';
import { Passwords } from '../../apps/api/src/identity/passwords.ts';
import { foundInstitution } from '../../apps/api/src/institutions/found-institution.ts';
import type { Settings } from '../../apps/api/src/institutions/settings.ts';
import type { Http } from './http.ts';
import type { TestServer } from './server.ts';

/** Everybody's. */
export const password = 'river-stone-paper-42';
let hash: Promise<string> | undefined;
/** Made once in a test file: it costs as much as in earnest. */
export const passwordHash = (): Promise<string> => (hash ??= new Passwords().hash(password));

/** An office, in a department of the seed where it belongs to one: 'departmentLead@thoracic'. */
export type Holding = Office | `${Office}@${string}`;

export interface PersonSeed {
  name?: string;
  offices?: Holding[];
  mustChangePassword?: boolean;
}

export interface Seed {
  code?: string;
  name?: string;
  settings?: Partial<Settings>;
  /** Name by code. */
  departments?: Record<string, string>;
  /** What they hold by user name. There is always an `admin` as well. */
  people?: Record<string, Holding | Holding[] | PersonSeed>;
}

export interface SeededPerson {
  id: string;
  username: string;
  name: string;
  /** In the order of the seed. */
  appointments: { id: string; office: Office; departmentId: string | null }[];
}

/** An institution with people in it, put into the database directly; they sign in over HTTP. */
export interface Hospital {
  id: string;
  code: string;
  departments: Record<string, { id: string; name: string }>;
  people: Record<string, SeededPerson>;
  person(username: string): SeededPerson;
  addPerson(username: string, seed?: Holding | Holding[] | PersonSeed): Promise<SeededPerson>;
  /** A warrant for the holder's first appointment (or the one to this office), from a minute ago for a day. */
  addWarrant(of: { holder: string; substitute: string; office?: Office; from?: Date; until?: Date }): Promise<{
    id: string;
    warrantNo: string;
  }>;
  /** A client signed in by a bearer token; with `present`, the signing window is open. */
  signIn(username: string, options?: { present?: boolean }): Promise<Http>;
}

export async function seedInstitution(server: TestServer, seed: Seed = {}): Promise<Hospital> {
  const { database, clock } = server;
  const { code = 'songhu', name = '松湖示例医院', settings = {} } = seed;
  const at = new Date(clock.now().getTime() - 86_400_000);
  const admin = { username: 'admin', name: '管理员', passwordHash: await passwordHash(), mustChangePassword: false };
  const { institutionId, administratorId } = await database.transaction((tx) =>
    foundInstitution(tx, { code, name, settings, administrator: admin, at }),
  );
  const hospital = new SeededHospital(server, institutionId, code, at);
  hospital.people.admin = { id: administratorId, username: 'admin', name: admin.name, appointments: [] };
  for (const [key, departmentName] of Object.entries(seed.departments ?? {})) await hospital.addDepartment(key, departmentName);
  for (const [username, person] of Object.entries(seed.people ?? {})) await hospital.addPerson(username, person);
  return hospital;
}

const surnames = '陈李张王刘杨黄周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许韩冯邓曹彭';

class SeededHospital implements Hospital {
  readonly departments: Hospital['departments'] = {};
  readonly people: Hospital['people'] = {};
  private warrants = 0;

  constructor(
    private readonly server: TestServer,
    readonly id: string,
    readonly code: string,
    private readonly since: Date,
  ) {}

  async addDepartment(code: string, name: string): Promise<void> {
    const department = { institutionId: this.id, id: newId(), code, name, active: true };
    await this.server.database.manager.insert(DepartmentEntity, department);
    this.departments[code] = department;
  }

  async addPerson(username: string, seed: Holding | Holding[] | PersonSeed = {}): Promise<SeededPerson> {
    const count = Object.keys(this.people).length;
    const given: PersonSeed = typeof seed === 'string' ? { offices: [seed] } : Array.isArray(seed) ? { offices: seed } : seed;
    const { name = `${[...surnames][count % 30]}${username}`, offices = [], mustChangePassword = false } = given;
    const { manager } = this.server.database;
    const person = { institutionId: this.id, id: newId(), username, name, mustChangePassword, createdAt: this.since };
    await manager.insert(PersonEntity, { ...person, passwordHash: await passwordHash() });
    const appointments = offices.map((holding) => ({ id: newId(), ...this.placeOf(holding) }));
    for (const appointment of appointments) {
      const row = { institutionId: this.id, personId: person.id, ...appointment, validFrom: this.since, createdAt: this.since };
      await manager.insert(AppointmentEntity, row);
    }
    return (this.people[username] = { id: person.id, username, name, appointments });
  }

  async addWarrant(of: Parameters<Hospital['addWarrant']>[0]): Promise<{ id: string; warrantNo: string }> {
    const holder = this.person(of.holder);
    const appointment = holder.appointments.find(({ office }) => office === (of.office ?? office));
    if (!appointment) throw new Error(`${of.holder} holds no such office`);
    const now = this.server.clock.now().getTime();
    const { from = new Date(now - 60_000), until = new Date(now + 86_400_000) } = of;
    const warrant = { id: newId(), warrantNo: `W-${(this.warrants += 1)}` };
    await this.server.database.manager.insert(SubstituteEntity, {
      institutionId: this.id,
      ...warrant,
      appointmentId: appointment.id,
      personId: this.person(of.substitute).id,
      validFrom: from,
      validUntil: until,
      setBy: holder.id,
      createdAt: from,
    });
    return warrant;
  }

  person(username: string): SeededPerson {
    const person = this.people[username];
    if (!person) throw new Error(`nobody is called ${username}`);
    return person;
  }

  async signIn(username: string, { present = false } = {}): Promise<Http> {
    const body = { institution: this.code, username, password, as: 'bearer' };
    const answer = await this.server.http.post('/sessions', body, { key: null });
    if (answer.status !== 201) throw new Error(`${username} could not sign in: ${JSON.stringify(answer.body)}`);
    const http = this.server.http.as(answer.body.token);
    if (present) {
      const proof = await http.post('/session/presence', { password }, { key: null });
      if (proof.status !== 201) throw new Error(`${username} could not prove presence: ${JSON.stringify(proof.body)}`);
    }
    return http;
  }

  private placeOf(holding: Holding): { office: Office; departmentId: string | null } {
    const [office, department] = holding.split('@') as [Office, string | undefined];
    if (isDepartmentOffice(office) !== (department !== undefined)) throw new Error(`${holding} does not fit its office`);
    const departmentId = department === undefined ? null : this.departments[department]?.id;
    if (departmentId === undefined) throw new Error(`there is no department ${department}`);
    return { office, departmentId };
  }
}
