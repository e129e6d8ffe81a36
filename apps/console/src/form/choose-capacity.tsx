import type { ActingAsPart, CapacityResponse } from '@countersign/contract';
import type { Office } from '@countersign/policy';
import { Button, Modal } from 'antd';
import type { ProblemError } from '../api/problem.ts';
import { useWords } from '../i18n/words.ts';
import { useSession } from '../session/session.ts';
import styles from './form.module.css';
import { formWords } from './words.ts';

interface Props {
  /** officeNotChosen or holderNotChosen: what could be chosen. */
  problem: ProblemError;
  onChoose: (as: ActingAsPart) => void;
  onCancel: () => void;
}

/** Where several of somebody's offices fit, which of them it is. */
export function ChooseCapacity({ problem, onChoose, onCancel }: Props) {
  const say = useWords(formWords);
  const { capacities } = useSession();
  const { offices, holders } = problem.facts<{ offices?: Office[]; holders?: { id: string }[] }>();
  const fits = ({ office, onBehalfOf }: CapacityResponse): boolean =>
    offices ? offices.includes(office) : Boolean(onBehalfOf && holders?.some(({ id }) => id === onBehalfOf.id));
  const choices = new Map<string, CapacityResponse>();
  for (const capacity of capacities.filter(fits)) choices.set(`${capacity.office} ${capacity.onBehalfOf?.id ?? ''}`, capacity);
  const nameOf = ({ officeName, departmentName, onBehalfOf }: CapacityResponse): string => {
    const office = departmentName ? say('asOffice', { department: departmentName, office: officeName }) : officeName;
    return onBehalfOf ? say('asFor', { office, holder: onBehalfOf.name }) : office;
  };
  return (
    <Modal open title={say('asWhich')} footer={null} onCancel={onCancel} width={420}>
      <p>{problem.message}</p>
      <div className={styles.capacities}>
        {[...choices].map(([key, capacity]) => (
          <Button key={key} block onClick={() => onChoose({ office: capacity.office, onBehalfOf: capacity.onBehalfOf?.id })}>
            {nameOf(capacity)}
          </Button>
        ))}
      </div>
    </Modal>
  );
}
