import type { Language } from '@countersign/contract';
import { html, Html } from './html.ts';
import { style } from './style.ts';
import { texts } from './texts.ts';

export interface Page {
  language: Language;
  title: string;
  body: Html;
}

const other: Record<Language, Language> = { 'zh-CN': 'en', en: 'zh-CN' };

/** A whole page. The way to the other language is relative: an address that holds a token is not repeated in it. */
export function pageOf({ language, title, body }: Page): string {
  const say = texts[language];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>${title} · ${say.name}</title>
<style>${new Html(style)}</style>
</head>
<body>
<div class="page">
<a class="skip" href="#main">${say.skip}</a>
<header><p>${say.name}</p><a href="?lang=${other[language]}" lang="${other[language]}" hreflang="${other[language]}">${say.otherLanguage}</a></header>
<main id="main">
${body}
</main>
</div>
</body>
</html>
`.text;
}
