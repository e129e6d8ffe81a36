import type { ReferralShown } from '@countersign/contract';
import { stateWords } from '@countersign/contract/words';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useLanguage, useWords } from '../i18n/words.ts';
import { historyQuery, lastMove, referralQuery } from './referral-queries.ts';
import { partsWords } from './words.ts';

/**
 * The version of a referral that was on the screen when somebody began to act upon it. What the live stream reads
 * meanwhile does not change it: only `see`, once they know what is so now.
 */
export function useSeen({ id, version }: ReferralShown): { seen: number; see: () => void } {
  const client = useQueryClient();
  const language = useLanguage();
  const [seen, setSeen] = useState(version);
  return { seen, see: () => setSeen(client.getQueryData(referralQuery(id, language).queryKey)?.version ?? version) };
}

interface Props {
  referral: ReferralShown;
  onSeen: () => void;
  className?: string;
}

/** Somebody acted while this was being typed. */
export function Meanwhile({ referral: { id, state }, onSeen, className }: Props) {
  const say = useWords(partsWords);
  const language = useLanguage();
  const { data: history = [] } = useQuery(historyQuery(id, language));
  const last = lastMove(history);
  if (!last) return null;
  return (
    <Alert
      className={className}
      type="info"
      showIcon
      role="status"
      title={say('meanwhile', { name: last.entry.actor?.name ?? say('system'), act: last.title, state: stateWords[state][language] })}
      description={say('meanwhileKept')}
      action={<Button onClick={onSeen}>{say('understood')}</Button>}
    />
  );
}
