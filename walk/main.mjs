import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Astray } from './astray.mjs';
import { Client, NoServer, Refused } from './client.mjs';
import { confirm } from './confirm.mjs';
import { keepPapers } from './keep-papers.mjs';
import { People } from './people.mjs';
import { aside, print } from './print.mjs';
import { readSamples } from './samples.mjs';
import { Unusable } from './unusable.mjs';
import { CaseWalk } from './walk-case.mjs';

function readArguments() {
  const { base = `http://127.0.0.1:${process.env.PORT || 3000}`, only, out = 'walked' } = parsed();
  const isHttp = URL.canParse(base) && ['http:', 'https:'].includes(new URL(base).protocol);
  if (!isHttp) throw new Unusable(`--base 应是 http(s) 地址，现为「${base}」。 --base must be an http(s) address.`);
  return { base, only, out: resolve(out) };
}

function parsed() {
  try {
    return parseArgs({ options: { base: { type: 'string' }, only: { type: 'string' }, out: { type: 'string' } } }).values;
  } catch (error) {
    const usage = '用法 usage: npm run walk [-- --base http://127.0.0.1:3000] [--only outpatient-1] [--out walked]';
    throw new Unusable(`${/** @type {Error} */ (error).message}\n${usage}`);
  }
}

/** @param {string | undefined} only */
function chooseSamples(only) {
  const samples = readSamples();
  if (only === undefined) return samples;
  const chosen = samples.filter(({ name }) => name === only);
  if (chosen.length > 0) return chosen;
  const names = samples.map(({ name }) => name).join(', ');
  throw new Unusable(`没有样例「${only}」，可选：${names}。 No such sample; there are: ${names}.`);
}

/** A server that is not there at all is not worth a minute of waiting. @param {string} base */
async function requireServer(base) {
  const tried = await new Client(base).try('GET', '/health/live', {});
  if (typeof tried !== 'string') return;
  throw new Unusable(
    `${base} 没有服务应答（${tried}）。请先运行 npm start，或用 --base 指定地址。\n` +
      `Nothing answers at ${base}: run npm start first, or name the address with --base.`,
  );
}

async function main() {
  const { base, only, out } = readArguments();
  const samples = chooseSamples(only);
  await requireServer(base);
  const client = new Client(base, {
    onSilence: (why) => print(`  … 暂无应答（${why}），用同一个 Idempotency-Key 重试 ${aside('no answer: trying again with the same key')}`),
  });
  const people = new People(client);

  const walks = samples.map((sample) => new CaseWalk(client, people, sample));
  for (const [i, walk] of walks.entries()) {
    print(`[${i + 1}/${walks.length}] ${walk.sample.title.zh}`);
    print(aside(`      ${walk.sample.title.en}`));
    try {
      await walk.walk();
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Astray)) throw error;
      print(`  ✗ ${error.message}`);
    }
    print();
  }

  const kept = [];
  for (const walk of walks) {
    const faults = await confirm(client, people, walk);
    if (faults.length === 0) {
      const folder = join(out, walk.sample.name);
      await keepPapers(client, people, walk, folder);
      kept.push(folder);
    }
    for (const fault of faults) print(`✗ ${walk.sample.name} ${walk.referral?.number ?? ''}：${fault}`);
  }
  const acts = walks.reduce((sum, { answered }) => sum + answered.length, 0);
  print(`复核：${acts} 个已答复的环节动作均按历史核对。 Read again: ${acts} answered acts compared with the histories.`);
  const reached = kept.length;
  print(`${samples.length} 个样例中 ${reached} 个已开出介绍信。 ${reached} of ${samples.length} cases reached their letter.`);
  if (kept[0]) sayHowToVerify(out, kept[0]);
  if (reached < samples.length) process.exitCode = 1;
}

/** @param {string} out @param {string} example one of its folders */
function sayHowToVerify(out, example) {
  const folder = relative(process.cwd(), example);
  const pack = join(folder, 'pack');
  print(`\n审批表、介绍信（PDF）和检查包（ZIP）保存在 ${out}。 Approval forms, letters and inspection packs are in ${out}.`);
  print('不需要服务器和网络即可核验： To verify them without a server and a network:');
  print(`  unzip -q ${join(folder, 'pack.zip')} -d ${pack}`);
  print(`  node ${join('libs', 'evidence', 'check.mjs')} pack ${pack}`);
  print(`  node ${join('libs', 'evidence', 'check.mjs')} verify "$(tail -n 1 ${join(pack, 'letter-token.txt')})" ${join(pack, 'keys.json')}`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Unusable || error instanceof NoServer || error instanceof Refused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
