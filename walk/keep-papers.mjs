import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Astray } from './astray.mjs';

const patience = 60_000;
const pause = 250;

const insuranceHeads = ['insuranceDirector', 'insuranceLead'];
const files = { approvalForm: 'approval-form.pdf', letter: 'letter.pdf' };

/**
 * Saves what a case ended in: the approval form and the letter as PDF, and the inspection pack.
 * @param {import('./client.mjs').Client} client
 * @param {import('./people.mjs').People} people
 * @param {import('./walk-case.mjs').CaseWalk} walk
 * @param {string} folder is made where it is not there
 */
export async function keepPapers(client, people, { sample, referral }, folder) {
  mkdirSync(folder, { recursive: true });
  const head = /** @type {import('./samples.mjs').Step} */ (
    sample.steps.findLast(({ act, office }) => act === 'sign' && insuranceHeads.includes(office))
  );
  const { token } = await people.get(sample.institution, head.by);
  for (const { id, kind } of await documentsOf(client, token, referral.id)) {
    const { body } = await client.get(`/documents/${id}/content`, { token });
    writeFileSync(join(folder, files[/** @type {keyof typeof files} */ (kind)]), body);
  }
  const { body } = await client.get(`/referrals/${referral.id}/pack`, { token });
  writeFileSync(join(folder, 'pack.zip'), body);
}

/**
 * They are made after the act, so the letter may be a moment ahead of its paper.
 * @param {import('./client.mjs').Client} client @param {string} token @param {string} referralId
 * @returns {Promise<{ id: string, kind: string }[]>}
 */
async function documentsOf(client, token, referralId) {
  for (let waited = 0; waited < patience; waited += pause) {
    const { body } = await client.get(`/referrals/${referralId}/documents`, { token });
    const finished = body.items.filter((/** @type {any} */ one) => one.current && one.mark === null && one.copy === 1);
    if (!body.beingMade && finished.length === Object.keys(files).length) return finished;
    await wait(pause);
  }
  throw new Astray(`审批表和介绍信在 ${patience / 1_000} 秒内没有制成`);
}
