import type { ReferralShown } from '@countersign/contract';
import { Drawer } from 'antd';
import { useWords } from '../../i18n/words.ts';
import { ActList } from './act-buttons.tsx';
import type { SheetAct } from './acts.ts';
import { fromBelow } from './from-below.ts';
import { referralWords } from './words.ts';

interface Props {
  referral: ReferralShown;
  onAct: (act: SheetAct) => void;
  onClose: () => void;
}

/** On a phone: everything that can be done, and why the rest cannot. */
export default function MoreSheet({ referral, onAct, onClose }: Props) {
  const say = useWords(referralWords);
  return (
    <Drawer open title={say('acts')} {...fromBelow} onClose={onClose}>
      <ActList referral={referral} onAct={onAct} />
    </Drawer>
  );
}
