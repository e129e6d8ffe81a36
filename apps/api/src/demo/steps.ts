import type { FormContent, ReferralSummary } from '@countersign/contract';
import type { OfferedAct, Relation, ReturnTarget } from '@countersign/policy';
import { comment as commentAct } from '../referrals/acts/comment.ts';
import { decline as declineAct } from '../referrals/acts/decline.ts';
import { fillIn as fillInAct } from '../referrals/acts/fill-in.ts';
import { handOver as handOverAct } from '../referrals/acts/hand-over.ts';
import { inform as informAct } from '../referrals/acts/inform.ts';
import { issueLetter as issueLetterAct } from '../referrals/acts/issue-letter.ts';
import { reject as rejectAct } from '../referrals/acts/reject.ts';
import { releaseForm as releaseFormAct } from '../referrals/acts/release-form.ts';
import { remind as remindAct } from '../referrals/acts/remind.ts';
import { returnForCorrection } from '../referrals/acts/return-for-correction.ts';
import { sign as signAct } from '../referrals/acts/sign.ts';
import type { Recipe } from '../referrals/perform.ts';
import type { Secrets } from '../secrets/secrets.ts';

/** A working day before the day of loading, and a time of day in Asia/Shanghai. */
export interface DemoMoment {
  workdaysAgo: number;
  time: string;
}

export const on = (workdaysAgo: number, time: string): DemoMoment => ({ workdaysAgo, time });

/** What an act of a case may need of it. */
export interface Stage {
  at: Date;
  secrets: Secrets;
  form: FormContent;
  papers: string[];
  perform<A extends OfferedAct, X>(recipe: Recipe<A, X>): Promise<ReferralSummary>;
}

/** One act of a case after its report. */
export interface DemoStep {
  at: DemoMoment;
  by: string;
  play(stage: Stage): Promise<ReferralSummary>;
}

export const inform = (at: DemoMoment, by: string, comment: string): DemoStep => ({
  at,
  by,
  play: ({ perform, papers }) => perform(informAct({ comment, papersReviewed: papers })),
});

export const decline = (at: DemoMoment, by: string, reason: string, comment: string): DemoStep => ({
  at,
  by,
  play: ({ perform }) => perform(declineAct({ reason, comment })),
});

export const release = (
  at: DemoMoment,
  by: string,
  relation: Relation,
  collector: { name: string; idNumber: string },
): DemoStep => ({
  at,
  by,
  play: ({ perform, secrets }) => perform(releaseFormAct({ relation, ...collector }, secrets)),
});

export const fillIn = (at: DemoMoment, by: string): DemoStep => ({
  at,
  by,
  play: ({ perform, form, secrets }) => perform(fillInAct({ form }, secrets)),
});

export const sign = (at: DemoMoment, by: string, opinion = '同意转诊。'): DemoStep => ({
  at,
  by,
  play: ({ perform }) => perform(signAct({ opinion })),
});

export const sendBack = (at: DemoMoment, by: string, to: ReturnTarget, reason: string, comment: string): DemoStep => ({
  at,
  by,
  play: ({ perform }) => perform(returnForCorrection({ to, reason, comment })),
});

export const reject = (at: DemoMoment, by: string, reason: string, comment: string): DemoStep => ({
  at,
  by,
  play: ({ perform }) => perform(rejectAct({ reason, comment })),
});

export const remind = (at: DemoMoment, by: string, message: string): DemoStep => ({
  at,
  by,
  play: ({ perform }) => perform(remindAct({ message })),
});

export const comment = (at: DemoMoment, by: string, text: string): DemoStep => ({
  at,
  by,
  play: ({ perform }) => perform(commentAct({ text })),
});

export const issueLetter = (at: DemoMoment, by: string): DemoStep => ({
  at,
  by,
  play: ({ perform }) => perform(issueLetterAct({})),
});

export const handOver = (
  at: DemoMoment,
  by: string,
  relation: Relation,
  collector: { name: string; idNumber: string },
): DemoStep => ({
  at,
  by,
  play: ({ perform, secrets }) => perform(handOverAct({ relation, ...collector }, secrets)),
});
