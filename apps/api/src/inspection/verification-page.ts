import type { CheckResponse, LetterVerified, Said, SignatureVerified, VerificationResponse } from '@countersign/contract';
import { chainWords, stateWords } from '@countersign/contract';

/** No script runs and nothing is fetched: the page is the same on paper, from a server and out of a pack. */
export const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const style = `
  @page { size: A4; margin: 16mm 14mm; }
  body { font: 14px/1.55 "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #1a1a1a;
    max-width: 960px; margin: 0 auto; padding: 16px; }
  h1 { font-size: 22px; margin: 0 0 4px; }
  h2 { font-size: 16px; margin: 24px 0 8px; border-bottom: 1px solid #999; padding-bottom: 2px; }
  .en { color: #555; font-size: 12px; display: block; }
  .verdict { border: 2px solid; padding: 8px 12px; margin: 12px 0; font-weight: bold; }
  .yes { color: #14692f; } .no { color: #a61b1b; } .none { color: #666; }
  table { border-collapse: collapse; width: 100%; }
  th, td { border: 1px solid #bbb; padding: 4px 8px; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
  th { background: #f2f2f2; font-weight: normal; width: 9em; }
  table.signature { margin: 0 0 12px; break-inside: avoid; }
  code { font: 11px/1.4 ui-monospace, Consolas, monospace; overflow-wrap: anywhere; }
  li { margin: 4px 0; }
  .days { white-space: nowrap; }
`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (value: string | number): string => String(value).replaceAll(/[&<>"']/g, (character) => entities[character]!);

const both = ({ zh, en }: Said): string => `${text(zh)}<span class="en" lang="en">${text(en)}</span>`;
const head = (zh: string, en: string): string => `<h2>${both({ zh, en })}</h2>`;
const row = (zh: string, en: string, value: string): string => `<tr><th scope="row">${both({ zh, en })}</th><td>${value}</td></tr>`;
const code = (value: string): string => `<code>${text(value)}</code>`;

/** Clocks on the wall of the hospital, whatever zone the reader is in. */
const inShanghai = (moment: string): string =>
  `${new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')} +08:00`;

const outcome = (holds: boolean | null): string => {
  if (holds === null) return '<td class="none">—</td>';
  return holds
    ? `<td class="yes">${both({ zh: '✓ 成立', en: 'holds' })}</td>`
    : `<td class="no">${both({ zh: '✗ 不成立', en: 'does not hold' })}</td>`;
};

const checkRow = ({ holds, says }: CheckResponse): string => `<tr>${outcome(holds)}<td>${both(says)}</td></tr>`;

function signer({ person, officeName, onBehalfOf, warrantNo }: SignatureVerified): string {
  const who = onBehalfOf ? `${person.name} 代 ${onBehalfOf.name}（${warrantNo}）` : person.name;
  const whoEn = onBehalfOf ? `${person.name} for ${onBehalfOf.name}, warrant ${warrantNo}` : '';
  return `${both({ zh: `${who} · ${officeName.zh}`, en: [whoEn, officeName.en].filter(Boolean).join(' · ') })}`;
}

function means({ onPaper, certificate }: SignatureVerified): string {
  if (onPaper) {
    const { signedOn, recordedBy, paper } = onPaper;
    return `${both({
      zh: `纸质签字，签于 ${signedOn}，由 ${recordedBy.name} 登记；扫描件摘要：`,
      en: `On paper, signed on ${signedOn}, recorded by ${recordedBy.name}; digest of the scan:`,
    })} ${code(paper)}`;
  }
  if (!certificate) {
    return both({ zh: '电子签字（未使用 CA 个人证书）', en: 'Electronic, without a personal certificate of a CA' });
  }
  if (!certificate.holds) {
    return both({ zh: '电子签字，个人证书的签名无效', en: 'Electronic; the signature by its personal certificate does not hold' });
  }
  return certificate.trusted
    ? both({ zh: `电子签字，个人证书（${certificate.algorithm}）有效`, en: `Electronic, personal certificate (${certificate.algorithm}) holds` })
    : both({
        zh: `电子签字，与所附证书（${certificate.algorithm}）的公钥相符；证书是谁签发的，这里没有核对`,
        en: `Electronic; it fits the key of the certificate (${certificate.algorithm}) beside it, but nobody was asked who issued that`,
      });
}

const signatureTable = (signature: SignatureVerified): string => `<table class="signature">
${row('第 ' + signature.seq + ' 条', 'entry ' + signature.seq, both(signature.stepName))}
${row('签字人', 'Signer', signer(signature))}
${row(signature.onPaper ? '登记时间' : '时间', signature.onPaper ? 'Recorded' : 'Time', text(inShanghai(signature.at)))}
${row('意见', 'Opinion', text(signature.opinion))}
${row('效力', 'Standing', signature.ended ? `<span class="no">${both({ zh: '✗ 无效', en: 'does not stand' })}</span>${both(signature.ended.says)}` : `<span class="yes">${both({ zh: '✓ 有效', en: 'stands' })}</span>`)}
${row('方式', 'Means', means(signature))}
${signature.ownReport ? row('本人报告', 'Own report', both({ zh: '签署的是本人报告的转诊（本机构允许）', en: 'Of their own report, which the hospital allows' })) : ''}
${row('所签内容', 'Content signed', `${both({ zh: `审批表第 ${signature.formVersion} 版`, en: `version ${signature.formVersion} of the form` })}${code(signature.materialDigest)}`)}
${row('在链中的位置', 'Place in the chain', `${both({ zh: '前一条', en: 'before' })}${code(signature.previous)}<br>${both({ zh: '本条', en: 'this' })}${code(signature.hash)}`)}
</table>`;

const letterRow = ({ number, seq, validFrom, validUntil, destination, replaces, head: fixed }: LetterVerified): string =>
  `<tr><td>${text(number)}${replaces ? `<br>${both({ zh: `替代 ${replaces}`, en: `replaces ${replaces}` })}` : ''}</td><td>${seq}</td><td class="days">${text(validFrom)}<br>${text(validUntil)}</td><td>${text(destination)}</td><td>${code(fixed)}</td></tr>`;

const letterTable = (letters: readonly LetterVerified[]): string => `${head('介绍信', 'Letters')}
<table><tr>${[
  ['编号', 'Number'],
  ['日志', 'Entry'],
  ['有效期', 'Valid'],
  ['转往', 'To'],
  ['凭证固定的日志摘要', 'Head that the token fixes'],
]
  .map(([zh, en]) => `<td>${both({ zh: zh!, en: en! })}</td>`)
  .join('')}</tr>${letters.map(letterRow).join('\n')}</table>`;

const list = (sentences: readonly Said[]): string => `<ul>${sentences.map((one) => `<li>${both(one)}</li>`).join('\n')}</ul>`;

/** The verification report for reading and printing, in both languages, without scripts. */
export function verificationPage(report: VerificationResponse): string {
  const { institution, referral, checkedAt, holds, broken, checks, signatures, letters, proves, provesNot } = report;
  const state = referral.state && stateWords[referral.state];
  // A database that was tampered with may name a chain that there is not.
  const chain = Object.hasOwn(chainWords, referral.chain) ? chainWords[referral.chain] : null;
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>转诊核验报告 ${text(referral.number)}</title>
<style>${style}</style>
</head>
<body>
<h1>${both({ zh: '转诊核验报告', en: 'Verification report of a referral' })}</h1>
<table>
${row('机构', 'Hospital', text(institution.name))}
${row('转诊', 'Referral', `${text(referral.number)} · ${chain ? both({ zh: chain['zh-CN'], en: chain.en }) : text(referral.chain)}`)}
${row('状态', 'State', state ? both({ zh: state['zh-CN'], en: state.en }) : '—')}
${row('日志', 'Log', `${both({ zh: `共 ${referral.seq} 条，末尾摘要`, en: `${referral.seq} entries; head` })}${code(referral.head)}`)}
${row('核验时间', 'Checked', text(inShanghai(checkedAt)))}
</table>
<p class="verdict ${holds ? 'yes' : 'no'}">${holds ? both({ zh: '✓ 所检查的各项全部成立。', en: 'Everything that was checked holds.' }) : both({ zh: '✗ 有检查没有通过。', en: 'Something that was checked does not hold.' })}</p>
${broken ? `<p class="no">${both(broken.says)}</p>` : ''}
${head('检查结果', 'What was checked')}
<table>${checks.map(checkRow).join('\n')}</table>
${head('签字', 'Signatures')}
${signatures.length > 0 ? signatures.map(signatureTable).join('\n') : `<p>${both({ zh: '还没有签字。', en: 'There is no signature yet.' })}</p>`}
${letters.length > 0 ? letterTable(letters) : ''}
${head('它证明什么', 'What this proves')}
${list(proves)}
${head('它不证明什么', 'What this does not prove')}
${list(provesNot)}
</body>
</html>
`;
}
