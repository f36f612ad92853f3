import type { Experiment } from '../../experiments/index.js';
import { atVersion, type Metric, type VersionedMetric } from '../../metrics/index.js';
import { usesOf, type Use } from './metric-uses.js';

/** A stretch of time in epoch milliseconds, its end outside; null where it goes on. */
interface Stretch {
  readonly from: number;
  readonly to: number | null;
}

/** What the counting needs to know of an experiment, made once per state of it. */
export interface Tracked {
  readonly id: string;
  readonly environment: string;
  /** Every metric that the experiment or a guardrail of it has named since its start, at the version that it named. */
  readonly metrics: readonly Metric[];
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  readonly runs: readonly (Stretch & { readonly run: number })[];
  readonly phases: readonly (Stretch & { readonly phase: number })[];
  /** The run that guardrails judge: the last one; 0 before the first start. */
  readonly currentRun: number;
  /** Epoch milliseconds; null while it is not completed. */
  readonly completedAt: number | null;
  /** From the freeze on, subjects who were not enrolled count no more. */
  readonly frozen: boolean;
}

/** Every metric that the experiment or one of its guardrails names. */
export function metricKeysOf(experiment: Experiment): string[] {
  return [...new Set([...experiment.metrics, ...experiment.guardrails.map((guardrail) => guardrail.metric)])];
}

/** A metric, and the version of it that an experiment names. */
export interface NamedMetric {
  readonly metric: string;
  readonly version: number;
}

/** The keys of those metrics, and their versions. */
export function namedMetrics(experiment: Experiment): NamedMetric[] {
  return metricKeysOf(experiment).map((metric) => ({ metric, version: experiment.metricVersions[metric] ?? 1 }));
}

/** Those of the named metrics that are known, at the versions that are named. */
export function metricsAt(named: readonly NamedMetric[], known: ReadonlyMap<string, VersionedMetric>): Metric[] {
  return named.flatMap(({ metric: key, version }) => {
    const metric = known.get(key);
    return metric ? [atVersion(metric, version)] : [];
  });
}

export function trackedOf(experiment: Experiment, metrics: readonly Metric[]): Tracked {
  const { id, environment, completedAt, frozenAt, phases } = experiment;
  return {
    id,
    environment,
    metrics,
    uses: usesOf(metrics),
    runs: experiment.runs.map(({ run, from, to }) => ({ run, ...stretchOf(from, to) })),
    phases: phases.map(({ phase, from, to }) => ({ phase, ...stretchOf(from, to) })),
    currentRun: experiment.runs.at(-1)?.run ?? 0,
    completedAt: completedAt === null ? null : Date.parse(completedAt),
    frozen: frozenAt !== null,
  };
}

const stretchOf = (from: string, to: string | null): Stretch => ({
  from: Date.parse(from),
  to: to === null ? null : Date.parse(to),
});

/** The run that a time falls in: before the first start the first one, in a pause or after the end none (0). */
export function runAt(runs: Tracked['runs'], timeMs: number): number {
  const first = runs[0];
  if (!first) return 0;
  if (timeMs < first.from) return first.run;
  const found = runs.findLast((run) => timeMs >= run.from);
  return found && (found.to === null || timeMs < found.to) ? found.run : 0;
}

/** The phase open at a time, the first one before it all. */
export function phaseAt(phases: Tracked['phases'], timeMs: number): number {
  return (phases.findLast((phase) => timeMs >= phase.from) ?? phases[0])?.phase ?? 1;
}
