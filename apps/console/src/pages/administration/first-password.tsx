import { Button, Modal } from 'antd';
import { useEffect } from 'react';
import { useWords } from '../../i18n/words.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { useSession } from '../../session/session.ts';
import styles from './administration.module.css';
import { administrationWords } from './words.ts';

interface Props {
  person: { name: string; username: string };
  password: string;
  onClose: () => void;
}

/** The one time that a first password is shown: to be copied, or printed as a slip for its owner. */
export function FirstPassword({ person: { name, username }, password, onClose }: Props) {
  const say = useWords(administrationWords);
  const { institution } = useSession();
  useEffect(() => {
    document.documentElement.classList.add(styles.printsSlip!);
    return () => document.documentElement.classList.remove(styles.printsSlip!);
  }, []);
  return (
    <Modal
      open
      title={say('firstPasswordOf', { name })}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      width={460}
      footer={
        <>
          <Button onClick={() => print()}>{say('printSlip')}</Button>
          <Button type="primary" onClick={onClose}>
            {say('noted')}
          </Button>
        </>
      }
    >
      <p>{say('firstPasswordWhy')}</p>
      <div className={styles.slip}>
        <dl className={styles.facts}>
          <dt>{say('institutionCode')}</dt>
          <dd>{say('nameAndCode', { name: institution.name, code: institution.code })}</dd>
          <dt>{say('name')}</dt>
          <dd>{name}</dd>
          <dt>{say('username')}</dt>
          <dd>{username}</dd>
          <dt>{say('firstPassword')}</dt>
          <dd className={styles.password}>
            <code data-testid="first-password">{password}</code>
            <CopyButton text={password} about={say('copyPassword')} />
          </dd>
        </dl>
        <p className={styles.slipNote}>{say('slipNote', { address: location.origin })}</p>
      </div>
    </Modal>
  );
}
