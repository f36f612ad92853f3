import { comparisonsIn, type Experiment } from '../../experiments/index.js';
import { atVersion, type Metric, type VersionedMetric } from '../../metrics/index.js';
import { own } from '../../primitives/own.js';
import { comparisonsOf, type Comparisons } from './comparisons.js';
import { usesOf, type Use } from './metric-uses.js';

/** A range of time in epoch milliseconds, its end exclusive; null while it is open. */
interface Stretch {
  readonly from: number;
  readonly to: number | null;
}

/** The facts of an experiment that counting needs, built once per state of it. */
export interface Tracked {
  readonly id: string;
  readonly environment: string;
  /** Every metric that the experiment or its guardrails have named since its start, at the named version. */
  readonly metrics: readonly Metric[];
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  readonly runs: readonly (Stretch & { readonly run: number })[];
  readonly phases: readonly (Stretch & { readonly phase: number })[];
  /** The run that guardrails judge: the last one; 0 before the first start. */
  readonly currentRun: number;
  /** Epoch milliseconds; null while it is not completed. */
  readonly completedAt: number | null;
  /** Keys of the metrics whose arms a guardrail has ever compared since the start. */
  readonly compared: ReadonlySet<string>;
  /** The metrics that ask for CUPED, whose pre-exposure values are kept. */
  readonly adjusted: readonly Metric[];
  readonly comparisons: Comparisons;
  /** Number of dimensions. */
  readonly dimensions: number;
  /** True after the freeze: from then on subjects that were not exposed before do not count. */
  readonly frozen: boolean;
}

/** Every metric that the experiment or one of its guardrails names. */
export function metricKeysOf(experiment: Experiment): string[] {
  return [...new Set([...experiment.metrics, ...experiment.guardrails.map((guardrail) => guardrail.metric)])];
}

/** The metrics whose arms a guardrail compares. */
export const comparedKeys = ({ guardrails }: Experiment): string[] =>
  comparisonsIn(guardrails).map(({ metric }) => metric);

/** A metric, and the version of it that an experiment names. */
export interface NamedMetric {
  readonly metric: string;
  readonly version: number;
}

/** A metric that is counted for an experiment; `compared` if a guardrail has ever compared arms by it. */
export interface CountedMetric extends NamedMetric {
  readonly compared: boolean;
}

/** Every metric that the experiment or one of its guardrails names, with its version. */
export function namedMetrics(experiment: Experiment): NamedMetric[] {
  return metricKeysOf(experiment).map((metric) => ({ metric, version: own(experiment.metricVersions, metric) ?? 1 }));
}

/** The named metrics at their named versions; a metric without a definition is left out. */
export function metricsAt(named: readonly NamedMetric[], definitions: ReadonlyMap<string, VersionedMetric>): Metric[] {
  return named.flatMap(({ metric: key, version }) => {
    const metric = definitions.get(key);
    return metric ? [atVersion(metric, version)] : [];
  });
}

export function trackedOf(experiment: Experiment, metrics: readonly Metric[], compared: ReadonlySet<string>): Tracked {
  const { id, environment, completedAt, frozenAt, phases } = experiment;
  return {
    id,
    environment,
    metrics,
    uses: usesOf(metrics),
    compared,
    adjusted: metrics.filter(({ varianceReduction }) => varianceReduction !== undefined),
    comparisons: comparisonsOf(experiment, metrics),
    dimensions: experiment.dimensions.length,
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

/** The run at a time: the first one also before its start; none (0) in a pause and after the end. */
export function runAt(runs: Tracked['runs'], timeMs: number): number {
  const first = runs[0];
  if (!first) return 0;
  if (timeMs < first.from) return first.run;
  const found = runs.findLast((run) => timeMs >= run.from);
  return found && (found.to === null || timeMs < found.to) ? found.run : 0;
}

/** The phase at a time; before the first phase, the first. */
export function phaseAt(phases: Tracked['phases'], timeMs: number): number {
  return (phases.findLast((phase) => timeMs >= phase.from) ?? phases[0])?.phase ?? 1;
}
