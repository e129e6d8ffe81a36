import { defineWords } from '../i18n/words.ts';

export const verificationWords = defineWords(
  'verification',
  {
    verified: '核验通过',
    notVerified: '核验未通过',
    checkedAt: '核验时间 ',
    verificationPage: '可打印的核验报告',
    holds: '通过：',
    fails: '未通过：',
    nothing: '未检查：',
    proves: '这证明什么',
    provesNot: '这不能证明什么',
  },
  {
    verified: 'Everything holds',
    notVerified: 'Not everything holds',
    checkedAt: 'checked ',
    verificationPage: 'Report to print',
    holds: 'Holds: ',
    fails: 'Does not hold: ',
    nothing: 'Not checked: ',
    proves: 'What this proves',
    provesNot: 'What this does not prove',
  },
);
