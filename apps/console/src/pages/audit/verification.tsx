import type { LetterVerified, Said, SignatureVerified, VerificationResponse } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api/client.ts';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Verification } from '../../parts/verification.tsx';
import styles from './audit.module.css';
import { ByNumber } from './by-number.tsx';
import { VerifyAll } from './verify-all.tsx';
import { auditWords } from './words.ts';

export default function VerificationPage() {
  const say = useWords(auditWords);
  return (
    <>
      <PageHead title={say('verification')} about={say('verificationAbout')} />
      <section className="card">
        <h2>{say('verifyOne')}</h2>
        <ByNumber does={say('verify')}>{({ id }) => <Verified key={id} id={id} />}</ByNumber>
      </section>
      <VerifyAll />
    </>
  );
}

/** Asked for anew each time: what held yesterday is no answer today. */
function Verified({ id }: { id: string }) {
  const say = useWords(auditWords);
  const [asked] = useState(() => Date.now());
  const { data, error, refetch } = useQuery({
    queryKey: ['audit', 'verification', id, asked],
    queryFn: ({ signal }) => api.get<VerificationResponse>(`/referrals/${id}/verification`, signal),
    staleTime: Infinity,
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={4} />;
  return (
    <>
      <p>
        <Link to={`/referrals/${id}`}>{data.referral.number}</Link>
      </p>
      <Verification verification={data} />
      <Signatures signatures={data.signatures} />
      <Letters letters={data.letters} />
      <p className={`muted ${styles.tableHead}`}>{say('headOf', { seq: data.referral.seq })}</p>
      <p className="mono">{data.referral.head}</p>
    </>
  );
}

function useSaid(): (said: Said) => string {
  const language = useLanguage();
  return ({ zh, en }) => (language === 'en' ? en : zh);
}

function Signatures({ signatures }: { signatures: readonly SignatureVerified[] }) {
  const say = useWords(auditWords);
  const said = useSaid();
  if (signatures.length === 0) return null;
  const columns: Column<SignatureVerified>[] = [
    { key: 'seq', title: say('entry'), cell: ({ seq }) => <span className="numbers">{seq}</span> },
    { key: 'step', title: say('step'), cell: ({ stepName }) => said(stepName) },
    {
      key: 'person',
      title: say('signer'),
      cell: ({ person, officeName, onBehalfOf, warrantNo }) => (
        <>
          {onBehalfOf ? say('forHolder', { name: person.name, holder: onBehalfOf.name, warrant: warrantNo ?? '' }) : person.name}{' '}
          <span className="muted">{said(officeName)}</span>
        </>
      ),
    },
    { key: 'at', title: say('at'), cell: ({ at }) => <Moment at={at} /> },
    { key: 'form', title: say('formVersion'), numeric: true, cell: ({ formVersion }) => formVersion },
    {
      key: 'stands',
      title: say('state'),
      cell: ({ stands, ended }) => (
        <>
          <span className={stands ? 'tag tag-good' : 'tag'}>{say(stands ? 'stands' : 'standsNot')}</span> {ended && <span className="muted">{said(ended.says)}</span>}
        </>
      ),
    },
  ];
  return (
    <>
      <h3 className={styles.tableHead}>{say('signatures')}</h3>
      <DataTable caption={say('signatures')} columns={columns} rows={signatures} keyOf={({ seq }) => String(seq)} />
    </>
  );
}

function Letters({ letters }: { letters: readonly LetterVerified[] }) {
  const say = useWords(auditWords);
  if (letters.length === 0) return null;
  const columns: Column<LetterVerified>[] = [
    { key: 'number', title: say('number'), cell: ({ number }) => number },
    { key: 'destination', title: say('destination'), cell: ({ destination }) => destination },
    { key: 'from', title: say('validFrom'), cell: ({ validFrom }) => <span className="numbers">{validFrom}</span> },
    { key: 'until', title: say('validUntil'), cell: ({ validUntil }) => <span className="numbers">{validUntil}</span> },
    { key: 'seq', title: say('entry'), numeric: true, cell: ({ seq }) => seq },
  ];
  return (
    <>
      <h3 className={styles.tableHead}>{say('letters')}</h3>
      <DataTable caption={say('letters')} columns={columns} rows={letters} keyOf={({ number }) => number} />
    </>
  );
}
