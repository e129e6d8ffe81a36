import type { ReferralShown } from '@countersign/contract';
import { actWords } from '@countersign/contract/words';
import type { OfferedAct } from '@countersign/policy';
import { useNavigate } from 'react-router';
import { headline } from '../../i18n/headline.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Button } from '../../parts/button.tsx';
import { ClosedActs } from '../../parts/closed-acts.tsx';
import styles from './acts.module.css';
import { actsOf, hasSheet, pageOf, toneOf, type SheetAct } from './acts.ts';
import { referralWords } from './words.ts';

interface Props {
  referral: ReferralShown;
  onAct: (act: SheetAct) => void;
}

/** The acts open to me, what leads on first; and why the others are not. */
export function Acts(props: Props) {
  const say = useWords(referralWords);
  return (
    <section className={`card ${styles.acts}`} aria-labelledby="acts">
      <h2 id="acts">{say('acts')}</h2>
      <ActList {...props} />
    </section>
  );
}

export function ActList({ referral, onAct }: Props) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const { open, closed } = actsOf(referral);
  return (
    <>
      {open.length === 0 && <p className="muted">{say('noActs')}</p>}
      <div className={styles.list}>
        {open.map((act) => (
          <ActButton key={act} act={act} id={referral.id} onAct={onAct} />
        ))}
      </div>
      <ClosedActs title={say('whyNot')} acts={closed.map((one) => ({ ...one, name: headline(actWords[one.act][language]) }))} />
    </>
  );
}

export function ActButton({ act, id, onAct, size }: { act: OfferedAct; id: string; onAct: Props['onAct']; size?: 'large' }) {
  const say = useWords(referralWords);
  const language = useLanguage();
  const navigate = useNavigate();
  const tone = toneOf(act);
  const page = pageOf(act, id);
  const name = actWords[act][language];
  return (
    <Button
      tone={tone}
      size={size}
      onClick={() => (page ? void navigate(page) : hasSheet(act) && onAct(act))}
    >
      {page && page.startsWith('/desk') ? say('atTheDesk', { act: name }) : headline(name)}
    </Button>
  );
}

/** On a phone, where the thumb is: what leads on, the way back, and everything else. */
export function ActBar({ referral, onAct, onMore }: Props & { onMore: () => void }) {
  const say = useWords(referralWords);
  const { open } = actsOf(referral);
  const shown = open.filter((act) => toneOf(act) === 'primary' || act === 'returnForCorrection').slice(0, 2);
  return (
    <div className={styles.bar} role="group" aria-label={say('acts')}>
      {shown.map((act) => (
        <ActButton key={act} act={act} id={referral.id} onAct={onAct} size="large" />
      ))}
      <Button size="large" onClick={onMore}>
        {say(shown.length > 0 ? 'more' : 'acts')}
      </Button>
    </div>
  );
}
