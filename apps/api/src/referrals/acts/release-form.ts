import type { ReleaseFormRequest, ReportContent } from '@countersign/contract';
import type { Secrets } from '../../secrets/secrets.ts';
import { reportedContent } from '../read-for-act.ts';
import type { Recipe } from '../perform.ts';
import { attemptOf, collectorOf } from './at-the-window.ts';

/** Gives the form to whoever came, against their ID card; the log keeps who that was. */
export const releaseForm = (request: ReleaseFormRequest, secrets: Secrets): Recipe<'releaseForm', ReportContent> => ({
  act: 'releaseForm',
  as: request.as,
  extra: reportedContent,
  attempt: (seen) => attemptOf('releaseForm', request, secrets, seen),
  data: () => ({ collector: collectorOf(request, secrets) }),
});
