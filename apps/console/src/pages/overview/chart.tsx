import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use as install, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useDark } from '../../parts/appearance.ts';

install([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer]);

interface Props {
  option: EChartsCoreOption;
  /** What it shows; the figures themselves stand in a table beside it. */
  label: string;
  height: number;
}

const still = matchMedia('(prefers-reduced-motion: reduce)');

export function Chart({ option, label, height }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const dark = useDark();
  useEffect(() => {
    const chart = init(place.current, dark ? 'dark' : null, { renderer: 'svg' });
    const colours = getComputedStyle(document.documentElement);
    const colour = (name: string) => colours.getPropertyValue(name).trim();
    chart.setOption({
      animation: !still.matches,
      backgroundColor: 'transparent',
      color: [colour('--brand'), colour('--urgent'), colour('--running')],
      // By its name: texts are measured on a canvas, which inherits nothing.
      textStyle: { color: colour('--ink-2'), fontFamily: getComputedStyle(document.body).fontFamily },
      ...option,
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(place.current!);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [option, dark]);
  return <div ref={place} role="img" aria-label={label} style={{ height }} />;
}
