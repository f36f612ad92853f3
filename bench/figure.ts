import type { BenchPostgres } from './support/database.js';

/** One line of the table. Texts carry their units. */
export interface Figure {
  readonly figure: string;
  readonly measured: string;
  /** Processor time of the server's process per request or event; null where it is not what is measured. */
  readonly processor: string | null;
  /** What it is compared with, measured in the same run; null where the floor is absolute. */
  readonly baseline: string | null;
  readonly ratio: number | null;
  readonly floor: string;
  readonly met: boolean;
}

/** One part of the benchmark: measures, tells how it goes, answers its lines. */
export type Part = (postgres: BenchPostgres, tell: (line: string) => void) => Promise<readonly Figure[]>;
