import type { HandOverRequest, ReportContent } from '@countersign/contract';
import type { Secrets } from '../../secrets/secrets.ts';
import { reportedContent } from '../read-for-act.ts';
import type { Recipe } from '../perform.ts';
import { attemptOf, collectorOf } from './at-the-window.ts';

/** Gives the letter in force to whoever came, against their ID card; the log keeps who that was. */
export const handOver = (request: HandOverRequest, secrets: Secrets): Recipe<'handOver', ReportContent> => ({
  act: 'handOver',
  as: request.as,
  extra: reportedContent,
  attempt: (seen) => attemptOf('handOver', request, secrets, seen),
  data: ({ referral }) => ({ letterNo: referral.facts.letter!.number, collector: collectorOf(request, secrets) }),
});
