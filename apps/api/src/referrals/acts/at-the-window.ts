import type { HandOverRequest, ReportContent } from '@countersign/contract';
import { maskIdNumber, type CollectedAct, type Collector } from '@countersign/policy';
import type { Secrets } from '../../secrets/secrets.ts';
import type { Seen } from '../perform.ts';

/** Who came to the window, as policy asks about them: whose card it is, and whether they are the agent of the report. */
export const attemptOf = <A extends CollectedAct>(
  act: A,
  { name, relation, idNumber }: HandOverRequest,
  secrets: Secrets,
  { referral, extra }: Seen<ReportContent>,
) => ({
  act,
  relation,
  cardIsPatients: secrets.lookup(idNumber) === referral.patient_id_lookup,
  isTheAgent: extra.agent?.name === name && secrets.decrypt(extra.agent.idNumber) === idNumber,
});

/** Who came, as the log keeps them. */
export const collectorOf = ({ name, relation, idNumber }: HandOverRequest, secrets: Secrets): Collector => ({
  name,
  relation,
  idNumberMasked: maskIdNumber(idNumber),
  idNumberEncrypted: secrets.encrypt(idNumber),
});
