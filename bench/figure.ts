import type { BenchPostgres } from './support/database.js';

/** One line of the table. Texts contain their units. */
export interface Figure {
  readonly figure: string;
  readonly measured: string;
  /** Processor time of the server's process per request or event; null if it is not measured. */
  readonly processor: string | null;
  /** The baseline, measured in the same run; null if the floor is absolute. */
  readonly baseline: string | null;
  readonly ratio: number | null;
  readonly floor: string;
  readonly met: boolean;
}

/** One part of the benchmark: it measures, reports its progress, and returns its lines. */
export type Part = (postgres: BenchPostgres, tell: (line: string) => void) => Promise<readonly Figure[]>;
