import type { SignOnPaperRequest } from '@countersign/contract';
import { capacitiesOn, type Appointment, type Named, type Person, type Warrant } from '@countersign/policy';
import { appointmentsOf, warrantsOf } from '../../identity/caller.ts';
import { namedInLog, requireUninfected, type PaperFound } from '../../papers/readable-paper.ts';
import { Problem } from '../../problems/problem.ts';
import { actingAs, type Recipe, type Seen } from '../perform.ts';

interface OnPaperRead {
  signer: (Named & { appointments: Appointment[]; warrants: Warrant[] }) | null;
  /** The scan, if it is the caller's own and no referral has it yet, nor another one the same scan. */
  paper: (PaperFound & { uploadedAt: string }) | null;
}

/** An appointment may begin before it was entered; nobody gets a signature of the past by being appointed for it. */
const entered = 'greatest(a.valid_from, a.created_at)';

/**
 * Records a signature that was given on paper. It counts as its signer's: whether they held the office, or a warrant for
 * it, on the day of signing is read with the act, and the scan becomes the referral's in the same write.
 */
export function signOnPaper(request: SignOnPaperRequest): Recipe<'signOnPaper', OnPaperRead> {
  const { as, signer, signedAs, signedOn, opinion, paper } = request;

  function signerOn({ extra, at }: Seen<OnPaperRead>): Person {
    if (!extra.signer) throw new Problem('unknownPerson', { ids: [signer] });
    const { appointments, warrants, ...named } = extra.signer;
    return { ...named, capacities: capacitiesOn(appointments, warrants, signedOn, at) };
  }

  return {
    act: 'signOnPaper',
    as,
    extra: {
      name: 'on-paper',
      sql: `jsonb_build_object(
        'signer', (SELECT jsonb_build_object('id', q.id, 'name', q.name,
            'appointments', ${appointmentsOf('q', entered)}, 'warrants', ${warrantsOf('q')})
          FROM person q WHERE q.institution_id = s.institution_id AND q.id = ($6::jsonb->>'signer')::uuid),
        'paper', (SELECT jsonb_build_object('id', f.id, 'kind', f.kind, 'digest', f.digest, 'scan', f.scan,
            'uploadedAt', f.uploaded_at)
          FROM paper f WHERE f.institution_id = s.institution_id AND f.id = ($6::jsonb->>'paper')::uuid
            AND f.uploaded_by = s.person_id AND f.referral_id IS NULL
            AND NOT EXISTS (SELECT FROM paper other WHERE other.institution_id = f.institution_id
              AND other.digest = f.digest AND other.kind = 'signedForm' AND other.referral_id <> r.id)))`,
      value: JSON.stringify({ signer, paper }),
    },
    needsPresence: true,
    attempt: (seen) => ({
      act: 'signOnPaper',
      signer: signerOn(seen),
      signedAs: actingAs(signedAs),
      signedOn,
      scan: seen.extra.paper,
    }),
    data: (seen, { onPaper }) => {
      const { form } = seen.referral.facts;
      if (!form || !onPaper?.step) throw new Error('policy allowed a signature where there is nothing to sign');
      if (!seen.extra.paper) throw new Problem('unknownPaper', { ids: [paper] });
      requireUninfected([seen.extra.paper]);
      const { id, name } = signerOn(seen);
      return {
        step: onPaper.step,
        signer: { id, name, ...onPaper.capacity },
        signedOn,
        opinion,
        paper: namedInLog(seen.extra.paper),
        formVersion: form.version,
        materialDigest: form.materialDigest,
        ownReport: onPaper.ownReport,
      };
    },
    also: () => ({ papers: [paper] }),
  };
}
