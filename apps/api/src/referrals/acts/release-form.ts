import type { ReleaseFormRequest, ReportContent } from '@countersign/contract';
import { maskIdNumber } from '@countersign/policy';
import type { Secrets } from '../../secrets/secrets.ts';
import { reportedContent } from '../read-for-act.ts';
import type { Recipe } from '../perform.ts';

/** Gives the form to whoever came, against their ID card; the log keeps who that was. */
export function releaseForm(request: ReleaseFormRequest, secrets: Secrets): Recipe<'releaseForm', ReportContent> {
  const { as, name, relation, idNumber } = request;
  return {
    act: 'releaseForm',
    as,
    extra: reportedContent,
    attempt: ({ referral, extra }) => ({
      act: 'releaseForm',
      relation,
      cardIsPatients: secrets.lookup(idNumber) === referral.patient_id_lookup,
      isTheAgent: extra.agent?.name === name && secrets.decrypt(extra.agent.idNumber) === idNumber,
    }),
    data: () => ({
      collector: { name, relation, idNumberMasked: maskIdNumber(idNumber), idNumberEncrypted: secrets.encrypt(idNumber) },
    }),
  };
}
