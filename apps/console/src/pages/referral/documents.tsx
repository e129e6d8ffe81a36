import type { DocumentResponse, ReferralShown } from '@countersign/contract';
import type { DocumentKind } from '@countersign/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { api } from '../../api/client.ts';
import { useOnce } from '../../api/once.ts';
import { useWords } from '../../i18n/words.ts';
import { Button } from '../../parts/button.tsx';
import { Failure } from '../../parts/failure.tsx';
import { useFocusBack } from '../../parts/focus-back.ts';
import { Moment } from '../../parts/moment.tsx';
import { documentsQuery } from '../../parts/referral-queries.ts';
import { dressed } from '../../parts/later.tsx';
import styles from './papers.module.css';
import { referralWords } from './words.ts';
import type { Sheet } from './viewer.tsx';

const Viewer = dressed(() => import('./viewer.tsx'));

/** The approval form and the letter as PDF: made as things stand, shown in place, printed. */
export function Documents({ referral: { id, number, letter } }: { referral: ReferralShown }) {
  const say = useWords(referralWords);
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(documentsQuery(id));
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [making, setMaking] = useState<DocumentKind | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const make = useOnce((kind: DocumentKind, key: string) => api.post<DocumentResponse>(`/referrals/${id}/documents`, { kind }, { key }));

  const remember = useFocusBack(sheet !== null);

  const show = ({ id: document, kind, letterNo }: DocumentResponse): void => {
    const href = `/api/v1/documents/${document}/content`;
    const title = say(kind);
    remember();
    setSheet({ title, mediaType: 'application/pdf', src: href, href, name: `${title} ${letterNo ?? number}.pdf`, printable: true });
  };
  const open = async (kind: DocumentKind): Promise<void> => {
    setMaking(kind);
    setFailure(null);
    try {
      show(await make(kind));
      await client.invalidateQueries({ queryKey: documentsQuery(id).queryKey });
    } catch (problem) {
      setFailure(problem);
    } finally {
      setMaking(null);
    }
  };
  const kinds: DocumentKind[] = letter ? ['letter', 'approvalForm'] : ['approvalForm'];
  const older = data?.items.filter(({ current }) => !current).toReversed() ?? [];
  return (
    <section className={`card ${styles.made}`} aria-labelledby="documents">
      <h2 id="documents">{say('documents')}</h2>
      {(failure ?? error) !== null && <Failure error={failure ?? error} onRetry={failure ? undefined : () => void refetch()} />}
      <div className={styles.buttons}>
        {kinds.map((kind) => (
          <Button key={kind} busy={making === kind} onClick={() => void open(kind)}>
            {say(kind === 'letter' ? 'openLetter' : 'openForm')}
          </Button>
        ))}
      </div>
      {data?.beingMade && (
        <p className="muted" role="status">
          {say('beingMade')}
        </p>
      )}
      {older.length > 0 && (
        <details>
          <summary>{say('olderDocuments', { count: older.length })}</summary>
          <ul className={styles.documents}>
            {older.map((document) => (
              <li key={document.id} className={styles.document}>
                <Button tone="link" size="small" onClick={() => show(document)}>
                  {say('documentOf', { kind: say(document.kind), seq: document.seq })}
                </Button>
                {document.copy > 1 && <span className="tag">{say('copyNo', { copy: document.copy })}</span>}
                {document.mark && <span className="tag">{say(document.mark)}</span>}
                <span className="muted numbers">
                  <Moment at={document.madeAt} short />
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {sheet && (
        <Suspense>
          <Viewer sheet={sheet} onClose={() => setSheet(null)} />
        </Suspense>
      )}
    </section>
  );
}
