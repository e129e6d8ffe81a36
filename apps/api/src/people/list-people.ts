import type { Language, PeoplePageResponse, PeopleQuery } from '@countersign/contract';
import { Brackets } from 'typeorm';
import type { Database } from '../database/database.ts';
import { AppointmentEntity } from '../database/entities/appointment.ts';
import { PersonEntity } from '../database/entities/person.ts';
import { anyId, anyText, cursorOf, pageOf, partsOf } from '../http/cursor.ts';
import type { Caller } from '../identity/caller.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { describePerson } from './describe-person.ts';
import { readOffices } from './read-offices.ts';

export async function listPeople(
  db: Database,
  secrets: Secrets,
  caller: Caller,
  query: PeopleQuery,
  language: Language,
  at: Date,
): Promise<PeoplePageResponse> {
  const { limit = 50 } = query;
  const people = await selectPeople(db, caller.institution.id, query, at).limit(limit + 1).getMany();
  const { items, nextCursor } = pageOf(people, limit, ({ name, id }) => cursorOf(name, id));
  const offices = await readOffices(db, caller.institution.id, items.map(({ id }) => id), language, at);
  return { items: items.map((person) => describePerson(person, offices.get(person.id)!, secrets, at)), nextCursor };
}

/** People by name, from where the page before ended. */
export function selectPeople(db: Database, institutionId: string, query: PeopleQuery, at: Date) {
  const { search, office, departmentId, active } = query;
  const select = db.manager
    .createQueryBuilder(PersonEntity, 'p')
    .where('p.institutionId = :institutionId', { institutionId })
    .orderBy('p.name COLLATE "C"')
    .addOrderBy('p.id');
  if (search !== undefined) {
    // A part of a name as it is, so that % and _ mean nothing but themselves.
    const found = 'position(lower(:search) in lower(p.name)) > 0 OR position(lower(:search) in p.username) > 0';
    select.andWhere(new Brackets((either) => either.where(found, { search })));
  }
  if (active !== undefined) select.andWhere('p.active = :active', { active });
  if (office !== undefined || departmentId !== undefined) {
    const held = select
      .subQuery()
      .select('a.personId')
      .from(AppointmentEntity, 'a')
      .where('a.institutionId = :institutionId AND a.validFrom <= :at AND (a.validUntil IS NULL OR a.validUntil > :at)');
    if (office !== undefined) held.andWhere('a.office = :office');
    if (departmentId !== undefined) held.andWhere('a.departmentId = :departmentId');
    select.andWhere(`p.id IN ${held.getQuery()}`, { at, office, departmentId });
  }
  const after = partsOf(query.cursor, anyText, anyId);
  if (after) select.andWhere('(p.name COLLATE "C", p.id) > (:afterName, :afterId)', { afterName: after[0], afterId: after[1] });
  return select;
}
