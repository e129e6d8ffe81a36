import type { CopyToRequest } from '@countersign/contract';
import type { Named } from '@countersign/policy';
import { Problem } from '../../problems/problem.ts';
import type { Recipe } from '../perform.ts';

/** Copies colleagues of the institution; from then on they may see the referral. */
export const copyTo = ({ as, people, comment }: CopyToRequest): Recipe<'copyTo', Named[]> => ({
  act: 'copyTo',
  as,
  extra: {
    name: 'people',
    sql: `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'name', q.name) ORDER BY q.name, q.id), '[]')
      FROM person q WHERE q.institution_id = s.institution_id AND q.id = ANY ($6::uuid[]) AND q.active)`,
    value: people,
  },
  attempt: () => ({ act: 'copyTo' }),
  data: ({ extra }) => {
    const unknown = people.filter((id) => !extra.some((person) => person.id === id));
    if (unknown.length > 0) throw new Problem('unknownPerson', { ids: unknown });
    return { people: extra, comment: comment ?? null };
  },
});
