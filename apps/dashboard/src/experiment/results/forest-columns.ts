import type { Comparison } from './result-words.js';

/** Columns that only some metrics have. */
export interface ForestColumns {
  readonly margin: boolean;
  readonly daysLeft: boolean;
}

export const columnsOf = (rows: readonly Comparison[]): ForestColumns => ({
  margin: rows.some(({ margin }) => margin !== undefined),
  daysLeft: rows.some(({ daysLeft }) => daysLeft !== null),
});
