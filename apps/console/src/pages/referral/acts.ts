import type { ReferralShown } from '@countersign/contract';
import type { OfferedAct } from '@countersign/policy';

/** Acts that are done on another page: with a card and a paper at the window, or with the whole form. */
const elsewhere = {
  fillIn: (id: string) => `/referrals/${id}/form`,
  releaseForm: (id: string) => `/desk?referral=${id}`,
  issueLetter: (id: string) => `/desk?referral=${id}`,
  handOver: (id: string) => `/desk?referral=${id}`,
  signOnPaper: (id: string) => `/desk?referral=${id}`,
} satisfies Partial<Record<OfferedAct, (id: string) => string>>;

export type SheetAct = Exclude<OfferedAct, keyof typeof elsewhere>;

export const pageOf = (act: OfferedAct, id: string): string | null => (act in elsewhere ? elsewhere[act as keyof typeof elsewhere](id) : null);
export const hasSheet = (act: OfferedAct): act is SheetAct => !(act in elsewhere);

/** As somebody reads them: what leads on, what sends back, what ends, and what only speaks. */
const order: readonly OfferedAct[] = [
  'sign', 'inform', 'fillIn', 'releaseForm', 'issueLetter', 'handOver', 'signOnPaper', 'returnForCorrection', 'recall', 'replaceLetter',
  'remind', 'comment', 'copyTo', 'decline', 'reject', 'void', 'withdraw',
];
const rankOf = (act: OfferedAct): number => order.indexOf(act);

/** What leads on is what somebody came for. */
const leading: readonly OfferedAct[] = ['sign', 'inform', 'fillIn', 'releaseForm', 'issueLetter', 'handOver'];
const ending: readonly OfferedAct[] = ['decline', 'reject', 'void', 'withdraw'];

export const toneOf = (act: OfferedAct): 'primary' | 'danger' | undefined =>
  leading.includes(act) ? 'primary' : ending.includes(act) ? 'danger' : undefined;

/** What is open to the reader and what is not, each as the API says. */
export function actsOf({ acts }: ReferralShown) {
  const all = (Object.keys(acts) as OfferedAct[]).toSorted((a, b) => rankOf(a) - rankOf(b));
  return {
    open: all.filter((act) => acts[act].open),
    closed: all.flatMap((act) => {
      const openness = acts[act];
      return openness.open ? [] : [{ act, reason: openness.reason }];
    }),
  };
}
