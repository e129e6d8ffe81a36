import { useEffect, type ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { sessionWords } from '../session/words.ts';

interface Props {
  title: string;
  /** Beside the title: what is read together with it. */
  beside?: ReactNode;
  /** Below the title, one line. */
  about?: ReactNode;
  actions?: ReactNode;
}

/** A page's title, which is also the window's. */
export function PageHead({ title, beside, about, actions }: Props) {
  const say = useWords(sessionWords);
  useEffect(() => {
    document.title = `${title} · ${say('product')}`;
  }, [title, say]);
  return (
    <div className="page-head">
      <div className="page-head-text">
        <div className="page-head-title">
          <h1 tabIndex={-1}>{title}</h1>
          {beside}
        </div>
        {about && <div className="page-head-about">{about}</div>}
      </div>
      {actions && <div className="page-head-actions">{actions}</div>}
    </div>
  );
}
