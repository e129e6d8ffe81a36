import type { Language, LetterStatus } from '@countersign/contract';
import { sayDay } from './say-day.ts';

/** Facts that the sentences name. */
export interface StatusFacts {
  institution: string;
  validUntil: string;
}

type Sentence = (facts: StatusFacts) => string;
interface Words {
  title: string;
  explanation: Sentence;
}

const words: Record<LetterStatus, Record<Language, Words>> = {
  genuine: {
    'zh-CN': {
      title: '真实有效',
      explanation: (f) => `这份介绍信由${f.institution}签发，内容未被改动，目前有效。`,
    },
    en: {
      title: 'Genuine and valid',
      explanation: (f) => `${f.institution} issued this letter; nothing in it was altered, and it is valid now.`,
    },
  },
  used: {
    'zh-CN': {
      title: '已使用',
      explanation: (f) => `这份介绍信确由${f.institution}签发，但接收医院已登记到院，可用次数已用完，不能再次使用。`,
    },
    en: {
      title: 'Already used',
      explanation: (f) =>
        `${f.institution} did issue this letter, but a receiving hospital has reported the arrival: it cannot be used again.`,
    },
  },
  expired: {
    'zh-CN': {
      title: '已过期',
      explanation: (f) =>
        `这份介绍信确由${f.institution}签发，但有效期已于${sayDay(f.validUntil, 'zh-CN')}结束。仍需转诊的，请联系签发医院的医保窗口。`,
    },
    en: {
      title: 'Expired',
      explanation: (f) =>
        `${f.institution} did issue this letter, but its last valid day was ${sayDay(f.validUntil, 'en')}. If the referral is still needed, please ask the hospital that issued it.`,
    },
  },
  replaced: {
    'zh-CN': {
      title: '已换发，此份作废',
      explanation: (f) => `${f.institution}已另发一份新的介绍信代替此份。请向患者索要新的那份，不要接收此份。`,
    },
    en: {
      title: 'Replaced by another letter',
      explanation: (f) =>
        `${f.institution} has issued a new letter in place of this one. Please ask the patient for the new letter and do not accept this one.`,
    },
  },
  void: {
    'zh-CN': {
      title: '已作废',
      explanation: (f) => `${f.institution}已作废这份介绍信，请勿接收。如有疑问，请联系签发医院的医保窗口。`,
    },
    en: {
      title: 'Void',
      explanation: (f) =>
        `${f.institution} has declared this letter void. Please do not accept it; if in doubt, ask the hospital that issued it.`,
    },
  },
  altered: {
    'zh-CN': {
      title: '内容已被改动',
      explanation: () => '这份凭证与签发时不同，不可采信。请重新扫描一次；仍是此结果的，请勿接收，并联系签发医院。',
    },
    en: {
      title: 'Altered',
      explanation: () =>
        'This is not what was signed and must not be trusted. Please scan it once more; if the result stays, do not accept the letter and tell the hospital that issued it.',
    },
  },
  notOnRecord: {
    'zh-CN': {
      title: '与签发记录不符',
      explanation: () => '凭证的签名无误，但与本系统的签发记录对不上，不能确认有效。请勿凭此接收，并联系签发医院核实。',
    },
    en: {
      title: 'Not as on record',
      explanation: () =>
        'The signature is right, but the records here do not agree with it, so the letter cannot be confirmed. Please do not accept it before asking the hospital that issued it.',
    },
  },
  unknownKey: {
    'zh-CN': {
      title: '不是本系统签发的',
      explanation: () =>
        '签发这份凭证的密钥不属于本系统，这里无法判断真伪。请用介绍信上印的核验网址查验；如果印的就是本网址，请改用编号和回执码核验，核验不出的不可采信。',
    },
    en: {
      title: 'Not issued by this system',
      explanation: () =>
        'The key that signed this is not one of ours, so nothing can be said of it here. Please check it at the address printed on the letter; if that is this very address, check it by number and return code, and do not trust it if that fails.',
    },
  },
  unreadable: {
    'zh-CN': {
      title: '无法识别',
      explanation: () => '这不是一份完整的介绍信凭证。请重新扫描二维码，或改用编号和回执码核验。',
    },
    en: {
      title: 'Not readable',
      explanation: () =>
        'This is not the whole token of a letter. Please scan the QR code again, or check it by its number and return code.',
    },
  },
};

/** A status as people read it: what it is called, and what to do about it. */
export function sayStatus(status: LetterStatus, facts: StatusFacts, language: Language) {
  const { title, explanation } = words[status][language];
  return { title, explanation: explanation(facts) };
}
