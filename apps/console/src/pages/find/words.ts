import { defineWords } from '../../i18n/words.ts';

export const findWords = defineWords(
  'find',
  {
    title: '查询',
    about: '您有权查看的全部转诊',
    byCard: '按身份证号查到的转诊',
    cardGone: '身份证号不保存在网址里，请重新输入或刷卡。',
    nothing: '还没有您可以查看的转诊',
    nothingFound: '没有找到“{search}”',
    nothingFoundMore: '姓名和编号要从头输入，例如“王秀”“R2026”。也可以输入完整的身份证号。',
    nothingByCard: '没有这位患者的转诊',
    nothingByCardMore: '请核对身份证号；其他科室的转诊只有相关人员可以看到。',
    nothingFits: '没有符合筛选条件的转诊',
  },
  {
    title: 'Search',
    about: 'All referrals that you may see',
    byCard: 'Referrals found by ID card',
    cardGone: 'An ID number is not kept in the address: please enter it again, or use the card.',
    nothing: 'There is no referral yet that you may see',
    nothingFound: 'Nothing found for “{search}”',
    nothingFoundMore: 'Names and numbers are found by how they begin, such as “R2026”; an ID number is found when it is whole.',
    nothingByCard: 'No referral of this patient',
    nothingByCardMore: 'Please check the ID number. What other departments refer is shown only to those concerned.',
    nothingFits: 'No referral fits these filters',
  },
);
