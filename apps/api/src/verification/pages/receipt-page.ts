import type { Language } from '@countersign/contract';
import { sayDay, sayMoment } from '../say-day.ts';
import type { Receipt } from '../receipt.ts';
import { html, Html } from './html.ts';
import { pageOf } from './layout.ts';
import { texts } from './texts.ts';
import { band } from './verdict-page.ts';

/** What was reported and when, for whoever reported it to keep. */
export function receiptPage({ slip, letterNo, on, recordedAt, institution }: Receipt, language: Language): string {
  const say = texts[language];
  const isArrival = slip === 'arrival';
  const rows: [string, string | Html][] = [
    [say.number, letterNo],
    [say.institution, institution],
    [isArrival ? say.arrivalOn : say.outcomeOn, sayDay(on, language)],
    [say.recordedAt, sayMoment(recordedAt, language)],
  ];
  const body = html`${band('good', say.receiptTitle, isArrival ? say.receiptArrival : say.receiptOutcome)}
<section class="card">
<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<p class="quiet">${isArrival ? say.receiptKeep : say.receiptKeepOutcome}</p>
</section>
<p class="screen"><a href="/verify?lang=${language}">${say.backToStart}</a></p>`;
  return pageOf({ language, title: say.receiptTitle, body });
}
