import { html, Html } from './html.ts';

export interface Field {
  /** Of the value in what is sent; ids of a page are made of the form's name and this. */
  name: string;
  form: string;
  label: string;
  /** After the label, in smaller letters. */
  note?: string;
  hint?: string;
  fault?: string;
  control: (attributes: Html) => Html;
}

/** A labelled field with its hint and its fault above it, where a phone's keyboard does not cover them. */
export function field({ name, form, label, note, hint, fault, control }: Field): Html {
  const id = `${form}-${name}`;
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  const attributes = html`id="${id}" name="${name}"${described && html` aria-describedby="${described}"`}${fault && html` aria-invalid="true"`}`;
  return html`<div class="field">
<label for="${id}">${label}${note && html` <span>${note}</span>`}</label>
${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
${fault && html`<p class="fault" id="${id}-fault">${fault}</p>`}
${control(attributes)}
</div>`;
}

/** What is known of a code's look is told to the phone: capitals, no correction, no memory. */
export const codeInput = (value: string) => (attributes: Html) =>
  html`<input class="code" ${attributes} value="${value}" required maxlength="20" autocomplete="off" autocapitalize="characters" autocorrect="off" spellcheck="false">`;
