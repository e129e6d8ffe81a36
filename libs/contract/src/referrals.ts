import { chains, offices, otherHospitalPapers, relations, returnTargets, type Chain, type Office } from '@countersign/policy';
import { Choice, Code, Count, Day, Id, IdNumber, Ids, Part, Parts, Prose, Text } from './fields.ts';
import { FormContent, ReportContent } from './referral-content.ts';

/** In which capacity somebody acts; needed only where several of theirs would fit. */
export class ActingAsPart {
  @Choice(offices, { example: 'deanInCharge', optional: true }) office?: Office;
  @Id({ example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f70', optional: true, about: 'The holder for whom a substitute acts.' })
  onBehalfOf?: string;
}

class Act {
  @Part(() => ActingAsPart, { optional: true }) as?: ActingAsPart;
}

export class ReportRequest extends Act {
  @Choice(chains, { example: 'outpatient' }) chain!: Chain;
  @Id({ example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f71', optional: true, nullable: true, about: 'The referral’s department; none in the other-hospital chain.' })
  departmentId?: string | null;
  @Part(() => ReportContent) content!: ReportContent;
  @Ids({ max: 20, example: [], optional: true, about: 'Papers uploaded before.' }) papers?: string[];
}

export class InformRequest extends Act {
  @Prose({ max: 2000, example: '病情属实，建议转诊。', optional: true, nullable: true }) comment?: string | null;
  @Ids({ max: 20, example: [], optional: true, about: `Papers reviewed; another hospital's case needs ${otherHospitalPapers.join(', ')}.` })
  papersReviewed?: string[];
}

class Reasoned extends Act {
  @Code({ example: 'incomplete', about: "Code from the institution's list of reasons for this act." }) reason!: string;
  @Prose({ max: 2000, example: '请补充病理报告。' }) comment!: string;
}

export class DeclineRequest extends Reasoned {}
export class RejectRequest extends Reasoned {}
export class ReplaceLetterRequest extends Reasoned {}
export class VoidRequest extends Reasoned {}

export class ReturnRequest extends Reasoned {
  @Choice(returnTargets, { example: 'fillIn', about: 'To whoever fills in the form, or to an earlier signer.' })
  to!: (typeof returnTargets)[number];
}

class AtTheWindow extends Act {
  @Text({ max: 50, example: '李建国', about: 'Who came to the window.' }) name!: string;
  @Choice(relations, { example: 'spouse' }) relation!: (typeof relations)[number];
  @IdNumber({ example: '99000019631105453X', about: 'Of the ID card shown.' }) idNumber!: string;
}

export class ReleaseFormRequest extends AtTheWindow {}
export class HandOverRequest extends AtTheWindow {}

export class FillInRequest extends Act {
  @Part(() => FormContent) form!: FormContent;
}

export class SignRequest extends Act {
  @Prose({ max: 2000, example: '同意转诊。' }) opinion!: string;
}

/** A signature that was given on paper: whoever records it names its signer and the scan. */
export class SignOnPaperRequest extends Act {
  @Id({ example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f74', about: 'Who signed.' }) signer!: string;
  @Part(() => ActingAsPart, {
    optional: true,
    about: 'In which capacity they signed; needed only where several of theirs would fit.',
  })
  signedAs?: ActingAsPart;
  @Day({ example: '2026-11-22', about: 'The day on the paper, in Asia/Shanghai.' }) signedOn!: string;
  @Prose({ max: 2000, example: '同意转诊。', about: 'As it is written on the paper.' }) opinion!: string;
  @Id({ example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f77', about: 'The scan: a signedForm that you uploaded.' })
  paper!: string;
}

export class WithdrawRequest extends Act {
  @Prose({ max: 2000, example: '患者要求留院治疗。' }) comment!: string;
}

export class RecallRequest extends Act {}

export class RemindRequest extends Act {
  @Prose({ max: 500, example: '患者今日出院，请尽快办理。', optional: true, nullable: true }) message?: string | null;
}

export class CommentRequest extends Act {
  @Prose({ max: 2000, example: '家属已电话告知。' }) text!: string;
}

export class CopyToRequest extends Act {
  @Ids({ min: 1, max: 50, example: ['0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f72'] }) people!: string[];
  @Prose({ max: 500, example: '请知悉。', optional: true, nullable: true }) comment?: string | null;
}

export class IssueLetterRequest extends Act {}

export class SignOnePart {
  @Id({ example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f73' }) referralId!: string;
  @Count({ min: 1, max: 1_000_000, example: 6, about: 'The version that was seen: what If-Match says for one.' }) version!: number;
}

/** Up to 100 referrals, one opinion; each is an act of its own and answered by itself. */
export class SignManyRequest extends Act {
  @Parts(() => SignOnePart, { min: 1, max: 100 }) referrals!: SignOnePart[];
  @Prose({ max: 2000, example: '同意转诊。' }) opinion!: string;
}
