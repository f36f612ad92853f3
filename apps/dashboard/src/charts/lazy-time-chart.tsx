import { lazy, Suspense, type ComponentProps } from 'react';
import { ChartBoundary } from './chart-boundary.js';

const TimeChart = lazy(async () => ({ default: (await import('./time-chart.js')).TimeChart }));

/** Lines over time; their library is loaded when the first is shown. */
export function LazyTimeChart(props: ComponentProps<typeof TimeChart>) {
  return (
    <ChartBoundary>
      <Suspense fallback={<div className="chart-pending" />}>
        <TimeChart {...props} />
      </Suspense>
    </ChartBoundary>
  );
}
