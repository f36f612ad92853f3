import { groupedBy } from '../../primitives/grouped.js';
import { POOLED } from '../aggregation/deltas.js';
import { ANY } from '../aggregation/unit-state.js';
import type { HealthFacts } from '../health/checks.js';
import { rowsByKeys } from '../../projections/index.js';
import type { Reader } from './measured.js';

/** Subjects exposed in a phase to a variant; under POOLED those exposed to several. */
export interface ExposedRow {
  readonly variant: string;
  readonly phase: number;
  readonly subjects: number;
}

/** A run of an experiment. */
export interface RunOf {
  readonly experiment: string;
  readonly run: number;
}

/** The rows by experiment; without those to which nobody was exposed. */
export async function readExposed(reader: Reader, experiments: readonly string[]): Promise<Map<string, ExposedRow[]>> {
  const rows = await reader.query<{ experiment_id: string; variant: string; phase: number; subjects: string }[]>(
    rowsByKeys('exposures', 'experiment_id, variant, phase, subjects::text AS subjects', {
      experiment_id: '$1::text[]',
    }),
    [experiments],
  );
  const exposed = rows.map((row) => ({ ...row, subjects: Number(row.subjects) }));
  return groupedBy(exposed, ({ experiment_id: id }) => id);
}

/** By experiment the time of its run's latest event (epoch milliseconds, floored to 10 s); without runs that had none. */
export async function readLatestEvents(reader: Reader, runs: readonly RunOf[]): Promise<Map<string, number>> {
  const rows = await reader.query<{ experiment_id: string; bucket: string | null }[]>(
    rowsByKeys(
      'distinct_subjects',
      'wanted.experiment_id, max(bucket) AS bucket',
      { experiment_id: '$1::text[]', run: '$2::integer[]' },
      `measure = '${ANY}' AND subjects > 0`,
    ),
    [runs.map(({ experiment }) => experiment), runs.map(({ run }) => run)],
  );
  return new Map(
    rows.flatMap(({ experiment_id: id, bucket }) => (bucket === null ? [] : [[id, Number(bucket) * 1_000] as const])),
  );
}

export function healthFacts(rows: readonly ExposedRow[], latestEvent: number | null): HealthFacts {
  const exposed = new Map<number, Map<string, number>>();
  for (const { variant, phase, subjects } of rows) {
    const arms = exposed.get(phase) ?? new Map<string, number>();
    exposed.set(phase, arms.set(variant, subjects));
  }
  const doubled = rows.filter(({ variant }) => variant === POOLED);
  return { exposed, everExposed: total(rows), doubleExposed: total(doubled), latestEvent };
}

const total = (rows: readonly ExposedRow[]): number => rows.reduce((sum, { subjects }) => sum + subjects, 0);
