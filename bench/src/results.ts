import type { Drawn } from './draw-letters.ts';
import type { Measured } from './measured.ts';
import type { Numbered } from './number-letters.ts';

export interface Results {
  signing: Measured;
  /** The six statements by pgbench. */
  sixPerSecond: number;
  /** The server's own two statements by pgbench. */
  twoPerSecond: number;
  inbox: Measured;
  letters: Measured;
  /** Letters as PDF, drawn by one thread. */
  drawn: Drawn;
  /** Letters issued at once while the server was killed; null where that was not tried. */
  numbered: Numbered | null;
  /** MB of the server's process when each part had ended, and the most at any moment. */
  memory: Record<string, number | null>;
  inboxes: { smallReferrals: number; small: Measured; largeReferrals: number; large: Measured } | null;
  about: {
    at: string;
    commit: string;
    /** Whether the code differed from the commit. */
    changed: boolean;
    cores: number;
    processor: string;
    node: string;
    postgres: string;
    postgresSettings: Record<string, string>;
    pgbench: string;
    referrals: number;
    secondsEach: number;
    connections: number;
    /** What else the machine was doing: its load average over the minute before. */
    loadBefore: number;
  };
}

interface Verdict {
  what: string;
  value: number | null;
  target: string;
  met: boolean | null;
}

/** The most that memory may grow while letters are drawn, to count as flat. */
const flat = 1.25;

/** What has been promised. */
export function verdictsOn({ signing, sixPerSecond, inboxes, memory, drawn }: Results): Verdict[] {
  const rssMb = memory.most ?? null;
  const ratio = signing.perSecond / sixPerSecond;
  const inboxRatio = inboxes && inboxes.large.p99Millis / inboxes.small.p99Millis;
  const growth = drawn.rssMb.at(-1)! / drawn.rssMb[0]!;
  return [
    { what: 'signatures to pgbench', value: ratio, target: '>= 0.45', met: ratio >= 0.45 },
    { what: 'inbox p99, large to small', value: inboxRatio, target: '<= 1.5', met: inboxRatio && inboxRatio <= 1.5 },
    { what: 'server memory, MB', value: rssMb, target: '< 300', met: rssMb && rssMb < 300 },
    { what: 'letter PDF, ms of CPU', value: drawn.cpuMillis, target: '< 150', met: drawn.cpuMillis < 150 },
    { what: 'letter PDFs per second', value: drawn.perSecond, target: '>= 20', met: drawn.perSecond >= 20 },
    { what: 'memory while drawing, end to begin', value: growth, target: `<= ${flat}`, met: growth <= flat },
  ].map((verdict) => ({ ...verdict, met: verdict.met === null || verdict.met === 0 ? null : Boolean(verdict.met) }));
}

const round = (value: number | null, digits = 0): string => (value === null ? '–' : value.toFixed(digits));

function columns(rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const aligned = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  return rows.map(aligned).join('\n');
}

export function tableOf(results: Results): string {
  const { signing, sixPerSecond, twoPerSecond, inbox, letters, inboxes, drawn, numbered, about } = results;
  const row = (what: string, { perSecond, p50Millis, p99Millis, serverMicros, clientMicros }: Measured) => [
    what,
    round(perSecond),
    round(p50Millis, 1),
    round(p99Millis, 1),
    round(serverMicros),
    round(clientMicros),
    round(perSecond / sixPerSecond, 2),
  ];
  const pgbench = (what: string, perSecond: number) => [what, round(perSecond), '', '', '', '', round(perSecond / sixPerSecond, 2)];
  const measures = columns([
    ['', 'per second', 'p50 ms', 'p99 ms', 'server µs', 'client µs', 'to pgbench'],
    pgbench('pgbench, six statements', sixPerSecond),
    pgbench("pgbench, the server's two statements", twoPerSecond),
    row('signatures over HTTP', signing),
    row('report → letter (7 acts) over HTTP', letters),
    row(`inbox page over ${about.referrals} referrals`, inbox),
    ...(inboxes
      ? [
          row(`inbox page over ${inboxes.smallReferrals}, in turn with`, inboxes.small),
          row(`inbox page over ${inboxes.largeReferrals}`, inboxes.large),
        ]
      : []),
  ]);
  const verdicts = columns([
    ['', 'reached', 'target', ''],
    ...verdictsOn(results).map(({ what, value, target, met }) => [
      what,
      round(value, what.endsWith('MB') ? 0 : 2),
      target,
      met === null ? 'not measured' : met ? 'met' : 'MISSED',
    ]),
  ]);
  const { commit, changed, cores, node, postgres, connections, loadBefore } = about;
  const where = `commit ${commit}${changed ? ' with changes' : ''}, ${cores} cores, Node ${node}, PostgreSQL ${postgres}, ${connections} connections, load average before ${loadBefore.toFixed(2)}`;
  const parts = Object.entries(results.memory).map(([part, mb]) => `${part} ${round(mb)}`);
  const drawing = `${drawn.letters} letters drawn by one thread: ${round(drawn.perSecond)} a second, p99 ${round(drawn.p99Millis)} ms, ${round(drawn.meanBytes / 1024)} kB each, memory in MB ${drawn.rssMb.join(', ')}`;
  const numbering = numbered
    ? `\n${numbered.letters} letters issued at once with the server killed in between: ${round(numbered.perSecond)} a second, ${numbered.sentAgain} requests sent again, numbers unique and without a gap`
    : '';
  return `${measures}\n\n${verdicts}\n\n${drawing}${numbering}\nserver memory in MB: ${parts.join(', ')}\n${where}`;
}
