import type { InformRequest } from '@countersign/contract';
import { namedInLog, requireUninfected, type PaperFound } from '../../papers/readable-paper.ts';
import { Problem } from '../../problems/problem.ts';
import type { Recipe } from '../perform.ts';

/** Vouches for the report and tells the insurance office; another hospital's papers are named as reviewed. */
export function inform({ as, comment, papersReviewed = [] }: InformRequest): Recipe<'inform', PaperFound[]> {
  const reviewed = (papers: readonly PaperFound[]) => papers.filter(({ id }) => papersReviewed.includes(id));
  return {
    act: 'inform',
    as,
    extra: {
      name: 'papers',
      sql: `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'digest', p.digest, 'scan', p.scan) ORDER BY p.id), '[]')
        FROM paper p WHERE p.institution_id = r.institution_id AND p.referral_id = r.id AND $6::text IS NULL)`,
      value: null,
    },
    attempt: ({ extra }) => ({ act: 'inform', papersReviewed: reviewed(extra).map(({ kind }) => kind) }),
    data: ({ extra }) => {
      const unknown = papersReviewed.filter((id) => !extra.some((paper) => paper.id === id));
      if (unknown.length > 0) throw new Problem('unknownPaper', { ids: unknown });
      // Nobody has read what cannot be opened; the report goes back, and comes again with a clean scan.
      requireUninfected(reviewed(extra));
      return { comment: comment ?? null, papersReviewed: reviewed(extra).map(namedInLog) };
    },
  };
}
