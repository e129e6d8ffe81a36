import { Passwords } from '@countersign/api/dist/identity/passwords.js';
import type { Actor, Office } from '@countersign/policy';
import type pg from 'pg';
import { v7 as newId } from 'uuid';

export const password = 'bench-four-words-one-river';

/** Nobody measures how long a proof of presence lasts. */
const settings = { signingWindowMinutes: 240 };

export interface Member extends Actor {
  username: string;
}

export interface Department {
  id: string;
  name: string;
  attendingPhysician: Member;
  bedDoctor: Member;
  director: Member;
}

export interface Hospital {
  institution: { id: string; code: string; name: string };
  departments: Department[];
  clerks: Member[];
  insuranceLeads: Member[];
  medicalDirectors: Member[];
}

const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

function member(office: Office, departmentId: string | null, i: number): Member {
  const id = newId();
  return { id, name: `压测${i}`, office, departmentId, onBehalfOf: null, warrantNo: null, username: `${office}.${i}` };
}

/** 16 departments; 32 people who sign for the whole hospital: 16 insurance referral leads, 16 medical directors. */
export function planHospital(): Hospital {
  const departments = many(16, (i) => {
    const id = newId();
    return {
      id,
      name: `科室${i}`,
      attendingPhysician: member('attendingPhysician', id, i),
      bedDoctor: member('bedDoctor', id, i),
      director: member('departmentDirector', id, i),
    };
  });
  return {
    institution: { id: newId(), code: 'bench', name: '压测医院' },
    departments,
    clerks: many(4, (i) => member('windowClerk', null, i)),
    insuranceLeads: many(16, (i) => member('insuranceLead', null, i)),
    medicalDirectors: many(16, (i) => member('medicalDirector', null, i)),
  };
}

const membersOf = ({ departments, clerks, insuranceLeads, medicalDirectors }: Hospital): Member[] => [
  ...departments.flatMap(({ attendingPhysician, bedDoctor, director }) => [attendingPhysician, bedDoctor, director]),
  ...clerks,
  ...insuranceLeads,
  ...medicalDirectors,
];

/** All have the same password, hashed at full cost, so that everybody can sign in over HTTP as anybody does. */
export async function storeHospital(db: pg.Client, hospital: Hospital, at: Date): Promise<void> {
  const { institution } = hospital;
  const passwordHash = await new Passwords().hash(password);
  await db.query('INSERT INTO institution (id, code, name, settings, created_at) VALUES ($1, $2, $3, $4, $5)', [
    institution.id,
    institution.code,
    institution.name,
    settings,
    at,
  ]);
  for (const { id, name } of hospital.departments) {
    await db.query('INSERT INTO department (institution_id, id, code, name) VALUES ($1, $2, $3, $4)', [
      institution.id,
      id,
      id.slice(-12),
      name,
    ]);
  }
  for (const { id, username, name, office, departmentId } of membersOf(hospital)) {
    await db.query(
      `INSERT INTO person (institution_id, id, username, name, password_hash, must_change_password, created_at)
       VALUES ($1, $2, $3, $4, $5, false, $6)`,
      [institution.id, id, username.toLowerCase(), name, passwordHash, at],
    );
    await db.query(
      `INSERT INTO appointment (institution_id, id, person_id, office, department_id, valid_from, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6)`,
      [institution.id, newId(), id, office, departmentId, new Date(at.getTime() - 365 * 86_400_000)],
    );
  }
}
