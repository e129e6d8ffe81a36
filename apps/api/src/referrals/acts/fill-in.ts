import type { FillInRequest } from '@countersign/contract';
import { algorithmOf } from '@countersign/evidence';
import type { Secrets } from '../../secrets/secrets.ts';
import { digestForLists, formVersion, refOf } from '../form-version.ts';
import type { Recipe, Seen } from '../perform.ts';
import type { DraftRef } from '../write-act.ts';

interface VersionRead {
  newest: number;
}

/** Fills in the form: a new version, whose material digest says which signatures still stand. */
export function fillIn({ as, form }: FillInRequest, secrets: Secrets, draft?: DraftRef): Recipe<'fillIn', VersionRead> {
  const versionFor = ({ extra, referral }: Seen<VersionRead>) =>
    formVersion(extra.newest + 1, form, secrets, algorithmOf(referral.head));
  return {
    act: 'fillIn',
    as,
    extra: {
      name: 'newest-form',
      sql: `(SELECT jsonb_build_object('newest', max(f.version)) FROM form f
        WHERE f.institution_id = r.institution_id AND f.referral_id = r.id AND $6::text IS NULL)`,
      value: null,
    },
    attempt: () => ({ act: 'fillIn' }),
    data: (seen) => refOf(versionFor(seen)),
    also: (seen) => ({ form: versionFor(seen), digest: digestForLists(form, secrets), draft }),
  };
}
