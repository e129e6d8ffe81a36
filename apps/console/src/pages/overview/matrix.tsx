import type { GroupWaiting, StandingResponse } from '@countersign/contract';
import { useWords } from '../../i18n/words.ts';
import { noDepartment, type Filters } from './filters.ts';
import styles from './overview.module.css';
import { overviewWords } from './words.ts';

interface Props {
  standing: StandingResponse;
  filters: Filters;
  onChoose: (change: Partial<Filters>) => void;
}

const idOf = (department: { id: string } | null): string => department?.id ?? noDepartment;

interface Cell {
  referrals: number;
  overdue: number;
}

const sum = (groups: readonly GroupWaiting[]): Cell => ({
  referrals: groups.reduce((all, { referrals }) => all + referrals, 0),
  overdue: groups.reduce((all, { overdue }) => all + overdue, 0),
});

/** Departments down, steps across: where the work lies shows at a glance. */
export function Matrix({ standing: { groups, steps, departments }, filters, onChoose }: Props) {
  const say = useWords(overviewWords);
  const shown = groups.filter(
    ({ chain, department }) =>
      (!filters.chain || chain === filters.chain) && (!filters.department || idOf(department) === filters.department),
  );
  const columns = steps.filter(({ step }) => shown.some((group) => group.step === step));
  const rows = departments.filter(({ department }) => shown.some((group) => group.department?.id === department?.id));
  const nameOf = (department: { name: string } | null) => department?.name ?? say('noDepartment');
  if (rows.length === 0) return <p>{say('noneHere')}</p>;
  return (
    <div className="table-frame">
      <table className={`plain-table ${styles.matrix}`}>
        <thead>
          <tr>
            <th scope="col">{say('department')}</th>
            {columns.map(({ step, stepName }) => (
              <th key={step} scope="col">
                {stepName}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ department }) => (
            <tr key={idOf(department)}>
              <th scope="row">{nameOf(department)}</th>
              {columns.map(({ step, stepName }) => {
                const cell = sum(shown.filter((group) => group.step === step && group.department?.id === department?.id));
                if (cell.referrals === 0) return <td key={step} />;
                const chosen = filters.step === step && filters.department === idOf(department);
                return (
                  <td key={step}>
                    <button
                      type="button"
                      className={styles.cell}
                      aria-pressed={chosen}
                      onClick={() => onChoose(chosen ? { step: null } : { step, department: idOf(department) })}
                    >
                      <span className="visually-hidden">{say('cell', { department: nameOf(department), step: stepName })}</span>
                      <span>{cell.referrals}</span>
                      {cell.overdue > 0 && <span className={styles.overdue}>{say('cellOverdue', { count: cell.overdue })}</span>}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
