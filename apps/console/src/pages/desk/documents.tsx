import type { DocumentKind, DocumentResponse } from '@countersign/contract';
import { documentKindWords } from '@countersign/contract/words';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../../api/client.ts';
import { useOnce } from '../../api/once.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Failure } from '../../parts/failure.tsx';
import { tell } from '../../parts/messages.tsx';
import { documentsQuery } from '../../parts/referral-queries.ts';
import styles from './desk.module.css';
import { Key, useKeys } from './keys.tsx';
import { deskWords } from './words.ts';

interface Props {
  referralId: string;
  /** The letter whose paper somebody waits for: it opens and prints as soon as it is made. */
  awaited: string | null;
  onPrinted: () => void;
}

interface Opened {
  document: DocumentResponse;
  print: boolean;
}

const inForce = ({ current, mark }: DocumentResponse): boolean => current && mark === null;
const contentOf = ({ id }: DocumentResponse): string => `/api/v1/documents/${id}/content`;

/** Letter and form as PDF: opened in place, printed, printed again under a number of its own; the form as it stands at any time. */
export function Documents({ referralId, awaited, onPrinted }: Props) {
  const say = useWords(deskWords);
  const language = useLanguage();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(documentsQuery(referralId));
  const [opened, setOpened] = useState<Opened | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [making, setMaking] = useState(false);
  const [asked, setAsked] = useState<DocumentResponse | null>(null);
  const items = data?.items ?? [];
  const originals = items.filter((one) => inForce(one) && one.copy === 1);
  const ready = awaited === null ? undefined : originals.find(({ kind, letterNo }) => kind === 'letter' && letterNo === awaited);

  const printed = useRef<string | null>(null);
  useEffect(() => {
    if (!ready || printed.current === ready.id) return;
    printed.current = ready.id;
    setOpened({ document: ready, print: true });
  }, [ready]);

  const readAnew = () => client.invalidateQueries({ queryKey: documentsQuery(referralId).queryKey });
  const send = useCallback(({ id }: { id: string }, key: string) => api.post<DocumentResponse>(`/documents/${id}/reprint`, undefined, { key }), []);
  const reprint = useOnce(send);
  async function reprintOne(document: DocumentResponse): Promise<void> {
    setOpened({ document: await reprint({ id: document.id }), print: true });
    setAsked(null);
    await readAnew();
  }
  const sendMake = useCallback(
    (kind: DocumentKind, key: string) => api.post<DocumentResponse>(`/referrals/${referralId}/documents`, { kind }, { key }),
    [referralId],
  );
  const make = useOnce(sendMake);
  async function openForm(print: boolean): Promise<void> {
    if (making) return;
    setMaking(true);
    setFailure(null);
    try {
      setOpened({ document: await make('approvalForm'), print });
      await readAnew();
    } catch (problem) {
      setFailure(problem);
    } finally {
      setMaking(false);
    }
  }

  const isMaking = data?.beingMade === true || (awaited !== null && !ready);
  const first = originals.find(({ kind }) => kind === 'letter') ?? originals[0];
  // Before the letter, and after the end, the form is made as it stands: a draft, or void, as its mark says.
  const asItStands = data !== undefined && !isMaking && !originals.some(({ kind }) => kind === 'approvalForm');
  const printFirst = (): void => {
    if (first) setOpened({ document: first, print: true });
    else if (asItStands) void openForm(true);
    else tell(say('nothingToPrint'), { tone: 'info' });
  };
  useKeys({ F9: printFirst });

  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  const named = ({ kind, copy, mark }: DocumentResponse): string => {
    const name = documentKindWords[kind][language];
    if (copy > 1) return say('copyNo', { kind: name, copy });
    return mark ? say('marked', { kind: name, mark: say(mark) }) : name;
  };
  return (
    <section className="card" aria-label={say('documents')}>
      <h2>{say('documents')}</h2>
      {isMaking && (
        <div role="status" className={styles.making}>
          <progress aria-label={say('making')} />
          <span>{say('making')}</span>
        </div>
      )}
      {failure !== null && <Failure error={failure} />}
      <ul className={styles.documents}>
        {originals.map((one) => (
          <li key={one.id}>
            <span className={styles.documentName}>
              {named(one)}
              <span className="muted numbers">{say('copies', { count: copiesOf(items, one) })}</span>
            </span>
            <Button onClick={() => setOpened({ document: one, print: true })} aria-keyshortcuts={one === first ? 'F9' : undefined}>
              {say('print')} {one === first && <Key name="F9" />}
            </Button>
            <Button onClick={() => setOpened({ document: one, print: false })}>{say('openDocument')}</Button>
            <Button onClick={() => setAsked(one)}>{say('reprint')}</Button>
          </li>
        ))}
        {asItStands && (
          <li>
            <span className={styles.documentName}>
              {documentKindWords.approvalForm[language]}
              <span className="muted">{say('asItStands')}</span>
            </span>
            <Button loading={making} onClick={() => void openForm(true)} aria-keyshortcuts={first ? undefined : 'F9'}>
              {say('print')} {!first && <Key name="F9" />}
            </Button>
            <Button disabled={making} onClick={() => void openForm(false)}>
              {say('openDocument')}
            </Button>
          </li>
        )}
      </ul>
      {opened && <Sheet key={`${opened.document.id} ${opened.print}`} name={named(opened.document)} opened={opened} onPrinted={onPrinted} onClose={() => setOpened(null)} />}
      {asked && (
        <Confirm
          title={say('reprintWhat', { kind: documentKindWords[asked.kind][language] })}
          why={say('reprintWhy', { copy: copiesOf(items, asked) + 1 })}
          does={say('reprint')}
          work={() => reprintOne(asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}

const copiesOf = (items: readonly DocumentResponse[], { kind, seq, letterNo }: DocumentResponse): number =>
  items.filter((one) => one.kind === kind && one.seq === seq && one.letterNo === letterNo).length;

interface SheetProps {
  name: string;
  opened: Opened;
  onPrinted: () => void;
  onClose: () => void;
}

/** The PDF in the browser's own viewer. Where that prints nothing from a frame, a window of its own does. */
function Sheet({ name, opened: { document, print }, onPrinted, onClose }: SheetProps) {
  const say = useWords(deskWords);
  const frame = useRef<HTMLIFrameElement>(null);
  const printIt = (): void => {
    try {
      frame.current?.contentWindow?.print();
    } catch {
      window.open(contentOf(document), '_blank', 'noopener');
    }
    onPrinted();
  };
  return (
    <div className={styles.sheet}>
      <div className={styles.sheetHead}>
        <strong>{name}</strong>
        <a href={contentOf(document)} target="_blank" rel="noreferrer">
          {say('newWindow')}
        </a>
        {navigator.pdfViewerEnabled && (
          <Button size="small" onClick={printIt}>
            {say('print')}
          </Button>
        )}
        <Button size="small" onClick={onClose}>
          {say('close')}
        </Button>
      </div>
      {navigator.pdfViewerEnabled ? (
        <iframe ref={frame} src={`${contentOf(document)}#navpanes=0`} title={name} onLoad={() => print && printIt()} />
      ) : (
        <p className={styles.noViewer}>{say('noViewer')}</p>
      )}
    </div>
  );
}
