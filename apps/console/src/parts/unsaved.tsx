import { Modal } from 'antd';
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { useWords } from '../i18n/words.ts';
import { partsWords } from './words.ts';

/** Asks before a page is left on which something would be lost that is kept nowhere else. */
export function Unsaved({ when, why }: { when: boolean; why: string }) {
  const say = useWords(partsWords);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => when && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (!when) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [when]);
  if (blocker.state !== 'blocked') return null;
  return (
    <Modal
      open
      title={say('leave')}
      okText={say('leaveGo')}
      okButtonProps={{ danger: true }}
      cancelText={say('leaveStay')}
      onOk={() => blocker.proceed()}
      onCancel={() => blocker.reset()}
      width={420}
    >
      <p>{why}</p>
    </Modal>
  );
}
