import { Progress } from 'antd';
import { useWords } from '../../i18n/words.ts';
import styles from './audit.module.css';
import { auditWords } from './words.ts';

interface Props {
  done: number;
  /** Null until they are counted. */
  total: number | null;
  label: string;
  waiting: string;
}

/** How far the server has come with what takes it long. */
export function JobProgress({ done, total, label, waiting }: Props) {
  const say = useWords(auditWords);
  if (total === null) return <span className="tag tag-running">{waiting}</span>;
  return (
    <div className={styles.progress}>
      <Progress percent={total === 0 ? 100 : Math.floor((done / total) * 100)} size="small" aria-label={label} />
      <span className="muted numbers">{say('doneOf', { done, total })}</span>
    </div>
  );
}
