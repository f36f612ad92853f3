import { POOLED } from '../aggregation/deltas.js';
import { ANY } from '../aggregation/unit-state.js';
import type { HealthFacts } from '../health/checks.js';
import type { Reader } from './measured.js';

/** Subjects exposed in a phase to a variant; under POOLED those exposed to several. */
export interface ExposedRow {
  readonly variant: string;
  readonly phase: number;
  readonly subjects: number;
}

export async function readExposed(reader: Reader, experiment: string): Promise<ExposedRow[]> {
  const rows = await reader.query<{ variant: string; phase: number; subjects: string }[]>(
    'SELECT variant, phase, subjects::text AS subjects FROM exposures WHERE experiment_id = $1',
    [experiment],
  );
  return rows.map((row) => ({ ...row, subjects: Number(row.subjects) }));
}

/** Time of the run's latest event (epoch milliseconds, floored to 10 s); null before the first. */
export async function readLatestEvent(reader: Reader, experiment: string, run: number): Promise<number | null> {
  const [latest] = await reader.query<{ bucket: string | null }[]>(
    `SELECT max(bucket) AS bucket FROM distinct_subjects
     WHERE experiment_id = $1 AND run = $2 AND measure = '${ANY}' AND subjects > 0`,
    [experiment, run],
  );
  const bucket = latest?.bucket ?? null;
  return bucket === null ? null : Number(bucket) * 1_000;
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
