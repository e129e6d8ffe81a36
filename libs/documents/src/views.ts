/** What a document says, as plain data: whoever fills these in knows the database, whoever draws them knows the page. */

/** `draft` 草稿 before the letter exists, `void` 作废 once it no longer may be used. */
export type Mark = 'draft' | 'void';

/** What an institution's documents look like. */
export interface Letterhead {
  institution: string;
  /** Beside the box for the wet seal, such as 医保办公室（盖章）. */
  sealText: string;
  /** Below each page; may be empty. */
  footer: string;
}

export interface PatientView {
  name: string;
  /** 男 or 女, as the ID number says. */
  sex: string;
  /** yyyy-MM-dd, as the ID number says. */
  birthDate: string;
  /** In years, on the day that the document was made. */
  age: number;
  idNumber: string;
  phone: string | null;
  address: string | null;
  /** In words, such as 职工基本医疗保险; null for who has none. */
  insurance: string | null;
  insuranceNo: string | null;
  medicalRecordNo: string | null;
}

export interface DestinationView {
  name: string;
  /** The receiving institution's insurance code. */
  code: string | null;
  /** GB/T 2260, with the name of the province or city where it is known. */
  division: string;
  department: string | null;
}

/** One signature as the form shows it. */
export interface SignatureView {
  /** Such as 科室意见, 医务科意见, 分管院长意见, 业务院长意见, 医保办意见. */
  step: string;
  opinion: string;
  office: string;
  name: string;
  /** The holder for whom a substitute signed, and by which warrant. */
  onBehalfOf: { name: string; warrantNo: string } | null;
  /** ISO 8601. */
  at: string;
  /** PNG or JPEG of the handwritten signature. */
  image: Uint8Array | null;
  /** False where the content was changed afterwards or the signature was taken back. */
  stands: boolean;
  /** The day on which it was signed on paper, where the window recorded it from a scan. */
  onPaper: string | null;
  /** Whether a CA-issued personal certificate made it a 可靠电子签名. */
  reliable: boolean;
}

export interface ApprovalFormView {
  letterhead: Letterhead;
  /** Referral number. */
  number: string;
  chainName: string;
  mark: Mark | null;
  /** From 1; above it the form says that it is a reprint. */
  copy: number;
  department: string | null;
  urgency: string;
  reporter: { name: string; office: string; at: string };
  /** Of another hospital's inpatient: that hospital, and the agent 经办人 who came for it. */
  agent: { name: string; hospital: string } | null;
  patient: PatientView;
  /** ICD-10 code and name. */
  diagnoses: { code: string; name: string }[];
  /** 病情摘要. */
  condition: string;
  /** 转诊理由. */
  reason: string;
  remark: string | null;
  /** Null before the form is filled in and the report names none. */
  destination: DestinationView | null;
  signatures: SignatureView[];
  /** Steps that the chain still demands, by their names as in `step`. */
  awaited: string[];
  /** Such as a return or a rejection: what else was decided, oldest first. */
  remarks: { title: string; text: string; name: string; at: string }[];
  letterNo: string | null;
  /** Head of the log's hash chain when this was made. */
  head: string;
  /** Date and time shown as the moment this version was made, ISO 8601. */
  madeAt: string;
}

export interface LetterView {
  letterhead: Letterhead;
  number: string;
  /** Number of the letter that this one replaces. */
  replaces: string | null;
  mark: Mark | null;
  copy: number;
  referralNumber: string;
  /** The hospital where the patient lies, where that is another one. */
  otherHospital: string | null;
  patient: PatientView;
  diagnoses: { code: string; name: string }[];
  reason: string;
  destination: DestinationView;
  /** Dates in Asia/Shanghai, yyyy-MM-dd, both included. */
  validFrom: string;
  validUntil: string;
  /** How often it may be used. */
  uses: number;
  issuedAt: string;
  issuedBy: string;
  /** What the QR code holds: the address of the verification page with the token. */
  verifyUrl: string;
  /** The address for people who type, without the token. */
  verifyPage: string;
  /** One-time code with which the receiving hospital reports the arrival, such as 7K3M-9QXA. */
  returnCode: string;
  head: string;
}

export interface Rendered {
  pdf: Uint8Array;
  pages: number;
}
