import type { DraftRowResponse, DraftSavedResponse, DraftsResponse, ReportableResponse } from '@countersign/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../../api/client.ts';
import { useOnce } from '../../api/once.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useSession } from '../../session/session.ts';
import { Drafts } from './drafts.tsx';
import styles from './new-referral.module.css';
import { newReferralWords } from './words.ts';

const beginReport = ({ chain }: { chain: string }, key: string) =>
  api.post<DraftSavedResponse>('/drafts', { kind: 'report', chain, content: {} }, { key });

/** Saved once, when it was begun, and without a name: nothing was written in it. */
const isUntouched = ({ kind, version, patientName }: DraftRowResponse): boolean => kind === 'report' && version === 1 && patientName === null;

/** Which kind of referral, or which draft to go on with. Whoever has one choice only is not asked. */
export default function NewReferralPage() {
  const say = useWords(newReferralWords);
  const language = useLanguage();
  const navigate = useNavigate();
  const { reports } = useSession();
  const drafts = useQuery({
    queryKey: ['drafts', language],
    queryFn: async ({ signal }) => (await api.get<DraftsResponse>('/drafts', signal)).items,
  });
  const beginOnce = useOnce(beginReport);
  const { mutate, isPending, error } = useMutation({
    // A draft in which nothing was written is as good as a new one.
    mutationFn: async ({ chain }: ReportableResponse) =>
      drafts.data?.find((draft) => draft.chain === chain && isUntouched(draft)) ?? beginOnce({ chain }),
    onSuccess: ({ id }) => navigate(`/drafts/${id}`, { replace: onlyOne }),
  });
  const written = drafts.data?.filter((draft) => !isUntouched(draft));
  const onlyOne = reports.length === 1 && written?.length === 0;
  const begun = useRef(false);
  const begin = useCallback((report: ReportableResponse) => mutate(report), [mutate]);
  useEffect(() => {
    if (!onlyOne || begun.current) return;
    begun.current = true;
    begin(reports[0]!);
  }, [onlyOne, begin, reports]);
  if (onlyOne && !error) return <div className="page"><Loading lines={12} /></div>;
  return (
    <div className="page">
      <PageHead title={say('title')} />
      {error && <Failure error={error} />}
      {reports.length === 0 ? (
        <Nothing title={say('nothingToReport')}>{say('nothingWhy')}</Nothing>
      ) : (
        <section aria-labelledby="which">
          <h2 id="which" className={styles.heading}>
            {say('which')}
          </h2>
          <ul className={styles.chains}>
            {reports.map((report) => (
              <li key={report.chain}>
                <button type="button" className={styles.chain} aria-busy={isPending} onClick={() => !isPending && begin(report)}>
                  <span className={styles.chainName}>{report.chainName}</span>
                  <span className="muted">{say(`about_${report.chain}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="drafts">
        <h2 id="drafts" className={styles.heading}>
          {say('drafts')}
        </h2>
        {drafts.error && <Failure error={drafts.error} onRetry={() => void drafts.refetch()} />}
        {drafts.isPending && <Loading lines={3} />}
        {written && (written.length === 0 ? <p className="muted">{say('draftsNone')}</p> : <Drafts drafts={written} />)}
      </section>
    </div>
  );
}
