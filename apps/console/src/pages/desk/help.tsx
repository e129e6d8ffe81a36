import { Button, Modal } from 'antd';
import { useWords } from '../../i18n/words.ts';
import styles from './desk.module.css';
import { deskWords } from './words.ts';

const lines = [
  ['Enter', 'keyEnter'],
  ['Esc', 'keyEsc'],
  ['1–9', 'keyDigits'],
  ['↑ ↓', 'keyArrows'],
  ['F2', 'keyNow'],
  ['F4', 'keyOnPaper'],
  ['F8', 'keyReplace'],
  ['Shift+F8', 'keyVoid'],
  ['F9', 'keyPrint'],
  ['Shift+F2', 'keyRecall'],
  ['?', 'keyHelp'],
] as const;

export function Help({ onClose }: { onClose: () => void }) {
  const say = useWords(deskWords);
  return (
    <Modal open title={say('shortcuts')} onCancel={onClose} footer={<Button autoFocus onClick={onClose}>{say('close')}</Button>} width={520}>
      <dl className={styles.help}>
        {lines.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd className={styles.key}>{key}</kbd>
            </dt>
            <dd>{say(what)}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">{say('readerHint')}</p>
    </Modal>
  );
}
