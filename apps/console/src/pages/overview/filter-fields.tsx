import { chainWords } from '@countersign/contract/words';
import type { Chain } from '@countersign/policy';
import { chains } from '@countersign/policy/vocabulary';
import { useQuery } from '@tanstack/react-query';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { departmentsQuery } from '../../parts/queries.ts';
import { noDepartment, type Filters } from './filters.ts';
import { overviewWords } from './words.ts';

interface Props {
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
  /** The days that the answer is about, where there are days to choose. */
  period?: { from: string; to: string };
}

export function FilterFields({ filters, onChange, period }: Props) {
  const say = useWords(overviewWords);
  const language = useLanguage();
  const { data: departments = [] } = useQuery(departmentsQuery);
  return (
    <div className="fields">
      <label>
        {say('chain')}
        <select className="field" value={filters.chain ?? ''} onChange={({ target }) => onChange({ chain: (target.value as Chain) || null })}>
          <option value="">{say('allChains')}</option>
          {chains.map((chain) => (
            <option key={chain} value={chain}>
              {chainWords[chain][language]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say('department')}
        <select className="field" value={period && filters.department === noDepartment ? '' : (filters.department ?? '')} onChange={({ target }) => onChange({ department: target.value || null })}>
          <option value="">{say('allDepartments')}</option>
          {!period && <option value={noDepartment}>{say('noDepartment')}</option>}
          {departments.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {period && (
        <>
          <label>
            {say('from')}
            <input className="field" type="date" value={filters.from ?? period.from} max={filters.to ?? period.to} onChange={({ target }) => onChange({ from: target.value })} />
          </label>
          <label>
            {say('to')}
            <input className="field" type="date" value={filters.to ?? period.to} min={filters.from ?? period.from} onChange={({ target }) => onChange({ to: target.value })} />
          </label>
        </>
      )}
    </div>
  );
}
