export const METHODS = ['sequential', 'fixed', 'bayesian'] as const;
export type Method = (typeof METHODS)[number];

/** How the results of an experiment are read, as the address says. */
export interface ResultsSearch {
  /** Undefined: always-valid intervals. */
  readonly statistics?: Method | undefined;
  /** Undefined: all phases. */
  readonly phase?: number | undefined;
  readonly dimension?: string | undefined;
  /** The comparison whose effect is drawn over time, as `metric variant`. */
  readonly series?: string | undefined;
}

export function resultsSearch({ statistics, phase, dimension, series }: Record<string, unknown>): ResultsSearch {
  return {
    statistics: METHODS.find((each) => each === statistics && each !== 'sequential'),
    phase: typeof phase === 'number' && Number.isInteger(phase) ? phase : undefined,
    dimension: typeof dimension === 'string' && dimension !== '' ? dimension : undefined,
    series: typeof series === 'string' && series.includes(' ') ? series : undefined,
  };
}

/** The same as a query of the server. */
export const queryOf = ({ statistics, phase, dimension }: ResultsSearch) => ({
  ...(statistics === undefined ? {} : { statistics }),
  ...(phase === undefined ? {} : { phase: String(phase) }),
  ...(dimension === undefined ? {} : { dimension }),
});
