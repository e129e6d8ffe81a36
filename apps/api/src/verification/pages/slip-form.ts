import { outcomeKindWords, type Language, type Slip } from '@countersign/contract';
import { outcomeKinds } from '@countersign/policy';
import { codeInput, field } from './field.ts';
import { html, Html } from './html.ts';
import { pageOf } from './layout.ts';
import { texts } from './texts.ts';

/** A form of the return slip as it is shown: as it was sent, where it was refused. */
export interface SlipForm {
  slip: Slip;
  values: Record<string, string>;
  /** Sentences by field. */
  faults: Record<string, string>;
  /** Why it was refused; null where it was not sent yet, and is folded away. */
  refusal: string | null;
}

/** What was refused is read out. */
export const alertBox = (sentence: string): Html => html`<div class="refused" role="alert"><p>${sentence}</p></div>`;

/**
 * Folded away until somebody wants it: most who scan a letter only want to know what it is worth. Refused, the page
 * opens where it stands.
 */
export function slipForm(form: SlipForm, language: Language): Html {
  const say = texts[language];
  const isArrival = form.slip === 'arrival';
  return html`<section class="card slip" id="${form.slip}">
<details${form.refusal !== null && html` open`}>
<summary>${isArrival ? say.arrivalTitle : say.outcomeTitle}</summary>
${form.refusal !== null && alertBox(form.refusal)}
<p>${isArrival ? say.arrivalHint : say.outcomeHint}</p>
<form method="post" action="?lang=${language}#${form.slip}">
<input type="hidden" name="slip" value="${form.slip}">
${isArrival ? arrivalFields(form, language) : outcomeFields(form, language)}
${receiverFields(form, language)}
${code(form, language)}
<button type="submit">${isArrival ? say.sendArrival : say.sendOutcome}</button>
</form>
</details>
</section>`;
}

/** The form alone, while nothing can be said of the letter: what was typed must not be lost. */
export function unsentPage(form: Omit<SlipForm, 'refusal'>, language: Language): string {
  const { unsent, unsentTitle: title } = texts[language];
  return pageOf({ language, title, body: html`<h1>${title}</h1>\n${slipForm({ ...form, refusal: unsent }, language)}` });
}

const valueOf = ({ values }: SlipForm, name: string): string => values[name] ?? '';
const of = (form: SlipForm, name: string) => ({ form: form.slip, name, fault: form.faults[name] });

function dayField(form: SlipForm, label: string): Html {
  const control = (attributes: Html) => html`<input type="date" ${attributes} value="${valueOf(form, 'on')}" required>`;
  return field({ ...of(form, 'on'), label, control });
}

const arrivalFields = (form: SlipForm, language: Language): Html => dayField(form, texts[language].arrivalOn);

function outcomeFields(form: SlipForm, language: Language): Html {
  const say = texts[language];
  const chosen = valueOf(form, 'kind');
  const options = outcomeKinds.map(
    (kind) => html`<option value="${kind}"${kind === chosen && html` selected`}>${outcomeKindWords[kind][language]}</option>`,
  );
  const kind = (attributes: Html) =>
    html`<select ${attributes} required><option value="">${say.choose}</option>${options}</select>`;
  const text = (attributes: Html) => html`<textarea ${attributes} required maxlength="2000">${valueOf(form, 'text')}</textarea>`;
  return html`${field({ ...of(form, 'kind'), label: say.kind, control: kind })}
${dayField(form, say.outcomeOn)}
${field({ ...of(form, 'text'), label: say.outcomeText, hint: say.outcomeTextHint, control: text })}`;
}

function receiverFields(form: SlipForm, language: Language): Html {
  const say = texts[language];
  const input = (name: string, more: Html) => (attributes: Html) => html`<input ${attributes} value="${valueOf(form, name)}" ${more}>`;
  return html`${field({
    ...of(form, 'hospital'),
    label: say.hospital,
    control: input('hospital', html`required maxlength="100" autocomplete="organization"`),
  })}
${field({ ...of(form, 'name'), label: say.receiver, control: input('name', html`required maxlength="50" autocomplete="name"`) })}
${field({
  ...of(form, 'phone'),
  label: say.phone,
  note: say.optional,
  control: input('phone', html`type="tel" maxlength="20" autocomplete="tel"`),
})}`;
}

function code(form: SlipForm, language: Language): Html {
  const say = texts[language];
  return field({ ...of(form, 'code'), label: say.code, hint: say.codeHint, control: codeInput(valueOf(form, 'code')) });
}
