import type { Named } from './person.ts';
import type { Act, Office, PaperKind, Relation, ReturnTarget, StateName } from './vocabulary.ts';

/**
 * Why an act is not open. A closed union: a new refusal does not compile until the contract gives it an HTTP status
 * and a sentence in both languages.
 */
export type Refusal =
  /** The referral's state does not allow the act, for anybody. */
  | { code: 'notAwaited'; act: Act; state: StateName }
  /** The referral has ended; nothing moves it any more. */
  | { code: 'ended'; act: Act; state: StateName }
  /** The act awaits offices that the person does not hold at this moment. */
  | { code: 'notYourOffice'; act: Act; offices: Office[] }
  /** The person holds the office, but in another department. */
  | { code: 'notYourDepartment'; act: Act; offices: Office[] }
  /** Several of the person's capacities fit: they must say in which they act. */
  | { code: 'officeNotChosen'; act: Act; offices: Office[] }
  /** A substitute of several holders must say for whom they act. */
  | { code: 'holderNotChosen'; act: Act; holders: Named[] }
  /** Whoever signs as the one dean cannot sign as the other, substitutes included. */
  | { code: 'sameDean'; office: Office }
  /** Nobody signs their own report unless the institution allows it. */
  | { code: 'ownReport' }
  /** Only the last person to act takes the act back. */
  | { code: 'notLastToAct'; last: Act }
  /** The last act is of a kind that cannot be taken back. */
  | { code: 'cannotBeTakenBack'; last: Act }
  /** Nobody but the person is awaited: they act instead of reminding. */
  | { code: 'awaitsYou' }
  /** An auditor reads and never writes. */
  | { code: 'readOnly' }
  /** The person has no part in the referral. */
  | { code: 'notInvolved' }
  /** An other-hospital report needs all three papers. */
  | { code: 'papersMissing'; papers: PaperKind[] }
  /** Every paper must be reviewed before the insurance office is informed. */
  | { code: 'papersNotReviewed'; papers: PaperKind[] }
  /** An other-hospital report names the agent who brings the case. */
  | { code: 'agentMissing' }
  /** The form, or the letter, goes to somebody whom this chain does not give it to. */
  | { code: 'wrongCollector'; act: Act; relation: Relation; allowed: Relation[] }
  /** The patient comes in person, but with another person's ID card. */
  | { code: 'notThePatientsCard' }
  /** Somebody comes for the patient, but with the patient's ID card instead of their own. */
  | { code: 'notTheirOwnCard' }
  /** Somebody other than the agent named in the report came as the agent. */
  | { code: 'notTheAgent' }
  /** The form cannot go back there from here. */
  | { code: 'wrongReturnTarget'; to: ReturnTarget; allowed: ReturnTarget[] }
  /** On the day it was signed on paper, the signer held none of the offices asked to sign here. */
  | { code: 'signerNotInOffice'; offices: Office[] }
  /** Several of the signer's capacities fit: whoever records the signature must say which it was. */
  | { code: 'signerOfficeNotChosen'; offices: Office[] }
  /** The signer stood in for several holders: whoever records the signature must say for whom. */
  | { code: 'signerHolderNotChosen'; holders: Named[] }
  /** The signer, or whom they stood for, signed as the other dean. */
  | { code: 'signerIsOtherDean'; office: Office }
  /** The signer reported the referral. */
  | { code: 'signerReported' }
  /** Nobody records their own signature from paper, nor that of whom they stand for or who stood for them. */
  | { code: 'signerRecords' }
  /** The scan was uploaded before the form was last filled in or returned: it shows another. */
  | { code: 'scanOlderThanForm' }
  /** It cannot have happened on that day. */
  | { code: 'wrongDay'; from: string; until: string }
  /** The letter's last valid day is over. */
  | { code: 'letterOutlived'; validUntil: string }
  /** The letter was used as often as it may be. */
  | { code: 'letterUsed'; uses: number }
  /** The letter was voided. */
  | { code: 'letterVoid' }
  /** Another letter took this one's place. */
  | { code: 'letterReplaced' }
  /** Nobody has arrived with this letter. */
  | { code: 'notArrived' };

export type RefusalCode = Refusal['code'];
