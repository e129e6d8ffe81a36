export * from './language.ts';
export * from './words.ts';
export * from './field-reasons.ts';
export * from './fields.ts';
export * from './problems.ts';
export * from './referral-content.ts';
export * from './referrals.ts';
