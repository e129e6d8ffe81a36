import type { Language } from '@countersign/contract';
import { codeInput, field } from './field.ts';
import { html, Html } from './html.ts';
import { pageOf } from './layout.ts';
import { alertBox } from './slip-form.ts';
import { texts } from './texts.ts';

/** What was typed, and why it was refused. */
export interface Typed {
  values: Record<string, string>;
  faults: Record<string, string>;
  refusal: string | null;
}

/** Where somebody comes without a QR code. */
export function startPage({ values, faults, refusal }: Typed, language: Language): string {
  const say = texts[language];
  const form = 'letter';
  const number = (attributes: Html) =>
    html`<input ${attributes} value="${values.letterNo ?? ''}" required maxlength="80" autocomplete="off" spellcheck="false">`;
  const body = html`${refusal !== null && alertBox(refusal)}
<h1>${say.startTitle}</h1>
<p>${say.scan}</p>
<section class="card" aria-labelledby="type">
<h2 id="type">${say.typeTitle}</h2>
<p>${say.typeHint}</p>
<form method="post" action="/verify?lang=${language}">
${field({ form, name: 'letterNo', label: say.letterNo, hint: say.letterNoHint, fault: faults.letterNo, control: number })}
${field({ form, name: 'code', label: say.code, hint: say.codeHint, fault: faults.code, control: codeInput(values.code ?? '') })}
<button type="submit">${say.check}</button>
</form>
</section>`;
  return pageOf({ language, title: say.startTitle, body });
}
