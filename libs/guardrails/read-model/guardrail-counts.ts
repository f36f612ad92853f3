import type { Experiment, Run, ThresholdGuardrail } from '../../experiments/index.js';
import {
  ANY,
  denominatorOf,
  EXPOSED,
  numeratorOf,
  type Bin,
  type ExperimentEvidence,
  type HealthFacts,
} from '../../measurement/index.js';
import { type Metric } from '../../metrics/index.js';
import {
  healthFacts,
  readAsOf,
  readEvidence,
  readExperiment,
  readExposed,
  readLatestEvent,
  readMetrics,
  type AsOf,
  type Reader,
} from '../../measurement/read-model/index.js';
import { windowOf, type ArmCounts } from '../judge.js';

/** Reads the facts that guardrails are judged by, from the tables of the measurement projection. */
export class GuardrailCounts {
  constructor(private readonly reader: () => Promise<Reader>) {}

  async experiment(id: string): Promise<Experiment | null> {
    return readExperiment(await this.reader(), id);
  }

  /** Ids of the experiments that run now, in one environment or (null) in all. */
  async running(environment: string | null = null): Promise<string[]> {
    const source = await this.reader();
    const rows = await source.query<{ id: string }[]>(
      `SELECT id FROM measured_experiments WHERE state ->> 'status' = 'running'
         AND ($1::text IS NULL OR state ->> 'environment' = $1) ORDER BY created_position LIMIT 10000`,
      [environment],
    );
    return rows.map((row) => row.id);
  }

  /** The evidence that its comparisons have gathered, as of the last look. */
  async evidence({ id }: Experiment): Promise<ExperimentEvidence> {
    return readEvidence(await this.reader(), id);
  }

  /** The metrics of an experiment, at the versions that it names. */
  async metrics(experiment: Experiment): Promise<Metric[]> {
    return readMetrics(await this.reader(), experiment);
  }

  /** Counts per arm within the guardrail's window of the run; the POOLED entry corrects their sum to the total. */
  async counts(
    experiment: Experiment,
    guardrail: ThresholdGuardrail,
    metric: Metric,
    run: Run,
    now: Date,
  ): Promise<readonly ArmCounts[]> {
    const source = await this.reader();
    // Without a window the whole run counts, including events from before the first start.
    const from = guardrail.windowMinutes === null ? 0 : windowOf(guardrail, run, now).from.getTime() / 1000;
    const [numerator, denominator] = measuresOf(guardrail, metric);
    const rows = await source.query<ArmCounts[]>(
      `SELECT variant, sum(numerator)::text AS numerator, sum(denominator)::text AS denominator,
         sum(exposed)::text AS exposed
       FROM (
         SELECT variant, numerator, denominator, 0 AS exposed FROM buckets
           WHERE experiment_id = $1 AND run = $2 AND bucket >= $3 AND metric = $4
         UNION ALL SELECT variant, subjects, 0, 0 FROM distinct_subjects
           WHERE experiment_id = $1 AND run = $2 AND bucket >= $3 AND measure = $5
         UNION ALL SELECT variant, 0, subjects, 0 FROM distinct_subjects
           WHERE experiment_id = $1 AND run = $2 AND bucket >= $3 AND measure = $6
         UNION ALL SELECT variant, 0, 0, subjects FROM distinct_subjects
           WHERE experiment_id = $1 AND run = $2 AND bucket >= $3 AND measure = '${EXPOSED}'
       ) AS parts GROUP BY variant`,
      [experiment.id, run.run, from, isByEvents(guardrail, metric) ? metric.key : null, numerator, denominator],
    );
    if (metric.rule.kind !== 'quantile') return rows;
    const bins = await source.query<({ variant: string } & Bin)[]>(
      `SELECT variant, bin, sum(n)::float8 AS values FROM bucket_sketches
       WHERE experiment_id = $1 AND run = $2 AND metric = $3 AND bucket >= $4 GROUP BY variant, bin`,
      [experiment.id, run.run, metric.key, from],
    );
    const variants = new Set([...rows, ...bins].map(({ variant }) => variant));
    return [...variants].map((variant) => ({
      ...(rows.find((row) => row.variant === variant) ?? { variant, numerator: '0', denominator: '0', exposed: '0' }),
      bins: bins.filter((bin) => bin.variant === variant),
    }));
  }

  /** The facts that the experiment's health is judged by. */
  async health({ id }: Experiment, run: Run): Promise<HealthFacts> {
    const source = await this.reader();
    return healthFacts(await readExposed(source, id), await readLatestEvent(source, id, run.run));
  }

  /** Receive time of the last telemetry counted, and the position of the last event that changed anything. */
  async asOf(): Promise<Pick<AsOf, 'asOf' | 'position'>> {
    const { asOf, position } = await readAsOf(await this.reader());
    return { asOf, position };
  }
}

/** True if a failing subject counts once; only kinds whose numerator counts events offer that. */
const bySubject = (guardrail: ThresholdGuardrail, { rule }: Metric): boolean =>
  guardrail.per === 'subject' && (rule.kind === 'ratio' || rule.kind === 'count');

/** True if the numerator counts events, false if it counts subjects that had some. */
function isByEvents(guardrail: ThresholdGuardrail, metric: Metric): boolean {
  return metric.rule.kind !== 'conversion' && !bySubject(guardrail, metric);
}

/** The measures of distinct subjects in numerator and denominator; null where events are counted. */
function measuresOf(guardrail: ThresholdGuardrail, metric: Metric): readonly [string | null, string | null] {
  const { key, rule } = metric;
  switch (rule.kind) {
    case 'ratio':
      return bySubject(guardrail, metric) ? [numeratorOf(key), denominatorOf(key)] : [null, null];
    case 'conversion':
      return [numeratorOf(key), ANY];
    case 'count':
    case 'sum':
      return [bySubject(guardrail, metric) ? numeratorOf(key) : null, ANY];
    case 'mean':
    case 'quantile':
      return [null, null];
  }
}
