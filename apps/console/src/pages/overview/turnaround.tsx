import type { StepTurnaround, Turnaround, TurnaroundResponse, WeekTurnaround } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { Chart } from './chart.tsx';
import { FilterFields } from './filter-fields.tsx';
import { useFilters } from './filters.ts';
import styles from './overview.module.css';
import { turnaroundQuery } from './queries.ts';
import { hoursCell, sayHours } from './times.ts';
import { overviewWords } from './words.ts';

/** How long it takes from report to letter, and where the time goes. */
export default function TurnaroundFigures() {
  const language = useLanguage();
  const [filters, change] = useFilters();
  const { data, error, refetch } = useQuery(turnaroundQuery(filters, language));
  return (
    <>
      {data && <FilterFields filters={filters} onChange={change} period={data} />}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={10} />}
      {data && <Figures data={data} />}
    </>
  );
}

function Figures({ data }: { data: TurnaroundResponse }) {
  const say = useWords(overviewWords);
  const { total, chains } = data;
  if (total.letters === 0 && total.steps.length === 0) return <Nothing title={say('noLetters')} />;
  return (
    <>
      <Totals total={total} />
      <section className="card">
        <h2>{say('byWeek')}</h2>
        <Weeks weeks={total.weeks} />
      </section>
      <section className="card">
        <h2>{say('byStep')}</h2>
        {total.steps.length > 0 ? <Steps steps={total.steps} /> : <p className="muted">{say('noActs')}</p>}
      </section>
      {chains.length > 1 && (
        <section className="card">
          <h2>{say('byChain')}</h2>
          <Chains data={data} />
        </section>
      )}
    </>
  );
}

function Totals({ total: { letters, medianHours, p90Hours } }: { total: Turnaround }) {
  const say = useWords(overviewWords);
  const within = (hours: number | null) => (hours === null ? say('nothing') : say('within', { time: sayHours(hours, say) }));
  return (
    <dl className={styles.totals}>
      <div>
        <dt>{say('letters')}</dt>
        <dd>{letters}</dd>
      </div>
      <div>
        <dt>{say('medianAll')}</dt>
        <dd>{within(medianHours)}</dd>
      </div>
      <div>
        <dt>{say('p90All')}</dt>
        <dd>{within(p90Hours)}</dd>
      </div>
    </dl>
  );
}

function Weeks({ weeks }: { weeks: WeekTurnaround[] }) {
  const say = useWords(overviewWords);
  const option = useMemo(
    () => ({
      grid: { left: 40, right: 44, top: 36, bottom: 24 },
      legend: { top: 0 },
      tooltip: { trigger: 'axis', confine: true },
      xAxis: { type: 'category', data: weeks.map(({ week }) => week.slice(5)) },
      yAxis: [{ type: 'value', minInterval: 1 }, { type: 'value', splitLine: { show: false } }],
      series: [
        { name: say('lettersCount'), type: 'bar', data: weeks.map(({ letters }) => letters), barMaxWidth: 28 },
        { name: say('medianHours'), type: 'line', yAxisIndex: 1, data: weeks.map(({ medianHours }) => medianHours), symbolSize: 7 },
      ],
    }),
    [weeks, say],
  );
  return (
    <>
      <Chart option={option} label={say('chartLabel', { what: say('byWeek') })} height={260} />
      <details className={styles.details}>
        <summary>{say('table')}</summary>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{say('week')}</th>
              <th scope="col" className="right">{say('lettersCount')}</th>
              <th scope="col" className="right">{say('medianHours')}</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ week, letters, medianHours }) => (
              <tr key={week}>
                <th scope="row">{week}</th>
                <td className="right">{letters}</td>
                <td className="right">{hoursCell(medianHours)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

function Steps({ steps }: { steps: StepTurnaround[] }) {
  const say = useWords(overviewWords);
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true },
      legend: { top: 0 },
      tooltip: { trigger: 'axis', confine: true },
      xAxis: { type: 'value' },
      // The first step is on top, as in the table.
      yAxis: { type: 'category', inverse: true, data: steps.map(({ stepName }) => stepName) },
      series: [
        { name: say('medianHours'), type: 'bar', data: steps.map(({ medianHours }) => medianHours) },
        { name: say('p90Hours'), type: 'bar', data: steps.map(({ p90Hours }) => p90Hours) },
      ],
    }),
    [steps, say],
  );
  return (
    <>
      <Chart option={option} label={say('chartLabel', { what: say('byStep') })} height={60 + steps.length * 44} />
      <div className="table-frame" tabIndex={0} role="group" aria-label={say('byStep')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{say('step')}</th>
              <th scope="col" className="right">{say('acts')}</th>
              <th scope="col" className="right">{say('medianHours')}</th>
              <th scope="col" className="right">{say('p90Hours')}</th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ step, stepName, acts, medianHours, p90Hours }) => (
              <tr key={step}>
                <th scope="row">{stepName}</th>
                <td className="right">{acts}</td>
                <td className="right">{hoursCell(medianHours)}</td>
                <td className="right">{hoursCell(p90Hours)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Chains({ data: { chains } }: { data: TurnaroundResponse }) {
  const say = useWords(overviewWords);
  return (
    <div className="table-frame" tabIndex={0} role="group" aria-label={say('byChain')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{say('chain')}</th>
            <th scope="col" className="right">{say('lettersCount')}</th>
            <th scope="col" className="right">{say('medianHours')}</th>
            <th scope="col" className="right">{say('p90Hours')}</th>
          </tr>
        </thead>
        <tbody>
          {chains.map(({ chain, chainName, letters, medianHours, p90Hours }) => (
            <tr key={chain}>
              <th scope="row">{chainName}</th>
              <td className="right">{letters}</td>
              <td className="right">{hoursCell(medianHours)}</td>
              <td className="right">{hoursCell(p90Hours)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
