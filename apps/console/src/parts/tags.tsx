import { chainWords, stateWords, urgencyWords } from '@countersign/contract/words';
import type { Chain, StateName, Urgency } from '@countersign/policy';
import { useLanguage } from '../i18n/words.ts';

/** Colours repeat what the word says; they never say it alone. */
export function UrgencyTag({ urgency }: { urgency: Urgency }) {
  const language = useLanguage();
  return <span className={`tag tag-${urgency}`}>{urgencyWords[urgency][language]}</span>;
}

export function ChainTag({ chain }: { chain: Chain }) {
  const language = useLanguage();
  return <span className="tag tag-chain">{chainWords[chain][language]}</span>;
}

const toneOf = (state: StateName): string => {
  if (state === 'issued' || state === 'used') return 'good';
  return state.startsWith('awaiting') ? 'running' : 'ended';
};

export function StateTag({ state }: { state: StateName }) {
  const language = useLanguage();
  return <span className={`tag tag-${toneOf(state)}`}>{stateWords[state][language]}</span>;
}
