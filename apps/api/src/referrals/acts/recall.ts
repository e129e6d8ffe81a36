import type { RecallRequest } from '@countersign/contract';
import { factsBefore, type Entry } from '@countersign/policy';
import type { Secrets } from '../../secrets/secrets.ts';
import { digestForLists } from '../form-version.ts';
import { open, type Content } from '../personal.ts';
import type { Recipe, Seen } from '../perform.ts';

interface PastRead {
  log: Entry[];
  /** Contents by form version; version 0 is the report. */
  forms: Record<string, Content>;
}

/** 撤回: takes the person's own last act back. The referral goes to where it was before it, its content too. */
export function recall({ as }: RecallRequest, secrets: Secrets): Recipe<'recall', PastRead> {
  const before = ({ referral, extra }: Seen<PastRead>) => factsBefore(extra.log, referral.facts.last.seq);
  return {
    act: 'recall',
    as,
    extra: {
      name: 'past',
      sql: `(SELECT jsonb_build_object(
          'log', (SELECT jsonb_agg(e.body ORDER BY e.seq) FROM event e
            WHERE e.institution_id = r.institution_id AND e.referral_id = r.id),
          'forms', (SELECT jsonb_object_agg(f.version, f.content) FROM form f
            WHERE f.institution_id = r.institution_id AND f.referral_id = r.id))
        WHERE $6::text IS NULL)`,
      value: null,
    },
    attempt: () => ({ act: 'recall' }),
    data: ({ referral }) => ({ takesBack: referral.facts.last.seq, act: referral.facts.last.act }),
    before,
    also: (seen) => {
      if (seen.referral.facts.last.act !== 'fillIn') return {};
      const content = seen.extra.forms[before(seen).form?.version ?? 0]!;
      return { digest: digestForLists(open(content, secrets), secrets) };
    },
  };
}
