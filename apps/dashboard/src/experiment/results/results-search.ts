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

/** What is asked of the server for them. Without a choice it is what the other parts of the page ask, too. */
export function paramsOf(id: string, search: ResultsSearch) {
  const query = queryOf(search);
  return Object.keys(query).length === 0 ? { path: { id } } : { path: { id }, query };
}

/** The same as a query of the server. */
export const queryOf = ({ statistics, phase, dimension }: ResultsSearch) => ({
  ...(statistics === undefined ? {} : { statistics }),
  ...(phase === undefined ? {} : { phase: String(phase) }),
  ...(dimension === undefined ? {} : { dimension }),
});
