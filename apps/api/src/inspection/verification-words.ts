import type { LetterVerified, Said, SignatureVerified, VerificationCheck } from '@countersign/contract';
import type { BrokenCertificate, BrokenLog } from '../referrals/verify-log.ts';

const brokenWords: Record<(BrokenLog | BrokenCertificate)['why'], (seq: number) => Said> = {
  missing: (seq) => ({ zh: `第 ${seq} 条缺失。`, en: `Entry ${seq} is missing.` }),
  notLinked: (seq) => ({
    zh: `第 ${seq} 条没有接在前一条之后：有记录被插入、删除或调换。`,
    en: `Entry ${seq} is not linked to the one before: something was put in, taken out or exchanged.`,
  }),
  altered: (seq) => ({
    zh: `第 ${seq} 条与其摘要不符：内容被改动过。`,
    en: `Entry ${seq} does not match its hash: it was altered.`,
  }),
  endMissing: (seq) => ({ zh: `第 ${seq} 条起的末尾被截去。`, en: `The end is missing, from entry ${seq} on.` }),
  columnsDiffer: (seq) => ({
    zh: `第 ${seq} 条旁边的登记项与该条内容不一致。`,
    en: `The columns beside entry ${seq} say something else than the entry.`,
  }),
  notPolicy: (seq) => ({
    zh: `第 ${seq} 条是审批链在当时不允许的动作。`,
    en: `Entry ${seq} is an act that the chain did not allow then.`,
  }),
  projectionDiffers: () => ({
    zh: '转诊的当前登记与日志所载不一致。',
    en: 'What the referral is shown as is not what its log says.',
  }),
  formDiffers: (seq) => ({
    zh: `第 ${seq} 条所填的内容与其摘要不符：审批表被改动过。`,
    en: `The content of entry ${seq} does not match its digest: the form was altered.`,
  }),
  paperDiffers: (seq) => ({
    zh: `截至第 ${seq} 条，登记的材料与日志所附的不一致。`,
    en: `As of entry ${seq}, the register of papers is not what the log says.`,
  }),
  letterDiffers: () => ({ zh: '介绍信登记与日志所载不一致。', en: 'The register of letters is not what the log says.' }),
  certificateFails: (seq) => ({
    zh: `第 ${seq} 条签字的个人证书签名不成立。`,
    en: `The signature of the personal certificate in entry ${seq} does not hold.`,
  }),
};

export const brokenSays = ({ why, seq }: Pick<BrokenLog | BrokenCertificate, 'why' | 'seq'>): Said => brokenWords[why](seq);

interface CheckWords {
  holds: Said;
  fails: Said;
  /** Nothing to check, or not reached. */
  none: Said;
}

const notReached: Said = { zh: '未能检查：前面的检查没有通过。', en: 'Not reached: a check before it failed.' };

const checkWords: Record<VerificationCheck, (events: number) => CheckWords> = {
  log: (events) => ({
    holds: {
      zh: `日志完整：${events} 条记录从起点到末尾逐条以摘要相连。`,
      en: `The log is whole: ${events} entries, each linked to the one before by its hash.`,
    },
    fails: { zh: '日志被改动过。', en: 'The log was altered.' },
    none: notReached,
  }),
  policy: () => ({
    holds: { zh: '每一步都符合该转诊所用的审批链。', en: 'Every act was allowed by the chain that the referral started with.' },
    fails: { zh: '日志里有审批链不允许的动作。', en: 'The log holds an act that the chain does not allow.' },
    none: notReached,
  }),
  record: () => ({
    holds: { zh: '当前登记的状态与日志一致。', en: 'What the referral is shown as is what its log says.' },
    fails: { zh: '当前登记的状态与日志不一致。', en: 'What the referral is shown as is not what its log says.' },
    none: notReached,
  }),
  forms: () => ({
    holds: { zh: '审批表各版本的内容与日志中的摘要相符。', en: 'Every version of the form matches its digest in the log.' },
    fails: { zh: '审批表的内容与日志中的摘要不符。', en: 'A version of the form does not match its digest in the log.' },
    none: notReached,
  }),
  letters: () => ({
    holds: { zh: '介绍信登记与日志一致。', en: 'The register of letters is what the log says.' },
    fails: { zh: '介绍信登记与日志不一致。', en: 'The register of letters is not what the log says.' },
    none: notReached,
  }),
  offices: () => ({
    holds: {
      zh: '任职与代理登记显示：每位签字人在签字时确有该岗位或代理授权。',
      en: 'By the register of offices, each signer held the office, or a warrant for it, when they signed.',
    },
    fails: {
      zh: '任职与代理登记中查不到某位签字人签字时的岗位或代理授权。',
      en: 'The register of offices does not have the office or warrant of a signer at that moment.',
    },
    none: { zh: '不适用：还没有可核对的签字。', en: 'Not applicable: there is no signature to compare yet.' },
  }),
  papers: () => ({
    holds: { zh: '所附材料齐全，内容与日志中的摘要相符。', en: 'Every paper is there and matches its digest in the log.' },
    fails: { zh: '有材料缺失、被改动或不能提供。', en: 'A paper is missing, was altered or cannot be given out.' },
    none: { zh: '不适用：没有附材料。', en: 'Not applicable: there are no papers.' },
  }),
  documents: () => ({
    holds: { zh: '已生成的文书与登记的摘要相符。', en: 'Every document that was made matches its recorded digest.' },
    fails: { zh: '有文书缺失或被改动。', en: 'A document is missing or was altered.' },
    none: {
      zh: '没有文书，或文书还在生成：需要文书时，请稍后重新核验。',
      en: 'There are no documents, or some are still being made: check again later where they are needed.',
    },
  }),
  tokens: () => ({
    holds: {
      zh: '介绍信凭证为本院密钥签署，并与日志相符。',
      en: "Each letter's token is signed by a key of this hospital and says what the log says.",
    },
    fails: { zh: '有介绍信没有与日志相符的凭证。', en: 'A letter has no token that says what the log says.' },
    none: { zh: '不适用：没有介绍信。', en: 'Not applicable: there is no letter.' },
  }),
  certificates: () => ({
    holds: { zh: '个人证书对签字内容的签名有效。', en: 'The signatures by personal certificates hold.' },
    fails: { zh: '有个人证书的签名无效。', en: 'A signature by a personal certificate does not hold.' },
    none: { zh: '不适用：没有使用个人证书（CA）。', en: 'Not applicable: no personal certificate (CA) was used.' },
  }),
};

/** Checks that say nothing after a fault in the log. */
const restOnTheLog: readonly VerificationCheck[] = ['offices', 'tokens', 'certificates'];

export function checkSays(check: VerificationCheck, holds: boolean | null, events: number, failedBefore: boolean): Said {
  const words = checkWords[check](events);
  if (holds === null) return failedBefore && restOnTheLog.includes(check) ? notReached : words.none;
  return holds ? words.holds : words.fails;
}

interface Proven {
  holds: boolean;
  logHolds: boolean;
  signatures: readonly SignatureVerified[];
  letters: readonly LetterVerified[];
}

/** In plain sentences, what a report proves and what it does not: neither more nor less than the checks bear. */
export function proofs({ holds, logHolds, signatures, letters }: Proven): { proves: Said[]; provesNot: Said[] } {
  const electronic = signatures.filter(({ onPaper }) => onPaper === null);
  const uncertified = electronic.some(({ certificate }) => !certificate?.trusted);
  const when = (condition: boolean, zh: string, en: string): Said[] => (condition ? [{ zh, en }] : []);
  return {
    proves: [
      ...when(
        !holds,
        '有检查没有通过，请先看“检查结果”。以下只对通过的部分成立。',
        'Some checks failed: see them first. What follows holds for the rest alone.',
      ),
      ...when(
        logHolds,
        '日志从报告起逐条以摘要相连：改动、删除、插入或调换其中任何一条，再次核验时都会显现。',
        'From the report on, each entry is bound to the one before: whatever is altered, taken out, put in or exchanged shows when it is checked again.',
      ),
      ...when(
        logHolds && signatures.length > 0,
        '每个签字都写明了它所覆盖内容的摘要。标为“有效”的签字，签的就是现在审批表上的内容。',
        'Each signature names the digest of what it covers. One that stands was given for what the form says now.',
      ),
      ...when(
        electronic.length > 0,
        '电子签字是用签字人本人的账号，在重新输入密码确认之后作出的。',
        "Each electronic signature was given from the signer's own account, after its password was entered once more.",
      ),
      ...when(
        logHolds && letters.length > 0,
        '介绍信上的凭证固定了签发时日志的末尾摘要：此后再改动签发之前的记录，都会与持信人手中的凭证不符。',
        "A letter's token fixes the head of the log when it was issued: whatever was changed before that would no longer fit the token in the hands of whoever has the letter.",
      ),
    ],
    provesNot: [
      ...when(
        uncertified,
        '没有使用 CA 机构签发的个人证书，或其证书未经 CA 机构核对的签字，不是《电子签名法》所称的可靠电子签名：它不能向法院证明当时坐在键盘前的是谁。',
        'A signature without a personal certificate issued by a CA, or whose certificate no CA was asked about, is no reliable electronic signature in the sense of the law: it does not prove to a court who sat at the keyboard.',
      ),
      ...when(
        signatures.some(({ onPaper }) => onPaper !== null),
        '标为“纸质签字”的，只证明窗口人员登记了这份扫描件，不证明笔迹的真伪，请核对原件。',
        'Of a signature on paper it proves that the window recorded this scan, not that the handwriting is genuine: compare the original.',
      ),
      ...when(
        letters.length === 0,
        '还没有介绍信，本系统之外没有任何东西固定住日志：同时掌握数据库和服务器（连同其密钥）的人，可以把它全部重写。',
        'There is no letter yet, so nothing outside of this system has fixed the log: whoever holds both the database and the server with its keys could rewrite all of it.',
      ),
      ...when(
        letters.length > 0,
        '同时掌握数据库和服务器（连同其密钥）的人，在介绍信凭证交出之前可以重写日志；凭证交出之后的记录，也只有下一份凭证才能固定。',
        'Whoever held both the database and the server with its keys could rewrite the log before the token of a letter was handed out; entries after it are fixed only by the next one.',
      ),
      ...when(
        letters.length > 0,
        '检查包里的凭证是按现在的日志签出的。要知道签发之后日志是否被整个重写，请扫描持信人手中介绍信的二维码，与它比对。',
        "The tokens in a pack are signed over the log as it is now. To know whether all of it was rewritten since, compare the QR code of the letter that somebody has in their hands.",
      ),
      {
        zh: '时间取自本院服务器的时钟，没有第三方时间戳。',
        en: "Times are those of the hospital's own clock; no third party has stamped them.",
      },
      {
        zh: '它证明写了什么、谁签了什么，不证明所写的病情属实。',
        en: 'It proves what was written and signed, not that what was written is true.',
      },
    ],
  };
}
