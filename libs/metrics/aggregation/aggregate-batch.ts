import type { TelemetryBatch, TelemetryItem } from '../../events/index.js';
import type { Experiment } from '../../experiments/index.js';
import type { Metric } from '../metric.js';
import { contribute, type AggregateDeltas } from './deltas.js';
import { observe } from './observe.js';
import { runAt } from './runs.js';
import { bucketOf, newSubject, type SubjectState } from './subject-state.js';

/** What the aggregation knows of an experiment: its runs, and every metric that it or a guardrail of it names. */
export interface Tracked {
  readonly experiment: Experiment;
  readonly metrics: readonly Metric[];
}

/** Subjects by `subjectKey`. */
export type Subjects = Map<string, SubjectState>;

export const subjectKey = (experiment: string, subject: string): string => `${experiment} ${subject}`;

/**
 * Counts the items of one batch that were not counted before. Changes `subjects` and `deltas`; O(1) per item.
 * An item counts at min(its time, its receipt), so that a fast clock hides nothing.
 */
export function aggregateBatch(
  batch: TelemetryBatch,
  isFresh: (item: TelemetryItem) => boolean,
  trackedBy: (experiment: string) => Tracked | undefined,
  subjects: Subjects,
  deltas: AggregateDeltas,
): void {
  const receivedAt = Date.parse(batch.receivedAt);
  for (const item of batch.items) {
    if (!isFresh(item) || !item.counted) continue;
    const tracked = trackedBy(item.experiment);
    if (!tracked) continue;
    const { experiment, metrics } = tracked;
    const time = Math.min(Date.parse(item.at), receivedAt);
    if (experiment.completedAt !== null && time > Date.parse(experiment.completedAt)) {
      deltas.tails.add([experiment.id], [1]);
      continue;
    }
    const run = runAt(experiment.runs, time);
    const bucket = bucketOf(time);
    countRatios(item, tracked, run, bucket, deltas);

    const key = subjectKey(experiment.id, item.subject);
    const before = subjects.get(key);
    const state = before ?? newSubject(item.variant, item.phase);
    if (before) contribute(deltas, experiment.id, before, metrics, -1);
    const { type, exposure, phase } = item;
    const after = observe(state, { type, exposure, phase, bucket, run }, metrics);
    contribute(deltas, experiment.id, after, metrics, 1);
    subjects.set(key, after);
  }
}

/** Ratios count events, whoever sent them, in the bucket of their time. */
function countRatios(
  item: TelemetryItem,
  { experiment, metrics }: Tracked,
  run: number | null,
  bucket: number,
  deltas: AggregateDeltas,
): void {
  for (const { key, rule } of metrics) {
    if (rule.kind !== 'ratio') continue;
    const counts = [item.type === rule.numeratorEvent ? 1 : 0, item.type === rule.denominatorEvent ? 1 : 0];
    if (counts.every((count) => count === 0)) continue;
    deltas.series.add([experiment.id, key, item.variant, bucket], counts);
    if (run !== null) deltas.windows.add([experiment.id, run, key, item.variant, bucket], counts);
  }
}
