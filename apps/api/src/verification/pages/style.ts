import { hash } from 'node:crypto';

/**
 * Phone first: one column that a thumb reaches, letters of 17 px so that no phone zooms into a field, and the verdict as
 * a solid band that is understood at arm's length. Each colour has a contrast of at least 4.5 to what stands on it.
 */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f3f5f7; --card: #fff; --text: #17212b; --quiet: #4d5b68; --line: #ccd4db; --field: #7a8794;
  --link: #0a5396; --button: #0a5396; --button-text: #fff; --fault: #a3161b; --fault-page: #fdf0f0;
  --good: #0b663b; --spent: #33516f; --late: #7d4a00; --bad: #a3161b; --unknown: #4a4f57;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10151a; --card: #1a2129; --text: #e9eef2; --quiet: #a9b6c1; --line: #36424d; --field: #7c8b98;
    --link: #8fc1f2; --button: #8fc1f2; --button-text: #0b1a28; --fault: #ffaaa6; --fault-page: #3a1c1d;
    --good: #12693f; --spent: #3a5a7b; --late: #7f4e08; --bad: #a8262b; --unknown: #535a63;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 17px/1.55 system-ui, -apple-system, "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
}
.page { max-width: 36rem; margin: 0 auto; padding: 0 16px 40px; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; display: inline-block; padding: 8px 0; }
header { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-height: 56px; }
header p { margin: 0; font-weight: 600; }
header a { padding: 12px 0 12px 12px; white-space: nowrap; }
h1 { margin: 4px 0 8px; font-size: 1.45rem; line-height: 1.3; }
h2 { margin: 0 0 8px; font-size: 1.1rem; line-height: 1.4; }
p { margin: 0 0 12px; overflow-wrap: anywhere; }
.verdict { display: flex; gap: 14px; margin: 0 -16px 16px; padding: 20px 16px; color: #fff; }
.verdict svg { flex: none; width: 52px; height: 52px; }
.verdict h1 { margin: 0 0 4px; font-size: 1.6rem; line-height: 1.25; }
.verdict p { margin: 0; }
.good { background: var(--good); }
.spent { background: var(--spent); }
.late { background: var(--late); }
.bad { background: var(--bad); }
.unknown { background: var(--unknown); }
.card { margin: 0 0 16px; padding: 16px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.card > :last-child { margin-bottom: 0; }
dl { display: grid; grid-template-columns: minmax(5em, 29%) 1fr; margin: 0 0 14px; }
dt, dd { margin: 0; padding: 7px 0; border-top: 1px solid var(--line); }
dt { padding-right: 12px; }
dl > dt:first-of-type, dl > dd:first-of-type { border-top: 0; }
dt { color: var(--quiet); }
dd { font-weight: 600; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: .92rem; }
.note { padding: 10px 12px; border-left: 4px solid var(--link); background: var(--page); }
details > summary { padding: 4px 0; font-size: 1.1rem; font-weight: 600; line-height: 1.4; cursor: pointer; }
details[open] > summary { margin-bottom: 10px; }
form { margin: 0; }
.field { margin: 0 0 16px; padding: 0; border: 0; }
label { display: block; margin: 0 0 4px; font-weight: 600; }
label span { color: var(--quiet); font-weight: 400; }
.hint { margin: 0 0 6px; color: var(--quiet); font-size: .92rem; }
.fault { margin: 0 0 6px; color: var(--fault); font-weight: 600; }
.fault::before { content: "\\25B2\\00a0"; }
input, select, textarea {
  display: block; width: 100%; min-height: 48px; padding: 10px 12px; font: inherit; color: inherit;
  background: var(--card); border: 1px solid var(--field); border-radius: 6px;
}
textarea { min-height: 112px; resize: vertical; }
[aria-invalid="true"] { border: 2px solid var(--fault); }
.code { font-family: ui-monospace, Menlo, Consolas, "Noto Sans Mono", monospace; letter-spacing: .08em; }
button {
  display: block; width: 100%; min-height: 50px; padding: 10px 16px; font: inherit; font-weight: 600;
  color: var(--button-text); background: var(--button); border: 0; border-radius: 6px; cursor: pointer;
}
.refused { margin: 0 0 16px; padding: 12px 14px; color: var(--fault); background: var(--fault-page); border: 2px solid; border-radius: 8px; }
.refused p { margin: 0; font-weight: 600; }
@media (min-width: 40rem) {
  .verdict { margin: 8px 0 16px; padding: 24px; border-radius: 10px; }
  .card { padding: 20px 24px; }
  form button { width: auto; min-width: 12rem; }
}
@media print {
  :root { --page: #fff; --card: #fff; --text: #000; --quiet: #333; --line: #999; }
  body { font-size: 11pt; }
  .page { max-width: none; padding: 0; }
  header a, form, .slip, .screen { display: none; }
  .verdict { margin: 0 0 12pt; padding: 12pt; color: #000; background: none; border: 2pt solid #000; border-radius: 0; }
  .card { padding: 0; border: 0; break-inside: avoid; }
  .note { padding: 0; border: 0; }
}
`;

/** Nothing runs, nothing is loaded from anywhere, and forms go nowhere else. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', style, 'base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
