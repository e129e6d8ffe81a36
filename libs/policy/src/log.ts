import type { Capacity, Named } from './person.ts';
import type { Chain, OutcomeKind, PaperKind, Relation, ReturnTarget, Step } from './vocabulary.ts';

/** Who acted, in which capacity. Null in an entry means the system itself. */
export interface Actor extends Named, Capacity {}

/** Who came to the window for something. The number is masked, and encrypted with the key of the server. */
export interface Collector {
  name: string;
  relation: Relation;
  idNumberMasked: string;
  idNumberEncrypted: string;
}

export interface PaperRef {
  id: string;
  kind: PaperKind;
  digest: string;
}

/** Digests of one form version: of its material fields, which signatures cover, and of all of it. */
export interface FormRef {
  formVersion: number;
  materialDigest: string;
  contentDigest: string;
}

export interface LetterRef {
  number: string;
  year: number;
  serial: number;
  /** Dates in Asia/Shanghai, yyyy-MM-dd, both days included. */
  validFrom: string;
  validUntil: string;
  destination: string;
  /** How often it may be used. */
  uses: number;
  /** Number of the letter that this one takes the place of. */
  replaces: string | null;
}

/** The signature of a personal certificate over who signs what on which referral. */
export interface CertificateSignature {
  algorithm: string;
  certificate: string;
  signature: string;
}

/** Who reports from the receiving hospital. Phone numbers are masked, and encrypted with the key of the server. */
export interface Receiver {
  hospital: string;
  name: string;
  phoneMasked: string | null;
  phoneEncrypted: string | null;
}

/** A coded reason with the words the institution's list had for it at that moment. */
export interface Reasoned {
  reason: { code: string; zh: string; en: string };
  comment: string;
}

/** What each act records beyond who, when and in which office. */
export interface ActData {
  report: FormRef & {
    chain: Chain;
    chainVersion: string;
    number: string;
    departmentId: string | null;
    papers: PaperRef[];
  };
  inform: { comment: string | null; papersReviewed: PaperRef[] };
  decline: Reasoned;
  releaseForm: { collector: Collector };
  fillIn: FormRef;
  sign: {
    step: Step;
    opinion: string;
    formVersion: number;
    materialDigest: string;
    /** True where the institution let somebody sign their own report. */
    ownReport: boolean;
    /** Digest of the image of the signer's handwritten signature at that moment. */
    image: string | null;
    certificate: CertificateSignature | null;
  };
  /** A signature given on paper, recorded by the window: the actor recorded it, `signer` gave it. */
  signOnPaper: {
    step: Step;
    signer: Actor;
    /** Date in Asia/Shanghai, yyyy-MM-dd. */
    signedOn: string;
    opinion: string;
    paper: PaperRef;
    formVersion: number;
    materialDigest: string;
    ownReport: boolean;
  };
  returnForCorrection: Reasoned & { to: ReturnTarget };
  reject: Reasoned;
  withdraw: { comment: string };
  recall: { takesBack: number; act: string };
  remind: { message: string | null };
  comment: { text: string };
  copyTo: { people: Named[]; comment: string | null };
  issueLetter: { letter: LetterRef };
  replaceLetter: Reasoned & { letter: LetterRef };
  handOver: { letterNo: string; collector: Collector };
  /** `on` is the day of arrival in Asia/Shanghai, yyyy-MM-dd. */
  arrive: { letterNo: string; on: string; receiver: Receiver };
  outcome: { letterNo: string; kind: OutcomeKind; on: string; text: string; receiver: Receiver };
  void: Reasoned;
  expire: { letterNo: string };
}

/** One act, as the log keeps it. `at` is ISO 8601 in UTC with milliseconds. */
export type Entry = {
  [A in keyof ActData]: { seq: number; act: A; at: string; actor: Actor | null; data: ActData[A] };
}[keyof ActData];

export type EntryOf<A extends keyof ActData> = Extract<Entry, { act: A }>;
