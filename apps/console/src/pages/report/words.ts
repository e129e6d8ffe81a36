import { defineWords } from '../../i18n/words.ts';

export const reportWords = defineWords(
  'report',
  { why: '病情与理由', notYours: '您现在的岗位不能报告此类转诊；草稿仍为您保留。' },
  { why: 'Why', notYours: 'None of your offices reports such a case at present; the draft is kept for you.' },
);
