export { renderApprovalForm } from './templates/approval-form.ts';
export { renderLetter } from './templates/letter.ts';
export type * from './views.ts';
