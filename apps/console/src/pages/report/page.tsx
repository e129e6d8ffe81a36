import type { DraftResponse } from '@countersign/contract';
import { chainWords } from '@countersign/contract/words';
import { useParams } from 'react-router';
import { AgentPart } from '../../form/agent.tsx';
import { DepartmentPart } from '../../form/department.tsx';
import { DestinationPart } from '../../form/destination.tsx';
import { DiagnosesPart } from '../../form/diagnoses.tsx';
import { DraftForm } from '../../form/draft-form.tsx';
import { OpenDraft } from '../../form/open-draft.tsx';
import { PapersPart } from '../../form/papers.tsx';
import { PatientPart } from '../../form/patient.tsx';
import { ReasonField } from '../../form/reason.tsx';
import { UrgencyField } from '../../form/urgency.tsx';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { useSession } from '../../session/session.ts';
import { reportWords } from './words.ts';

/** A report while it is written: /drafts/:draftId */
export default function ReportPage() {
  const { draftId = '' } = useParams();
  return (
    <div className="page">
      <OpenDraft key={draftId} id={draftId}>
        {({ draft }) => <Report draft={draft} />}
      </OpenDraft>
    </div>
  );
}

function Report({ draft: { chain } }: { draft: DraftResponse }) {
  const say = useWords(reportWords);
  const language = useLanguage();
  const open = useSession().reports.find((report) => report.chain === chain);
  const departments = open?.departments ?? [];
  const other = chain === 'otherHospital';
  const [only] = departments;
  return (
    <>
      <PageHead title={asTitle(chainWords[chain][language])} about={departments.length === 1 && only ? only.name : undefined} />
      <DraftForm closed={open ? null : say('notYours')}>
        {!other && <DepartmentPart departments={departments} />}
        <PatientPart referralId={null} />
        <DiagnosesPart />
        <section className="card" aria-labelledby="why">
          <h2 id="why">{say('why')}</h2>
          <UrgencyField />
          <ReasonField />
        </section>
        <DestinationPart required={false} />
        {other && <AgentPart />}
        {other && <PapersPart />}
      </DraftForm>
    </>
  );
}

/** English words begin small, titles do not. */
const asTitle = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
