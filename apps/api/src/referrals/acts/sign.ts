import type { ActingAsPart } from '@countersign/contract';
import type { Recipe } from '../perform.ts';

/** Signs the form as it stands now: the signature carries the digest of its material content. */
export const sign = ({ as, opinion }: { as?: ActingAsPart; opinion: string }): Recipe<'sign'> => ({
  act: 'sign',
  as,
  needsPresence: true,
  attempt: () => ({ act: 'sign' }),
  data: ({ referral }, { step, ownReport }) => {
    const form = referral.facts.form;
    if (!form || !step) throw new Error('policy allowed a signature where there is nothing to sign');
    return { step, opinion, formVersion: form.version, materialDigest: form.materialDigest, ownReport };
  },
});
