import { actWords, officeWords, type Language, type ReferralShown } from '@countersign/contract';
import { wayOf, type Entry, type Facts, type Reasoned } from '@countersign/policy';

type Words = Pick<ReferralShown, 'way' | 'returns' | 'end'>;

const reasonIn = (language: Language, { zh, en }: Reasoned['reason']): string => (language === 'en' ? en : zh);

/** The way of a referral in the reader's words. `awaiting` are its items in the worklist, which know since when. */
export function showWay(
  facts: Facts,
  log: readonly Entry[],
  awaiting: ReferralShown['awaiting'],
  language: Language,
  at: Date,
): Words {
  const { steps, returns, end } = wayOf(facts, log, at);
  return {
    way: steps.map((row) => ({
      ...row,
      actName: actWords[row.act][language],
      parts: row.parts.map((part) => {
        const item = part.status === 'now' ? awaiting.find(({ office }) => part.offices.includes(office)) : undefined;
        return {
          ...part,
          offices: [...part.offices],
          officeNames: part.offices.map((office) => officeWords[office][language]),
          waitingSince: item?.since ?? null,
        };
      }),
    })),
    returns: returns.map((one) => ({ ...one, reason: reasonIn(language, one.reason) })),
    end: end && { ...end, actName: actWords[end.act][language], reason: end.reason && reasonIn(language, end.reason) },
  };
}
