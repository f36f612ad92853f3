import type { Metric } from '../metric.js';
import type { Bucket, SubjectState } from './subject-state.js';

/** One counted event of a subject. `run` is null for a time in which no run was open. */
export interface Observed {
  readonly type: string;
  readonly exposure: boolean;
  readonly phase: number;
  readonly bucket: Bucket;
  readonly run: number | null;
}

/** The subject after the event. Pure; commutative over a subject's events. */
export function observe(state: SubjectState, event: Observed, metrics: readonly Metric[]): SubjectState {
  const sums = { ...state.sums };
  const firstConversion = { ...state.firstConversion };
  const latest = { ...state.latest };
  const latestConversion = { ...state.latestConversion };
  if (event.run !== null) keepMax(latest, String(event.run), event.bucket);
  for (const { key, rule } of metrics) {
    if (rule.kind === 'ratio') {
      const x = event.type === rule.numeratorEvent ? 1 : 0;
      const y = event.type === rule.denominatorEvent ? 1 : 0;
      const [sx, sy] = sums[key] ?? [0, 0];
      if (x + y > 0) sums[key] = [sx + x, sy + y];
    } else if (event.type === rule.event) {
      keepMin(firstConversion, key, event.bucket);
      if (event.run !== null) keepMax(latestConversion, `${key} ${event.run}`, event.bucket);
    }
  }
  return {
    ...state,
    decidedPhase: Math.min(state.decidedPhase, event.phase),
    exposedPhase: event.exposure ? Math.min(state.exposedPhase ?? event.phase, event.phase) : state.exposedPhase,
    firstExposure: event.exposure ? Math.min(state.firstExposure ?? event.bucket, event.bucket) : state.firstExposure,
    sums,
    firstConversion,
    latest,
    latestConversion,
  };
}

function keepMin(record: Record<string, Bucket>, key: string, bucket: Bucket): void {
  record[key] = Math.min(record[key] ?? bucket, bucket);
}

function keepMax(record: Record<string, Bucket>, key: string, bucket: Bucket): void {
  record[key] = Math.max(record[key] ?? bucket, bucket);
}
