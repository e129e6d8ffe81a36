import { insuranceHeads } from './chains/chain.ts';
import type { Person } from './person.ts';
import { offices, rights, type Office, type Right } from './vocabulary.ts';

/**
 * Which offices give each right, to their holders and to whoever acts for them: clause P11 of docs/policy.md. A refusal
 * names them in this order. What a referral opens to somebody, `openTo` says.
 */
export const officesWith: Readonly<Record<Right, readonly Office[]>> = {
  seeReferrals: offices.filter((office) => office !== 'administrator'),
  actOnReferrals: offices.filter((office) => office !== 'administrator' && office !== 'auditor'),
  serveWindow: ['windowClerk'],
  reprintDocuments: ['windowClerk', ...insuranceHeads],
  seeOverview: [...insuranceHeads, 'medicalDirector', 'deanInCharge', 'businessDean', 'auditor'],
  exportOverview: [...insuranceHeads, 'auditor'],
  seeAudit: ['auditor', 'administrator', ...insuranceHeads],
  inspect: ['auditor', ...insuranceHeads],
  seePeople: ['administrator', 'auditor', ...insuranceHeads],
  administer: ['administrator'],
  keepDirectory: ['administrator', ...insuranceHeads],
  keepReasons: ['administrator', ...insuranceHeads],
  keepPhrases: ['administrator', ...insuranceHeads],
  seeSubstitutes: [...insuranceHeads, 'administrator', 'auditor'],
  setSubstitutesForOthers: insuranceHeads,
};

export const may = ({ capacities }: Person, right: Right): boolean =>
  capacities.some(({ office }) => officesWith[right].includes(office));

export const rightsOf = (person: Person): Right[] => rights.filter((right) => may(person, right));
