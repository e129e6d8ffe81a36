import type { PaperShown } from '@countersign/contract';
import { paperKindWords } from '@countersign/contract/words';
import { Suspense, useState } from 'react';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { useFocusBack } from '../../parts/focus-back.ts';
import { dressed } from '../../parts/later.tsx';
import styles from './papers.module.css';
import type { Sheet } from './viewer.tsx';
import { referralWords } from './words.ts';

const Viewer = dressed(() => import('./viewer.tsx'));

export const readable = ({ scan }: Pick<PaperShown, 'scan'>): boolean => scan === 'clean' || scan === 'off';

const sizeOf = (bytes: number): string => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

/** Shows papers in place, one at a time. */
export function usePaperViewer(onOpened?: (paper: PaperShown) => void) {
  const language = useLanguage();
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const remember = useFocusBack(sheet !== null);
  const open = (paper: PaperShown): void => {
    remember();
    const href = `/api/v1/papers/${paper.id}/content`;
    const title = paperKindWords[paper.kind][language];
    setSheet({ title, mediaType: paper.mediaType, src: `${href}?inline=true`, href, name: paper.name });
    onOpened?.(paper);
  };
  const viewer = sheet && (
    <Suspense>
      <Viewer sheet={sheet} onClose={() => setSheet(null)} />
    </Suspense>
  );
  return { open, viewer };
}

export function Papers({ papers }: { papers: PaperShown[] }) {
  const say = useWords(referralWords);
  const { open, viewer } = usePaperViewer();
  if (papers.length === 0) return null;
  return (
    <section className="card" aria-labelledby="papers">
      <h2 id="papers">{say('papers')}</h2>
      <ul className={styles.papers}>
        {papers.map((paper) => (
          <li key={paper.id}>
            <Paper paper={paper} onOpen={() => open(paper)} />
          </li>
        ))}
      </ul>
      {viewer}
    </section>
  );
}

function Paper({ paper, onOpen }: { paper: PaperShown; onOpen: () => void }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const [drawn, setDrawn] = useState(true);
  const { id, kind, name, size, scan } = paper;
  const kindName = paperKindWords[kind][language];
  const about = (
    <>
      <span className={styles.kind}>{kindName}</span>
      <span className={styles.name}>{name}</span>
      <span className="muted numbers">{sizeOf(size)}</span>
    </>
  );
  if (!readable(paper)) {
    return (
      <div className={styles.paper}>
        <span className={styles.blank} aria-hidden="true" />
        {about}
        <span className={styles.closed}>{say(scan === 'infected' ? 'paperInfected' : 'paperPending')}</span>
      </div>
    );
  }
  return (
    <button type="button" className={styles.paper} onClick={onOpen}>
      {drawn ? (
        <img className={styles.thumbnail} src={`/api/v1/papers/${id}/thumbnail`} alt="" loading="lazy" onError={() => setDrawn(false)} />
      ) : (
        <span className={styles.blank} aria-hidden="true" />
      )}
      <span className="visually-hidden">{say('open')}</span>
      {about}
    </button>
  );
}
