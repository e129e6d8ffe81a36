import { statSync } from 'node:fs';
import { basename } from 'node:path';

/** Those that take longer than their length tells: they wait for browsers, other processes and the clock. */
const slow = [
  'referral.browser',
  'journeys.browser',
  'start.e2e',
  'worklist.browser',
  'report.browser',
  'walk.e2e',
  'desk.browser',
  'documents.e2e',
  'audit-and-me.browser',
  'overview.browser',
  'scanning.e2e',
  'packs.e2e',
  'inspection.e2e',
  'administration.browser',
  'check.e2e',
  'documents-crash.e2e',
  'thumbnails.e2e',
  'live.e2e',
  'demo.e2e',
];

const rankOf = ({ path }) => {
  const rank = slow.indexOf(basename(path, '.test.ts'));
  return rank === -1 ? slow.length : rank;
};

/** The longest first, so that no core waits for one of them in the end. Jest guesses by length until it has seen a run. */
export default class {
  sort(tests) {
    const sizeOf = ({ path }) => statSync(path).size;
    return tests.toSorted((one, other) => rankOf(one) - rankOf(other) || sizeOf(other) - sizeOf(one));
  }

  cacheResults() {}
}
