import type { AgentPart, FormContent, PatientAboutShown, PatientPart, ReportContent } from '@countersign/contract';
import { ageOn, birthDateOf, dateInShanghai, maskIdNumber, maskPhone, sexOf } from '@countersign/policy';
import type { Secrets } from '../secrets/secrets.ts';

type Part = PatientPart | AgentPart;
export type Content = ReportContent | FormContent;

function mapPart<P extends Part>(part: P, idNumber: (text: string) => string, phone: (text: string) => string): P {
  return { ...part, idNumber: idNumber(part.idNumber), ...(part.phone ? { phone: phone(part.phone) } : {}) };
}

function mapContent<C extends Content>(content: C, idNumber: (t: string) => string, phone: (t: string) => string): C {
  const agent = 'agent' in content && content.agent ? { agent: mapPart(content.agent, idNumber, phone) } : {};
  return { ...content, patient: mapPart(content.patient, idNumber, phone), ...agent };
}

/** Content as it is stored: ID and phone numbers encrypted, the rest readable. */
export const seal = <C extends Content>(content: C, secrets: Secrets): C =>
  mapContent(content, (text) => secrets.encrypt(text), (text) => secrets.encrypt(text));

/** Content with the keyed hashes of its ID and phone numbers in their place: the same for the same numbers. */
export const keyed = <C extends Content>(content: C, secrets: Secrets): C =>
  mapContent(content, (text) => secrets.lookup(text), (text) => secrets.lookup(text));

/** Content with its ID and phone numbers in the clear. Whoever shows them records it. */
export const open = <C extends Content>(sealed: C, secrets: Secrets): C =>
  mapContent(sealed, (text) => secrets.decrypt(text), (text) => secrets.decrypt(text));

/** Content as screens show it: ID and phone numbers masked. */
export const mask = <C extends Content>(sealed: C, secrets: Secrets): C =>
  mapContent(sealed, (text) => maskIdNumber(secrets.decrypt(text)), (text) => maskPhone(secrets.decrypt(text)));

/** What a doctor asks first, without the number that it stands in. */
export function patientAbout({ patient }: Content, secrets: Secrets, at: Date): PatientAboutShown {
  const idNumber = secrets.decrypt(patient.idNumber);
  return { sex: sexOf(idNumber), age: ageOn(dateInShanghai(at), birthDateOf(idNumber)!) };
}
