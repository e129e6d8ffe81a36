import type { Language, ProblemDocument } from '@countersign/contract';
import { html } from './html.ts';
import { pageOf } from './layout.ts';
import { texts } from './texts.ts';
import { band } from './verdict-page.ts';

/** A failure as a page, with the request's name for whoever looks into it. */
export function problemPage({ status, detail, instance }: ProblemDocument, language: Language): string {
  const say = texts[language];
  const isMissing = status === 404;
  const title = isMissing ? say.notFoundTitle : status === 429 ? say.refusedTitle : say.failedTitle;
  const explanation = isMissing ? say.notFound : status === 503 ? say.unavailable : detail;
  const body = html`${band('unknown', title, explanation)}
<p class="quiet">${say.instance} ${instance}</p>
<p class="screen"><a href="/verify?lang=${language}">${say.startTitle}</a></p>`;
  return pageOf({ language, title, body });
}
