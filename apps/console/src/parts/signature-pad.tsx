import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import Pad from 'signature_pad';
import { useWords } from '../i18n/words.ts';
import styles from './signature-image.module.css';
import { partsWords } from './words.ts';

/** As many pixels as the server takes, and a line of paper around the ink. */
const most = 2000;
const margin = 12;

interface Props {
  busy: boolean;
  onWritten: (image: Blob) => void;
  onCancel: () => void;
}

/** A line to write one's name on, with a finger, a pen or a mouse. Who cannot draw chooses a picture. */
export default function SignaturePad({ busy, onWritten, onCancel }: Props) {
  const say = useWords(partsWords);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<Pad | null>(null);
  const [isEmpty, setIsEmpty] = useState(true);
  useEffect(() => {
    const drawn = canvas.current!;
    const made = new Pad(drawn, { penColor: '#101820', minWidth: 1, maxWidth: 3.2 });
    pad.current = made;
    const fit = (): void => {
      const { clientWidth, clientHeight } = drawn;
      const ratio = Math.min(Math.max(devicePixelRatio, 1), most / clientWidth);
      const ink = made.toData();
      drawn.width = clientWidth * ratio;
      drawn.height = clientHeight * ratio;
      drawn.getContext('2d')!.scale(ratio, ratio);
      made.clear();
      made.fromData(ink);
    };
    drawn.scrollIntoView({ block: 'center' });
    const observer = new ResizeObserver(fit);
    observer.observe(drawn);
    const written = (): void => setIsEmpty(made.isEmpty());
    made.addEventListener('endStroke', written);
    return () => {
      observer.disconnect();
      made.removeEventListener('endStroke', written);
      made.off();
    };
  }, []);
  const undo = (): void => {
    const ink = pad.current!.toData();
    pad.current!.fromData(ink.slice(0, -1));
    setIsEmpty(ink.length <= 1);
  };
  const use = async (): Promise<void> => onWritten(await inkOf(canvas.current!));
  return (
    <div className={styles.pad}>
      <div className={styles.paper}>
        <canvas ref={canvas} role="img" aria-label={say('padLabel')} />
        {isEmpty && <span className={styles.hint}>{say('padHint')}</span>}
      </div>
      <div className={styles.buttons}>
        <Button onClick={onCancel}>{say('cancel')}</Button>
        <label className={`ant-btn ${styles.file}`}>
          {say('padFile')}
          <input
            type="file"
            className="visually-hidden"
            accept="image/png,image/jpeg"
            onChange={({ target }) => target.files?.[0] && onWritten(target.files[0])}
          />
        </label>
        <Button disabled={isEmpty} onClick={undo}>
          {say('padUndo')}
        </Button>
        <Button type="primary" disabled={isEmpty} loading={busy} onClick={() => void use()}>
          {say('padUse')}
        </Button>
      </div>
    </div>
  );
}

/** The ink alone, without the empty paper around it, so that it is as large as can be where it is printed. */
async function inkOf(canvas: HTMLCanvasElement): Promise<Blob> {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (data[(y * width + x) * 4 + 3] === 0) continue;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    }
  }
  const cut = document.createElement('canvas');
  cut.width = Math.min(most, right - left + 1 + 2 * margin);
  cut.height = Math.min(most, bottom - top + 1 + 2 * margin);
  cut.getContext('2d')!.drawImage(canvas, margin - left, margin - top);
  return new Promise((resolve, reject) => {
    cut.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the canvas gave no picture'))), 'image/png');
  });
}
