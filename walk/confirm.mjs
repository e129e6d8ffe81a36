import { Refused } from './client.mjs';

/** @typedef {import('./samples.mjs').Step} Step */

/**
 * Reads a referral again and compares it with what the server had answered.
 * @param {import('./client.mjs').Client} client
 * @param {import('./people.mjs').People} people
 * @param {import('./walk-case.mjs').CaseWalk} walk
 * @returns {Promise<string[]>} What does not hold; empty when all does.
 */
export async function confirm(client, people, walk) {
  const { referral, sample } = walk;
  if (referral === null) return ['没有报告'];
  try {
    const { token } = await people.get(sample.institution, /** @type {Step} */ (sample.steps.at(-1)).by);
    const { body: shown } = await client.get(`/referrals/${referral.id}`, { token });
    const { body: history } = await client.get(`/referrals/${referral.id}/history`, { token });
    return [
      ...faultsOfHistory(history.entries, walk),
      ...faultsOfLetter(shown, walk),
      ...(await faultsOfSignatures(shown, people, walk)),
    ];
  } catch (error) {
    if (error instanceof Refused) return [error.message];
    throw error;
  }
}

/**
 * Every answered act is in the history, once and in its place, and nothing else is; each entry follows the one before.
 * @param {any[]} entries @param {import('./walk-case.mjs').CaseWalk} walk
 */
function faultsOfHistory(entries, { answered }) {
  const faults = [];
  for (const { seq, act, personId, office, onBehalfOf } of answered) {
    const entry = entries[seq - 1]?.entry;
    const { id, office: as, onBehalfOf: holder } = entry?.actor ?? {};
    const same = entry?.seq === seq && entry.act === act && id === personId && as === office;
    if (!same || (holder?.id ?? null) !== onBehalfOf) faults.push(`已答复的第 ${seq} 步（${act}）不在历史中`);
  }
  if (entries.length !== answered.length) faults.push(`历史有 ${entries.length} 步，已答复 ${answered.length} 步`);
  const loose = entries.findIndex(({ previous }, i) => i > 0 && previous !== entries[i - 1].hash);
  if (loose >= 0) faults.push(`第 ${loose + 1} 步没有接在前一步之后`);
  return faults;
}

/** @param {any} shown @param {import('./walk-case.mjs').CaseWalk} walk */
function faultsOfLetter({ state, letter }, { referral: { letter: answered }, sample }) {
  const faults = [];
  if (state !== 'issued') faults.push(`状态是 ${state}，不是 issued`);
  if (letter?.number !== answered?.number) faults.push(`介绍信编号是 ${letter?.number}，答复的是 ${answered?.number}`);
  if (letter?.destination !== sample.expect.destination) faults.push(`转往${letter?.destination}，应为${sample.expect.destination}`);
  return faults;
}

/** @param {any} shown @param {import('./people.mjs').People} people @param {import('./walk-case.mjs').CaseWalk} walk */
async function faultsOfSignatures({ signatures }, people, { sample }) {
  const idOf = async (/** @type {string | undefined} */ username) =>
    username ? (await people.get(sample.institution, username)).id : null;
  const expected = await Promise.all(
    sample.expect.signatures.map(async ({ step, by, onBehalfOf }) => [step, await idOf(by), await idOf(onBehalfOf)].join()),
  );
  const standing = signatures
    .filter((/** @type {any} */ signature) => signature.stands)
    .map((/** @type {any} */ { step, actor }) => [step, actor.id, actor.onBehalfOf?.id ?? null].join());
  const same = standing.length === expected.length && expected.every((one) => standing.includes(one));
  return same ? [] : ['有效签字与样例不符'];
}
