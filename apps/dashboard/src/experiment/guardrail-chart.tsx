import { useMemo } from 'react';
import { type Experiment, type RatesReport, type ThresholdGuardrail } from '../api-types.js';
import { bucketFor } from '../charts/line-chart.js';
import { RateChart } from '../charts/rate-chart.js';
import { resourceOf } from '../loading/resource.js';
import { server } from '../server/client.js';

interface GuardrailChartProps {
  readonly experiment: Experiment;
  readonly guardrail: ThresholdGuardrail;
  readonly report: RatesReport;
  readonly shown: boolean;
}

/** The guardrail's metric over the experiment's life. */
export function GuardrailChart({ experiment, guardrail, report, shown }: GuardrailChartProps) {
  const { id } = experiment;
  const { metric, threshold } = guardrail;
  const bucketSeconds = bucketFor(ageOf(experiment, report));
  const { loaded } = resourceOf(
    server.useQuery('get', '/v1/experiments/{id}/timeseries', {
      params: { path: { id }, query: { metric, bucket: bucketSeconds } },
    }),
  );
  const variants = useMemo(() => experiment.variants.map(({ key }) => key), [experiment.variants]);

  if (loaded.status === 'failed') return <p className="refusal">Chart: {loaded.problem.message}</p>;
  if (loaded.status === 'loading') return <div className="chart chart-pending" />;
  if (!shown && loaded.value.points.length === 0) return null;
  return <RateChart series={loaded.value} variants={variants} threshold={threshold} />;
}

function ageOf({ startedAt, completedAt }: Experiment, { asOf }: RatesReport): number {
  if (startedAt === null) return 0;
  const end = completedAt ?? asOf ?? startedAt;
  return Date.parse(end) - Date.parse(startedAt);
}
