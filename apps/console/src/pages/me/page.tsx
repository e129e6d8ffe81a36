import { useQueryClient } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import type { Language } from '@countersign/contract/language';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { isProblem } from '../../api/problem.ts';
import { chooseLanguage } from '../../i18n/i18n.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { tell } from '../../parts/messages.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { SignatureImage } from '../../parts/signature-image.tsx';
import { ChangePasswordForm } from '../../session/change-password-form.tsx';
import { appearances, chooseAppearance, useAppearance, type Appearance } from '../../parts/appearance.ts';
import styles from './me.module.css';
import { Offices } from './offices.tsx';
import { Sessions } from './sessions.tsx';
import { meWords } from './words.ts';

export default function MePage() {
  const say = useWords(meWords);
  const [leaving, setLeaving] = useState(false);
  const client = useQueryClient();
  const signOut = async (): Promise<void> => {
    setLeaving(true);
    try {
      await api.delete('/session');
      location.assign('/');
    } catch (error) {
      // Whoever walks away must know that they are still signed in.
      setLeaving(false);
      tell(isProblem(error) ? error.message : say('signOutFailed'), { tone: 'error' });
    }
  };
  return (
    <div className="page">
      <PageHead
        title={say('title')}
        actions={
          <Button loading={leaving} onClick={() => void signOut()}>
            {say('signOut')}
          </Button>
        }
      />
      <div className={styles.columns}>
        <div>
          <Offices />
          <section className="card">
            <h2>{say('signature')}</h2>
            <SignatureImage removable />
          </section>
          <Sessions />
        </div>
        <div>
          <Appearances />
          <section className="card">
            <h2>{say('password')}</h2>
            <p className="muted">{say('passwordWhy')}</p>
            <ChangePasswordForm
              onChanged={() => {
                tell(say('passwordChanged'));
                void client.invalidateQueries({ queryKey: ['sessions'] });
              }}
            />
          </section>
        </div>
      </div>
    </div>
  );
}

/** How this device shows the console; another device keeps its own way. */
function Appearances() {
  const say = useWords(meWords);
  const language = useLanguage();
  const appearance = useAppearance();
  return (
    <section className="card">
      <h2>{say('device')}</h2>
      <div className={styles.choice}>
        <span id="choose-language">{say('language')}</span>
        <Segmented<Language>
          aria-labelledby="choose-language"
          value={language}
          onChange={(chosen) => void chooseLanguage(chosen)}
          options={[
            { value: 'zh-CN', label: say('chinese') },
            { value: 'en', label: say('english') },
          ]}
        />
      </div>
      <div className={styles.choice}>
        <span id="choose-appearance">{say('appearance')}</span>
        <Segmented<Appearance>
          aria-labelledby="choose-appearance"
          value={appearance}
          onChange={chooseAppearance}
          options={appearances.map((value) => ({ value, label: say(value) }))}
        />
      </div>
    </section>
  );
}
