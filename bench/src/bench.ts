import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOfToken } from '@countersign/api/dist/identity/caller.js';
import { createDataSource } from '@countersign/api/dist/database/data-source.js';
import { Database } from '@countersign/api/dist/database/database.js';
import { verifyLog } from '@countersign/api/dist/referrals/verify-log.js';
import { Clients, pageSize, signInAll } from './clients.ts';
import { drawLetters } from './draw-letters.ts';
import { isForPgbench } from './invented-referral.ts';
import type { Job, WalkerTokens } from './jobs.ts';
import { mean, Slices, type Measured } from './measured.ts';
import { numberLetters, type Numbered } from './number-letters.ts';
import { CannotMeasure, findPgbench, readOptions, type Options } from './options.ts';
import { runPgbench, type PgbenchRun, type Script } from './pgbench.ts';
import { commit, keepResults } from './keep-results.ts';
import { tableOf, verdictsOn, type Results } from './results.ts';
import type { ServerProcess } from './server-process.ts';
import { Cleaning, load, say, setStage, type Stage } from './stage.ts';
import { twoStatements } from './two-statements.ts';

const sixStatements = fileURLToPath(new URL('../six-statements.sql', import.meta.url));
const smallInbox = 10_000;
const slices = 4;

async function verify({ database, server }: Stage): Promise<void> {
  const dataSource = createDataSource(database.url, 1);
  await dataSource.initialize();
  try {
    const { referrals, events, broken, letterGap } = await verifyLog(new Database(dataSource), server.secrets, null);
    if (broken.length > 0 || letterGap) {
      throw new CannotMeasure(`A log does not hold: ${JSON.stringify(broken[0] ?? letterGap)}`);
    }
    say(`${referrals} logs with ${events} events verified`);
  } finally {
    await dataSource.destroy();
  }
}

/** One load after the other on one server; what each slice costs the server is told from its process. */
class Course {
  constructor(
    private readonly server: ServerProcess,
    private readonly clients: Clients,
  ) {}

  async run(job: Job, into?: Slices): Promise<number> {
    const before = this.server.cpuSeconds;
    const outcome = await this.clients.run(job);
    const after = this.server.cpuSeconds;
    into?.add(outcome, before === null || after === null ? null : after - before);
    return outcome.used;
  }
}

interface People {
  insuranceTokens: string[];
  medicalTokens: string[];
  walkers: WalkerTokens[];
}

async function signInPeople({ server: { address }, hospital }: Stage): Promise<People> {
  const { departments, clerks, insuranceLeads, medicalDirectors } = hospital;
  const insuranceTokens = await signInAll(address, hospital, insuranceLeads);
  const medicalTokens = await signInAll(address, hospital, medicalDirectors);
  const clerkTokens = await signInAll(address, hospital, clerks);
  const bedDoctors = await signInAll(address, hospital, departments.map(({ bedDoctor }) => bedDoctor));
  const directors = await signInAll(address, hospital, departments.map(({ director }) => director));
  const walkers = departments.map(({ id }, i) => ({
    departmentId: id,
    bedDoctor: bedDoctors[i]!,
    director: directors[i]!,
    clerk: clerkTokens[i % clerkTokens.length]!,
    insuranceLead: insuranceTokens[i]!,
  }));
  return { insuranceTokens, medicalTokens, walkers };
}

function shuffled(numbers: number[]): number[] {
  for (let i = numbers.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1));
    [numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!];
  }
  return numbers;
}

/** Signatures over HTTP, and beside them pgbench, in slices that alternate: a noisy machine is as noisy for each. */
async function measureSigning(stage: Stage, clients: Clients, people: People, options: Options, pgbench: string) {
  const { server, database, hospital } = stage;
  const { connections, seconds } = options;
  const course = new Course(server, clients);
  const pool = shuffled(Array.from({ length: stage.loaded }, (_, i) => i + 1).filter((n) => !isForPgbench(n)));
  const sign = async (forSeconds: number, into?: Slices) => {
    const { insuranceTokens, medicalTokens } = people;
    const referrals = pool.slice(-Math.ceil(forSeconds * 10_000));
    const job = { kind: 'sign', address: server.address, connections, seconds: forSeconds } as const;
    const used = await course.run({ ...job, referrals: referrals.reverse(), insuranceTokens, medicalTokens }, into);
    pool.length -= used;
    if (pool.length < connections) throw new CannotMeasure('Every referral is signed; give more of them with --referrals.');
  };
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-sql-'));
  try {
    const two = await twoStatements(join(folder, 'two-statements.sql'), hospital, server.secrets, new Date());
    const common = {
      share: Math.floor(stage.loaded / 4),
      institution: hospital.institution.id,
      token: hashOfToken(people.insuranceTokens[0]!),
    };
    const six: Script = { file: sixStatements, variables: { ...common, body: signatureBody(two) } };
    Object.assign(two.variables, common);
    // The first thousands of requests are slower: Node compiles what it finds hot.
    await sign(Math.min(6, seconds));
    // As autovacuum does every minute: what was planned over empty tables is planned anew.
    await stage.db.query('ANALYZE');
    const signing = new Slices();
    const runs: { six: PgbenchRun[]; two: PgbenchRun[] } = { six: [], two: [] };
    for (let slice = 0; slice < slices; slice += 1) {
      await sign(seconds / slices, signing);
      if (options.profile) continue;
      runs.six.push(await runPgbench(pgbench, database.url, six, connections, seconds / slices));
      runs.two.push(await runPgbench(pgbench, database.url, two, connections, seconds / slices));
    }
    const rate = (of: PgbenchRun[]) => mean(of.map(({ perSecond }) => perSecond));
    return { signing: signing.measured, sixPerSecond: rate(runs.six), twoPerSecond: rate(runs.two), runs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An event's body as the server writes it. */
const signatureBody = ({ variables }: Script): string =>
  Object.values(variables).map(String).find((value) => value.includes('"act":"sign"') && value.includes('"opinion"'))!;

async function measureInbox(stage: Stage, clients: Clients, people: People, options: Options): Promise<Measured> {
  await requireFullPages(stage, people);
  const read = inboxReader(stage, clients, people, options.connections);
  await read(Math.min(2, options.seconds));
  const pages = new Slices();
  await read(options.seconds / 2, pages);
  return pages.measured;
}

function inboxReader({ server }: Stage, clients: Clients, people: People, connections: number) {
  const course = new Course(server, clients);
  const tokens = [...people.insuranceTokens, ...people.medicalTokens];
  return (seconds: number, into?: Slices) =>
    course.run({ kind: 'inbox', address: server.address, connections, seconds, tokens }, into);
}

async function requireFullPages({ server }: Stage, { insuranceTokens, medicalTokens }: People): Promise<void> {
  for (const token of [insuranceTokens[0]!, medicalTokens[0]!]) {
    const items = await pageSize(server.address, token);
    if (items !== 50) throw new CannotMeasure(`An inbox shows ${items} entries where 50 are due.`);
  }
}

async function measureLetters(stage: Stage, clients: Clients, people: People, options: Options): Promise<Measured> {
  const course = new Course(stage.server, clients);
  const { connections, seconds } = options;
  const job = { kind: 'letters', address: stage.server.address, connections, walkers: people.walkers } as const;
  const begun = await course.run({ ...job, seconds: Math.min(2, seconds), from: 20_000_000 });
  const letters = new Slices();
  await course.run({ ...job, seconds: seconds / 2, from: 20_000_000 + begun }, letters);
  return letters.measured;
}

/** Two databases and two servers, read in turn, so that both meet the same noise. */
async function compareInboxes(large: Stage, people: People, clients: Clients, options: Options, cleaning: Cleaning) {
  say(`Comparing inboxes over ${smallInbox} and over ${options.compareInbox} referrals`);
  const small = await setStage(options, cleaning);
  await load(small, smallInbox);
  await load(large, Math.max(options.compareInbox, large.loaded));
  const smallPeople = await signInPeople(small);
  await requireFullPages(small, smallPeople);
  await requireFullPages(large, people);
  const readSmall = inboxReader(small, clients, smallPeople, options.connections);
  const readLarge = inboxReader(large, clients, people, options.connections);
  await readSmall(Math.min(3, options.seconds));
  await readLarge(Math.min(3, options.seconds));
  const [ofSmall, ofLarge] = [new Slices(), new Slices()];
  for (let slice = 0; slice < slices; slice += 1) {
    await readSmall(options.seconds / slices / 2, ofSmall);
    await readLarge(options.seconds / slices / 2, ofLarge);
  }
  return { smallReferrals: smallInbox, small: ofSmall.measured, largeReferrals: large.loaded, large: ofLarge.measured };
}

/** In a database of its own, so that its serials begin with 1. */
async function measureNumbering(clients: Clients, options: Options, cleaning: Cleaning): Promise<Numbered> {
  say(`Issuing ${options.numberLetters} letters, and killing the server in between`);
  const stage = await setStage(options, cleaning);
  await load(stage, options.numberLetters, 'letter');
  const { server, db, hospital } = stage;
  const clerkTokens = await signInAll(server.address, hospital, hospital.clerks);
  const { numberLetters: letters, connections } = options;
  const replaced = (by: ServerProcess) => {
    stage.server = by;
    cleaning.add(() => by.stop());
  };
  const numbered = await numberLetters({ server, clients, db, hospital, letters, connections, clerkTokens, replaced });
  await verify(stage);
  return numbered;
}

/** Null where only a profile was asked for. */
async function measure(options: Options, cleaning: Cleaning): Promise<Results | null> {
  const pgbench = findPgbench(process.env);
  const loadBefore = loadavg()[0]!;
  const stage = await setStage(options, cleaning);
  const memory: Record<string, number | null> = { started: stage.server.rssMb };
  await load(stage, options.referrals);
  if (options.verify) await verify(stage);
  const clients = new Clients();
  cleaning.add(async () => clients.stop());
  const people = await signInPeople(stage);
  memory.signedIn = stage.server.rssMb;

  say('Signing, in turn with pgbench');
  const { runs: _, ...signing } = await measureSigning(stage, clients, people, options, pgbench.path);
  if (options.profile) {
    console.log(`One signature took ${Math.round(signing.signing.serverMicros ?? 0)} µs of the server; its profile is in ${options.profile}.`);
    return null;
  }
  memory.signed = stage.server.rssMb;
  say('Reading inboxes');
  const inbox = await measureInbox(stage, clients, people, options);
  memory.inboxesRead = stage.server.rssMb;
  say('From report to letter');
  const letters = await measureLetters(stage, clients, people, options);
  const inboxes = options.compareInbox > 0 ? await compareInboxes(stage, people, clients, options, cleaning) : null;
  memory.most = stage.server.mostRssMb;
  say(`Drawing ${options.drawLetters} letters`);
  const drawn = await drawLetters(options.drawLetters);
  const numbered = options.numberLetters > 0 ? await measureNumbering(clients, options, cleaning) : null;
  return {
    ...signing,
    inbox,
    letters,
    drawn,
    numbered,
    memory,
    inboxes,
    about: {
      at: new Date().toISOString(),
      ...commit(),
      cores: availableParallelism(),
      processor: cpus()[0]?.model ?? 'unknown',
      node: process.version,
      postgres: stage.database.version,
      postgresSettings: stage.database.settings,
      pgbench: pgbench.version,
      referrals: options.referrals,
      secondsEach: options.seconds,
      connections: options.connections,
      loadBefore,
    },
  };
}

const cleaning = new Cleaning();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void cleaning.run().finally(() => process.exit(130)));
}
try {
  const results = await measure(readOptions(process.argv.slice(2), process.env), cleaning);
  if (results) {
    console.log(`\n${tableOf(results)}\n`);
    console.log(`Written to ${keepResults(results.about, { ...results, verdicts: verdictsOn(results) })}`);
  }
} catch (error) {
  if (!(error instanceof CannotMeasure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await cleaning.run();
}
