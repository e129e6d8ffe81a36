import { useMutation } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useWords } from '../i18n/words.ts';
import { Failure } from './failure.tsx';
import { partsWords } from './words.ts';

interface Props {
  title: string;
  /** What it does, for whoever has not done it before. */
  why: string;
  /** The button's own word; never only "OK". */
  does: string;
  danger?: boolean;
  work: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something that is not taken back with a press, and says above its buttons why it was refused. */
export function Confirm({ title, why, does, danger = false, work, onClose }: Props) {
  const say = useWords(partsWords);
  const { mutate, isPending, error } = useMutation({ mutationFn: work });
  return (
    <Modal
      open
      title={title}
      okText={does}
      okButtonProps={{ danger }}
      cancelText={say('cancel')}
      confirmLoading={isPending}
      onOk={() => mutate()}
      onCancel={onClose}
      width={440}
    >
      <p>{why}</p>
      {error && <Failure error={error} />}
    </Modal>
  );
}
