import { chainWords, officeWords, type Language, type SessionResponse } from '@countersign/contract';
import { reportsOpenTo, rightsOf } from '@countersign/policy';
import type { Database } from '../database/database.ts';
import type { Caller } from './caller.ts';

const readDepartmentNames = {
  name: 'read-department-names',
  text: `SELECT id, name FROM department WHERE institution_id = $1 AND id = ANY($2::uuid[])`,
};

/** Who I am, and as what I may act now. */
export async function describeSession(db: Database, caller: Caller, language: Language, at: Date): Promise<SessionResponse> {
  const { institution, session, person } = caller;
  const ids = [...new Set(person.capacities.map(({ departmentId }) => departmentId).filter((id) => id !== null))];
  const departments = await db.query<{ id: string; name: string }>(readDepartmentNames, [institution.id, ids]);
  const nameOf = new Map(departments.map(({ id, name }) => [id, name]));
  const named = (id: string) => ({ id, name: nameOf.get(id) ?? '' });
  const { presentUntil } = session;
  return {
    id: session.id,
    expiresAt: session.expiresAt.toISOString(),
    presentUntil: presentUntil && presentUntil > at ? presentUntil.toISOString() : null,
    mustChangePassword: caller.mustChangePassword,
    institution: { id: institution.id, code: institution.code, name: institution.name },
    username: caller.username,
    person: { id: person.id, name: person.name },
    capacities: person.capacities.map(({ office, departmentId, onBehalfOf, warrantNo }) => ({
      office,
      officeName: officeWords[office][language],
      departmentId,
      departmentName: departmentId === null ? null : named(departmentId).name,
      onBehalfOf,
      warrantNo,
    })),
    reports: reportsOpenTo(person).map(({ chain, departmentIds }) => ({
      chain,
      chainName: chainWords[chain][language],
      departments: departmentIds.filter((id) => id !== null).map(named),
    })),
    may: rightsOf(person),
  };
}
