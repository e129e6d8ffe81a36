import type { FormInstance } from 'antd';
import { fieldErrorsOf } from '../api/field-errors.ts';

/** Puts what the server refused beside the fields of a form that are named as the message names them. */
export function showRefused(form: FormInstance, error: unknown): void {
  const refused = [...fieldErrorsOf(error)].map(([pointer, reason]) => ({ name: pointer.slice(1).split('/'), errors: [reason] }));
  // Names are the message's own, which this form's type does not know.
  form.setFields(refused as never);
  if (refused[0]) form.scrollToField(refused[0].name, { block: 'center', focus: true });
}
