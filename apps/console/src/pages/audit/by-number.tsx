import type { ReferralRowResponse, ReferralsPageResponse } from '@countersign/contract';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { api, withQuery } from '../../api/client.ts';
import { useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import styles from './audit.module.css';
import { auditWords } from './words.ts';

/** The referral of exactly this number, or of this letter. */
async function find(number: string): Promise<ReferralRowResponse | null> {
  const { items } = await api.get<ReferralsPageResponse>(withQuery('/referrals', { search: number, limit: 10 }));
  return items.find((one) => one.number === number || one.letterNo === number) ?? null;
}

/** One referral by the number that stands on its papers. */
export function ByNumber({ does, children }: { does: string; children: (referral: ReferralRowResponse) => ReactNode }) {
  const say = useWords(auditWords);
  const { mutate, data, error, isPending, variables } = useMutation({ mutationFn: find });
  return (
    <>
      <Form<{ number: string }> layout="inline" requiredMark={false} className={styles.byNumber} onFinish={({ number }) => mutate(number.trim())}>
        <Form.Item name="number" label={say('number')} rules={[{ required: true, message: say('required') }]}>
          <Input autoComplete="off" maxLength={60} placeholder={say('numberExample')} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={isPending}>
          {does}
        </Button>
      </Form>
      <div aria-live="polite">
        {error && <Failure error={error} onRetry={() => variables && mutate(variables)} />}
        {data === null && <Nothing title={say('noSuchNumber', { number: variables ?? '' })}>{say('noSuchNumberWhy')}</Nothing>}
        {data && children(data)}
      </div>
    </>
  );
}
