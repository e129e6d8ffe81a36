import {
  acts,
  chains,
  outcomeKinds,
  paperKinds,
  relations,
  returnTargets,
  steps,
  type ActData,
  type Collector,
  type Entry,
  type PaperRef,
  type Relation,
} from '@countersign/policy';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { NamedResponse } from './identity.ts';
import { ActorShown, LetterShown } from './referrals-shown.ts';

const department = '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f72';
const digest = 'sha256:7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069';

/** What the log records of each act, as policy names it; a reader of the API sees no more and no less. */
export class PaperRefData implements PaperRef {
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f77' }) id!: string;
  @ApiProperty({ enum: paperKinds, example: 'emergencyRecord' }) kind!: PaperRef['kind'];
  @ApiProperty({ example: digest }) digest!: string;
}

export class FillInData {
  @ApiProperty({ type: 'integer', example: 1 }) formVersion!: number;
  @ApiProperty({ example: digest, description: 'Digest of the material content, which signatures cover.' })
  materialDigest!: string;
  @ApiProperty({ example: digest, description: 'Digest of all of the content.' }) contentDigest!: string;
}

export class ReportData extends FillInData {
  @ApiProperty({ enum: chains, example: 'outpatient' }) chain!: ActData['report']['chain'];
  @ApiProperty({ example: '1' }) chainVersion!: string;
  @ApiProperty({ example: 'R20260000001' }) number!: string;
  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, example: department }) departmentId!: string | null;
  @ApiProperty({ type: [PaperRefData], example: [] }) papers!: PaperRefData[];
}

export class InformData {
  @ApiProperty({ type: 'string', nullable: true, example: '病情属实，建议转诊。' }) comment!: string | null;
  @ApiProperty({ type: [PaperRefData], example: [] }) papersReviewed!: PaperRefData[];
}

export class ReasonData {
  @ApiProperty({ example: 'incomplete' }) code!: string;
  @ApiProperty({ example: '内容填写不完整' }) zh!: string;
  @ApiProperty({ example: 'The form is not complete' }) en!: string;
}

export class ReasonedData {
  @ApiProperty({ type: ReasonData, description: 'With the words that the list had at that moment.' }) reason!: ReasonData;
  @ApiProperty({ example: '请补充病理报告。' }) comment!: string;
}

export class ReturnData extends ReasonedData {
  @ApiProperty({ enum: returnTargets, example: 'fillIn' }) to!: ActData['returnForCorrection']['to'];
}

export class CollectorData implements Collector {
  @ApiProperty({ example: '李建国' }) name!: string;
  @ApiProperty({ enum: relations, example: 'spouse' }) relation!: Relation;
  @ApiProperty({ example: '441***********4532' }) idNumberMasked!: string;
  @ApiProperty({ example: 'enc1:q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA', description: 'With the key of the server alone.' })
  idNumberEncrypted!: string;
}

export class ReleaseFormData {
  @ApiProperty({ type: CollectorData }) collector!: CollectorData;
}

export class HandOverData {
  @ApiProperty({ example: '转〔2026〕000001号' }) letterNo!: string;
  @ApiProperty({ type: CollectorData }) collector!: CollectorData;
}

export class CertificateData {
  @ApiProperty({ example: 'SM2-SM3' }) algorithm!: string;
  @ApiProperty({ example: 'MIIBszCCAVigAwIBAgIUQ5x', description: 'X.509 in DER, base64.' }) certificate!: string;
  @ApiProperty({ example: 'MEUCIQDk3x0b9w' }) signature!: string;
}

export class SignData {
  @ApiProperty({ enum: steps, example: 'department' }) step!: ActData['sign']['step'];
  @ApiProperty({ example: '病情属实，同意转诊。' }) opinion!: string;
  @ApiProperty({ type: 'integer', example: 1 }) formVersion!: number;
  @ApiProperty({ example: digest }) materialDigest!: string;
  @ApiProperty({ example: false }) ownReport!: boolean;
  @ApiProperty({
    type: 'string',
    nullable: true,
    example: null,
    description: "Digest of the image of the signer's handwritten signature at that moment.",
  })
  image!: string | null;
  @ApiProperty({
    type: CertificateData,
    nullable: true,
    example: null,
    description: "The signature of the signer's personal certificate over who signs what on which referral; null where they have none.",
  })
  certificate!: CertificateData | null;
}

/** A signature given on paper: the actor of the event recorded it, `signer` gave it. */
export class SignOnPaperData {
  @ApiProperty({ enum: steps, example: 'medicalDirector' }) step!: ActData['sign']['step'];
  @ApiProperty({ type: ActorShown }) signer!: ActorShown;
  @ApiProperty({ format: 'date', example: '2026-11-22', description: 'The day on the paper, in Asia/Shanghai.' })
  signedOn!: string;
  @ApiProperty({ example: '同意转诊。' }) opinion!: string;
  @ApiProperty({ type: PaperRefData, description: 'The scan.' }) paper!: PaperRefData;
  @ApiProperty({ type: 'integer', example: 1 }) formVersion!: number;
  @ApiProperty({ example: digest }) materialDigest!: string;
  @ApiProperty({ example: false }) ownReport!: boolean;
}

export class WithdrawData {
  @ApiProperty({ example: '患者要求留院治疗。' }) comment!: string;
}

export class RecallData {
  @ApiProperty({ type: 'integer', example: 5, description: 'The event that is taken back.' }) takesBack!: number;
  @ApiProperty({ enum: acts, example: 'sign' }) act!: string;
}

export class RemindData {
  @ApiProperty({ type: 'string', nullable: true, example: '患者今日出院，请尽快办理。' }) message!: string | null;
}

export class CommentData {
  @ApiProperty({ example: '家属已电话告知。' }) text!: string;
}

export class CopyToData {
  @ApiProperty({ type: [NamedResponse] }) people!: NamedResponse[];
  @ApiProperty({ type: 'string', nullable: true, example: '请知悉。' }) comment!: string | null;
}

export class IssueLetterData {
  @ApiProperty({ type: LetterShown }) letter!: LetterShown;
}

export class ReplaceLetterData extends ReasonedData {
  @ApiProperty({ type: LetterShown }) letter!: LetterShown;
}

export class ReceiverData {
  @ApiProperty({ example: '中山大学附属示例肿瘤医院' }) hospital!: string;
  @ApiProperty({ example: '黎敏' }) name!: string;
  @ApiProperty({ type: 'string', nullable: true, example: '020*****8888' }) phoneMasked!: string | null;
  @ApiProperty({
    type: 'string',
    nullable: true,
    example: 'enc1:q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA',
    description: 'With the key of the server alone.',
  })
  phoneEncrypted!: string | null;
}

/** Reported by the receiving hospital; the actor is the system. */
export class ArriveData {
  @ApiProperty({ example: '转〔2026〕000001号' }) letterNo!: string;
  @ApiProperty({ format: 'date', example: '2026-11-24' }) on!: string;
  @ApiProperty({ type: ReceiverData }) receiver!: ReceiverData;
}

export class OutcomeData extends ArriveData {
  @ApiProperty({ enum: outcomeKinds, example: 'admitted' }) kind!: ActData['outcome']['kind'];
  @ApiProperty({ example: '收入胸外科，拟行胸腔镜肺叶切除术。' }) text!: string;
}

export class ExpireData {
  @ApiProperty({ example: '转〔2026〕000001号' }) letterNo!: string;
}

type DataShown = { [A in keyof ActData]: new () => ActData[A] };

/** Each act has a class here that says what policy says, or this does not compile. */
const dataOf: DataShown = {
  report: ReportData,
  inform: InformData,
  decline: ReasonedData,
  releaseForm: ReleaseFormData,
  fillIn: FillInData,
  sign: SignData,
  signOnPaper: SignOnPaperData,
  returnForCorrection: ReturnData,
  reject: ReasonedData,
  withdraw: WithdrawData,
  recall: RecallData,
  remind: RemindData,
  comment: CommentData,
  copyTo: CopyToData,
  issueLetter: IssueLetterData,
  replaceLetter: ReplaceLetterData,
  handOver: HandOverData,
  arrive: ArriveData,
  outcome: OutcomeData,
  void: ReasonedData,
  expire: ExpireData,
};

const actor = { anyOf: [{ $ref: getSchemaPath(ActorShown) }, { type: 'null' }], description: 'Null is the system.' };

const entrySchemas = acts.map((act) => ({
  type: 'object',
  title: act,
  properties: {
    seq: { type: 'integer' },
    act: { type: 'string', enum: [act] },
    at: { type: 'string', format: 'date-time' },
    actor,
    data: { $ref: getSchemaPath(dataOf[act]) },
  },
  required: ['seq', 'act', 'at', 'actor', 'data'],
}));

const example = {
  seq: 5,
  act: 'sign',
  at: '2026-11-22T03:10:00.000Z',
  actor: {
    id: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f75',
    name: '陈静',
    office: 'departmentDirector',
    departmentId: department,
    onBehalfOf: null,
    warrantNo: null,
  },
  data: {
    step: 'department',
    opinion: '病情属实，同意转诊。',
    formVersion: 1,
    materialDigest: digest,
    ownReport: false,
    image: null,
    certificate: null,
  },
};

/** One event of the log, as it is hashed: a reader can check every hash. */
@ApiExtraModels(ActorShown, ...Object.values(dataOf))
export class HistoryEntry {
  @ApiProperty({ oneOf: entrySchemas, example } as never) entry!: Entry;
  @ApiProperty({ example: '签字', description: 'The act in the language asked for.' }) title!: string;
  @ApiProperty({ example: digest, description: 'Hash of the event before, or of the origin.' }) previous!: string;
  @ApiProperty({ example: digest, description: 'Hash of this event and `previous` (RFC 8785, SHA-256).' }) hash!: string;
}

export class HistoryResponse {
  @ApiProperty({ type: [HistoryEntry], description: 'Oldest first.' }) entries!: HistoryEntry[];
}
