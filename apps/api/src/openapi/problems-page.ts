import { problemCodes, statusOf } from '@countersign/contract';
import { exampleProblem, exampleSentence } from './problem-examples.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const style = `
  body { font: 16px/1.6 system-ui, "Noto Sans SC", "Microsoft YaHei", sans-serif; }
  body { max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
  section { border-top: 1px solid #ddd; padding: .5rem 0; }
  section:target { background: #fff8e1; }
  h2 { font-size: 1.1rem; margin: .5rem 0; }
  h2 a { color: inherit; text-decoration: none; }
  pre { background: #f5f5f5; padding: .75rem; overflow-x: auto; font-size: .85rem; }
  .status { display: inline-block; min-width: 2.5rem; color: #666; }
`;

const sectionOf = (code: (typeof problemCodes)[number]): string => `
<section id="${code}">
  <h2><span class="status">${statusOf(code)}</span> <a href="#${code}"><code>${code}</code></a></h2>
  <p>${escaped(exampleSentence(code, 'zh-CN'))}</p>
  <p lang="en">${escaped(exampleSentence(code, 'en'))}</p>
  <details>
    <summary>示例 · example</summary>
    <pre>${escaped(JSON.stringify(exampleProblem(code, 'zh-CN'), null, 2))}</pre>
  </details>
</section>`;

/** Every problem code on one page: what a problem document's \`type\` leads to. */
export const problemsPage = (): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Countersign 转诊会签：错误代码 · problem codes</title>
<style>${style}</style>
</head>
<body>
<h1>错误代码 · Problem codes</h1>
<p>每个失败的请求都返回 <code>application/problem+json</code>（RFC 9457）。程序按 <code>code</code> 判断，人看 <code>detail</code>；
把 <code>instance</code>（请求编号）告诉系统管理员，即可在日志中找到这次请求。接口文档见 <a href="/api/docs">/api/docs</a>。</p>
<p lang="en">Every request that fails is answered with <code>application/problem+json</code> (RFC 9457). Programs go by
<code>code</code>, people by <code>detail</code>; <code>instance</code> is the request's name in the server's log. The API is
described at <a href="/api/docs">/api/docs</a>.</p>
${problemCodes.map(sectionOf).join('')}
</body>
</html>
`;
