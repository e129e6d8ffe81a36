import { Button, Modal } from 'antd';
import { useRef } from 'react';
import { useWords } from '../../i18n/words.ts';
import styles from './papers.module.css';
import { referralWords } from './words.ts';

/** Something to be read in place, and kept or printed. */
export interface Sheet {
  title: string;
  mediaType: string;
  /** Where it is shown. */
  src: string;
  /** Where it is saved from, and as what. */
  href: string;
  name: string;
  /** Ours, and to be printed from here; papers are shown in a sandbox, which prints nothing. */
  printable?: boolean;
}

export default function Viewer({ sheet: { title, mediaType, src, href, name, printable }, onClose }: { sheet: Sheet; onClose: () => void }) {
  const say = useWords(referralWords);
  const frame = useRef<HTMLIFrameElement>(null);
  return (
    <Modal
      open
      centered
      width="min(1000px, 100vw)"
      title={title}
      onCancel={onClose}
      footer={
        <div className="row-end">
          {printable && navigator.pdfViewerEnabled && <Button onClick={() => frame.current?.contentWindow?.print()}>{say('print')}</Button>}
          <Button href={href} download={name}>
            {say('download')}
          </Button>
          <Button type="primary" onClick={onClose}>
            {say('close')}
          </Button>
        </div>
      }
    >
      {mediaType.startsWith('image/') ? (
        <img className={styles.picture} src={src} alt={title} />
      ) : navigator.pdfViewerEnabled ? (
        <iframe ref={frame} className={styles.frame} src={src} title={title} />
      ) : (
        <p>
          {say('noViewer')}{' '}
          <a href={src} target="_blank" rel="noreferrer">
            {say('openInTab')}
          </a>
        </p>
      )}
    </Modal>
  );
}
