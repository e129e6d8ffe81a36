import type { Language, LetterStatus } from '@countersign/contract';
import type { LetterClaims } from '@countersign/evidence';
import { sayDay, sayMoment } from '../say-day.ts';
import { sayStatus } from '../say-status.ts';
import type { Verdict } from '../verify-letter.ts';
import { html, Html } from './html.ts';
import { pageOf } from './layout.ts';
import { alertBox, slipForm, type SlipForm } from './slip-form.ts';
import { texts } from './texts.ts';

type Tone = 'good' | 'spent' | 'late' | 'bad' | 'unknown';

/** Colour and sign say the same as the words, for whoever sees no colours. */
const tones: Record<LetterStatus, Tone> = {
  genuine: 'good',
  used: 'spent',
  expired: 'late',
  replaced: 'bad',
  void: 'bad',
  altered: 'bad',
  notOnRecord: 'bad',
  unknownKey: 'unknown',
  unreadable: 'unknown',
};

const signs: Record<Tone, string> = {
  good: '<path d="M15 27.5 23 35.5 38 18.5"/>',
  spent: '<path d="M14 27 20 33 31 20M24 31 27 34 39 20"/>',
  late: '<path d="M26 14V27L34 32"/>',
  bad: '<path d="M18 18 34 34M34 18 18 34"/>',
  unknown: '<path d="M20 21a6 6 0 1 1 9 5.5c-2 1.2-3 2.3-3 4.5M26 36.5v.5"/>',
};

export function sign(tone: Tone): Html {
  return html`<svg viewBox="0 0 52 52" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="26" cy="26" r="23" stroke-width="3"/>${new Html(signs[tone])}</svg>`;
}

/** The band that says it all, at arm's length. */
export const band = (tone: Tone, title: string, explanation: string): Html =>
  html`<div class="verdict ${tone}">${sign(tone)}<div><h1>${title}</h1><p>${explanation}</p></div></div>`;

function factsOf(claims: LetterClaims, language: Language): Html {
  const say = texts[language];
  const validity = html`${sayDay(claims.validFrom, language)} ${say.until} ${sayDay(claims.validUntil, language)}`;
  const rows: [string, Html | string][] = [
    [say.number, claims.letterNo],
    [say.patient, claims.patient],
    [say.idNumber, claims.idNumber],
    [say.institution, claims.institution.name],
    [say.destination, claims.destination],
    [say.validity, validity],
    [say.issuedAt, sayMoment(new Date(claims.issuedAt), language)],
  ];
  return html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** What a code proves is no more than itself: that it belongs to this paper and this patient, only a person sees. */
function letterCard(claims: LetterClaims, isValid: boolean, language: Language): Html {
  const say = texts[language];
  return html`<section class="card" aria-labelledby="letter">
<h2 id="letter">${say.letterTitle}</h2>
${factsOf(claims, language)}
${isValid && html`<p class="note">${say.compare}</p>
<p class="quiet">${say.checkAddress}</p>`}
</section>`;
}

/** What stands on the page beside the verdict. */
export interface Slips {
  /** The forms that the letter is open to. */
  forms: SlipForm[];
  /** Why the one that was sent was not taken, where none of them says so. */
  refusal: string | null;
}

export function verdictPage({ status, at, proved }: Verdict, { forms, refusal }: Slips, language: Language): string {
  const say = texts[language];
  const { claims } = proved ?? {};
  const facts = { institution: claims?.institution.name ?? '', validUntil: claims?.validUntil ?? '' };
  const { title, explanation } = sayStatus(status, facts, language);
  const body = html`${refusal !== null && alertBox(refusal)}${band(tones[status], title, explanation)}
${claims && letterCard(claims, status === 'genuine', language)}
${forms.map((form) => slipForm(form, language))}
<p class="quiet">${say.checkedAt} ${sayMoment(at, language)}</p>
<p class="screen"><a href="/verify?lang=${language}">${proved ? say.backToStart : say.typeInstead}</a></p>`;
  return pageOf({ language, title, body });
}
