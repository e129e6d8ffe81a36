import type { ActingAsPart, NamedResponse } from '@countersign/contract';
import { Button, Modal } from 'antd';
import type { ProblemError } from '../api/problem.ts';
import { useWords } from '../i18n/words.ts';
import styles from './form.module.css';
import { formWords } from './words.ts';

interface Props {
  /** holderNotChosen: for whom somebody could act. */
  problem: ProblemError;
  onChoose: (as: ActingAsPart) => void;
  onCancel: () => void;
}

/** Whoever is a substitute of several people says for whom this is. */
export function ChooseHolder({ problem, onChoose, onCancel }: Props) {
  const say = useWords(formWords);
  const { holders } = problem.facts<{ holders: NamedResponse[] }>();
  return (
    <Modal open title={say('forWhom')} footer={null} onCancel={onCancel} width={420}>
      <p>{problem.message}</p>
      <div className={styles.holders}>
        {holders.map(({ id, name }) => (
          <Button key={id} block onClick={() => onChoose({ onBehalfOf: id })}>
            {say('forHolder', { name })}
          </Button>
        ))}
      </div>
    </Modal>
  );
}
