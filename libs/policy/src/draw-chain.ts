import type { Awaits } from './chains/chain.ts';
import { clauseOf, conditionsOf, type Condition, type Exit } from './chains/conditions.ts';
import { chainVersions, currentVersion, type ChainMachine } from './chains/index.ts';
import { chains, type Act, type Chain, type Office, type ReturnTarget, type StateName } from './vocabulary.ts';

/** What people read for the words of a chain. The contract has them; the policy itself knows no language. */
export interface ReadingWords {
  chainWords: Labels<Chain>;
  officeWords: Labels<Office>;
  actWords: Labels<Act>;
  stateWords: Labels<StateName>;
  returnTargetWords: Labels<ReturnTarget>;
}
type Labels<K extends string> = Record<K, { 'zh-CN': string; en: string }>;

/** Ways that many conditions have alike: the picture leaves them to the table. */
const leftToTheTable: readonly (Act | null)[] = ['withdraw', 'reject', 'returnForCorrection'];

/** The picture in Mermaid: its straight way, and where it ends. */
function pictureOf(conditions: readonly Condition[], words: ReadingWords): string {
  const act = (name: Act) => `${words.actWords[name]['zh-CN']} ${name}`;
  const state = (name: StateName) => words.stateWords[name]['zh-CN'];
  const office = (name: Office) => `${words.officeWords[name]['zh-CN']} ${name}`;

  const box = (id: string, { name }: Condition, meta: Awaits) =>
    `${id}["<b>${meta.clause} ${state(name)}</b><br/>${meta.awaits.map(office).join('<br/>或 or ')}"]:::awaiting`;
  const drawn = (condition: Condition): string[] => {
    const { name, requests, final } = condition;
    if (final) return [`${name}(["${state(name)}<br/>${name}"]):::final`];
    if (requests.length === 0) return [`${name}["<b>${state(name)}</b><br/>${name}"]:::issued`];
    if (requests.length === 1) return [box(name, condition, requests[0]!)];
    return [
      `subgraph ${name}["${act('sign')}: 两人都签，先后不限 both, in either order"]`,
      '  direction TB',
      ...requests.map((request) => `  ${box(request.signs!, condition, request)}`),
      'end',
    ];
  };

  const arrows = conditions.flatMap(({ name, exits }) =>
    exits
      .filter((way) => !leftToTheTable.includes(way.act))
      .map((way) => ({ from: name, to: way.to, label: way.act === null ? '两人已签 both signed' : act(way.act) })),
  );
  const reached = conditions.filter(({ name }) => arrows.some(({ from, to }) => name === from || name === to));
  return [
    '%%{init: {"flowchart": {"wrappingWidth": 400}}}%%',
    'flowchart TD',
    ...reached.flatMap(drawn),
    ...arrows.map(({ from, to, label }) => `${from} -->|"${label}"| ${to}`),
    'classDef awaiting fill:#f4f8ff,stroke:#2f6fd6,color:#10233f',
    'classDef issued fill:#eaf7ee,stroke:#2c8a4b,color:#0f3a1e',
    'classDef final fill:#f3f3f3,stroke:#888888,color:#333333',
  ].join('\n');
}

/** Everything that can happen, row by row. */
function tableOf(conditions: readonly Condition[], words: ReadingWords): string {
  const word = (label: { 'zh-CN': string }, name: string) => `${label['zh-CN']} \`${name}\``;
  const act = (name: Act) => word(words.actWords[name], name);
  const awaited = ({ awaits }: Awaits) =>
    awaits.map((office) => word(words.officeWords[office], office)).join('<br/>或 or ');
  const way = ({ act: name, to }: Exit) => `${name === null ? '两人已签 both signed' : act(name)} → \`${to}\``;
  const returned = (exits: readonly Exit[]) => {
    const targets = exits.flatMap(({ returnsTo }) =>
      returnsTo ? [word(words.returnTargetWords[returnsTo], returnsTo)] : [],
    );
    return targets.length > 0 ? [`${act('returnForCorrection')} → ${targets.join(', ')}`] : [];
  };
  const rows = conditions
    .filter(({ final }) => !final)
    .map((condition) => {
      const { name, requests, exits } = condition;
      const both = requests.length > 1 ? [act('sign')] : [];
      return [
        clauseOf(condition),
        word(words.stateWords[name], name),
        requests.map(awaited).join('<br/>**和 and** '),
        [...both, ...exits.filter(({ returnsTo }) => !returnsTo).map(way), ...returned(exits)].join('<br/>'),
      ];
    });
  return [
    ['Clause', 'Condition 状态', 'Awaits 等待', 'What can happen 动作 → 去向'],
    ['---', '---', '---', '---'],
    ...rows,
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const fileOf: Record<Chain, string> = {
  outpatient: 'outpatient',
  inpatient: 'inpatient',
  otherHospital: 'other-hospital',
};

/** The chain as a page of docs/chains/: a picture, what it leaves out, and a table of everything. */
export function drawChain(chain: Chain, machine: ChainMachine, version: string, words: ReadingWords): string {
  const conditions = conditionsOf(machine);
  const from = (act: Act) =>
    conditions
      .filter(({ exits }) => exits.some((way) => way.act === act))
      .map(clauseOf)
      .join(', ');
  const file = `${fileOf[chain]}.ts`;
  return `# ${words.chainWords[chain]['zh-CN']} · ${words.chainWords[chain].en}

Chain \`${chain}\`, version ${version}. Drawn by \`npm run diagrams\` from the machine itself,
[${file}](../../libs/policy/src/chains/${file}); not edited by hand. Clauses are those of [policy.md](../policy.md).

\`\`\`mermaid
${pictureOf(conditions, words)}
\`\`\`

The picture shows the straight way. It leaves out what leads out of many conditions alike; the table has it all:

- \`returnForCorrection\` 退回修改, by whoever is asked to sign, goes back to whoever fills in or to an earlier signer:
  from ${from('returnForCorrection')}. A signature that still stands is passed over on the way back (S1).
- \`reject\` 否决, by whoever is asked to sign, ends the referral: from ${from('reject')}.
- \`withdraw\` 撤销, by whoever reported or leads there, ends it too: from ${from('withdraw')}.
- \`signOnPaper\` 登记纸质签字, by the window, goes every way that \`sign\` goes: the signature was given on paper (S8).
- \`recall\` 撤回 is no way of the machine: it goes back to where the last act began (B4).

${tableOf(conditions, words)}
`;
}

/** A page for each chain, as it is now. */
export const chainPages = (words: ReadingWords): { file: string; page: string }[] =>
  chains.map((chain) => {
    const version = currentVersion(chain);
    return { file: `${fileOf[chain]}.md`, page: drawChain(chain, chainVersions[chain][version]!, version, words) };
  });
