import type { ReasonCount } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLanguage, useWords } from '../../i18n/words.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { Chart } from './chart.tsx';
import { FilterFields } from './filter-fields.tsx';
import { useFilters } from './filters.ts';
import { reasonsQuery } from './queries.ts';
import { overviewWords } from './words.ts';

interface Counted {
  key: string;
  act: string;
  reason: string;
  count: number;
  places: { name: string; count: number }[];
}

/** The same reason of the same act, wherever it was given, the most frequent first. */
function countedBy(items: readonly ReasonCount[], language: 'zh-CN' | 'en', noDepartment: string): Counted[] {
  const all = new Map<string, Counted>();
  for (const { act, actName, reason, stepName, department, count } of items) {
    const key = `${act} ${reason.code}`;
    const words = language === 'en' ? reason.en : reason.zh;
    const counted = all.get(key) ?? { key, act: actName, reason: words, count: 0, places: [] };
    counted.count += count;
    counted.places.push({ name: `${stepName} · ${department?.name ?? noDepartment}`, count });
    all.set(key, counted);
  }
  return [...all.values()].toSorted((a, b) => b.count - a.count);
}

const charted = 12;

/** Why referrals are declined, returned, rejected and voided. */
export default function ReasonFigures() {
  const say = useWords(overviewWords);
  const language = useLanguage();
  const [filters, change] = useFilters();
  const { data, error, refetch } = useQuery(reasonsQuery(filters, language));
  const counted = useMemo(() => countedBy(data?.items ?? [], language, say('noDepartment')), [data, language, say]);
  return (
    <>
      {data && <FilterFields filters={filters} onChange={change} period={data} />}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={10} />}
      {data && counted.length === 0 && <Nothing title={say('noReasons')} />}
      {counted.length > 0 && <Figures counted={counted} />}
    </>
  );
}

function Figures({ counted }: { counted: Counted[] }) {
  const say = useWords(overviewWords);
  const shown = counted.slice(0, charted);
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 32, top: 8, bottom: 8, containLabel: true },
      tooltip: { trigger: 'axis', confine: true },
      xAxis: { type: 'value', minInterval: 1 },
      yAxis: { type: 'category', inverse: true, data: shown.map(({ act, reason }) => `${act} · ${reason}`), axisLabel: { width: 260, overflow: 'break' } },
      series: [{ name: say('count'), type: 'bar', data: shown.map(({ count }) => count), barMaxWidth: 22, label: { show: true, position: 'right', color: 'inherit' } }],
    }),
    [shown, say],
  );
  return (
    <section className="card">
      <h2>{say('reasons')}</h2>
      <p className="muted">{say('reasonsHow')}</p>
      <Chart option={option} label={say('chartLabel', { what: say('reasons') })} height={24 + shown.length * 38} />
      <div className="table-frame" tabIndex={0} role="group" aria-label={say('reasons')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{say('act')}</th>
              <th scope="col">{say('reason')}</th>
              <th scope="col" className="right">{say('count')}</th>
              <th scope="col">{say('whereGiven')}</th>
            </tr>
          </thead>
          <tbody>
            {counted.map(({ key, act, reason, count, places }) => (
              <tr key={key}>
                <td className="nowrap">{act}</td>
                <th scope="row">{reason}</th>
                <td className="right">{count}</td>
                <td>
                  {places.map((place) => (
                    <div key={place.name}>
                      {place.name} <span className="muted">{place.count}</span>
                    </div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
