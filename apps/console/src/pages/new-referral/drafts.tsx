import type { DraftRowResponse } from '@countersign/contract';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { Link } from 'react-router';
import { api } from '../../api/client.ts';
import { isProblem } from '../../api/problem.ts';
import { forget } from '../../form/kept.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { tell } from '../../parts/messages.tsx';
import { sayShortMoment } from '../../parts/times.ts';
import { ChainTag } from '../../parts/tags.tsx';
import styles from './new-referral.module.css';
import { newReferralWords } from './words.ts';

/** What was begun and not submitted, newest first. */
export function Drafts({ drafts }: { drafts: DraftRowResponse[] }) {
  const say = useWords(newReferralWords);
  const language = useLanguage();
  const client = useQueryClient();
  const { modal } = App.useApp();
  const remove = async (id: string): Promise<void> => {
    try {
      await api.delete(`/drafts/${id}`);
    } catch (error) {
      // Gone already, in another window.
      if (!isProblem(error, 'notFound')) {
        tell(isProblem(error) ? error.message : say('notRemoved'), { tone: 'error' });
        return;
      }
    }
    forget(id);
    tell(say('removed'));
    await client.invalidateQueries({ queryKey: ['drafts'] });
  };
  return (
    <ul className={styles.drafts}>
      {drafts.map(({ id, kind, chain, chainName, patientName, referralId, referralNumber, updatedAt }) => {
        const name = patientName ?? say('unnamed');
        const about = { name, chain: chainName };
        return (
          <li key={id} className={styles.draft}>
            <Link to={kind === 'report' ? `/drafts/${id}` : `/referrals/${referralId}/form`} aria-label={say('goOnWith', about)} className={styles.draftName}>
              {name}
            </Link>
            <ChainTag chain={chain} />
            {kind === 'form' && <span className="numbers">{say('form', { number: referralNumber ?? '' })}</span>}
            <span className={`muted numbers ${styles.draftWhen}`}>{say('changed', { time: sayShortMoment(updatedAt, language) })}</span>
            <Button
              aria-label={say('removeOf', about)}
              onClick={() =>
                void modal.confirm({
                  title: say('removeTitle'),
                  content: say('removeWhy', about),
                  okText: say('remove'),
                  okButtonProps: { danger: true },
                  cancelText: say('cancel'),
                  onOk: () => remove(id),
                })
              }
            >
              {say('remove')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
