/** Runs of a trial in which something happened. Plain JSON. */
export interface Tally {
  readonly runs: number;
  /** Burn-in ended. */
  readonly opened: number;
  readonly excluded: number;
  readonly lastExcludes: number;
  readonly effectFound: number;
  readonly violated: number;
  readonly safe: number;
  readonly fixedRejected: number;
}

export const NO_RUNS: Tally = {
  runs: 0,
  opened: 0,
  excluded: 0,
  lastExcludes: 0,
  effectFound: 0,
  violated: 0,
  safe: 0,
  fixedRejected: 0,
};

/** The parts of a run's outcome that its tally counts: whether any of its comparisons had them. */
export interface Outcome {
  readonly opened: boolean;
  readonly excluded: boolean;
  readonly lastExcludes: boolean;
  readonly effectFound: boolean;
  readonly violated: boolean;
  readonly safe: boolean;
  readonly fixedRejected: boolean;
}

export function counted(tally: Tally, outcome: Outcome): Tally {
  return added(tally, {
    runs: 1,
    opened: Number(outcome.opened),
    excluded: Number(outcome.excluded),
    lastExcludes: Number(outcome.lastExcludes),
    effectFound: Number(outcome.effectFound),
    violated: Number(outcome.violated),
    safe: Number(outcome.safe),
    fixedRejected: Number(outcome.fixedRejected),
  });
}

export function added(one: Tally, other: Tally): Tally {
  return {
    runs: one.runs + other.runs,
    opened: one.opened + other.opened,
    excluded: one.excluded + other.excluded,
    lastExcludes: one.lastExcludes + other.lastExcludes,
    effectFound: one.effectFound + other.effectFound,
    violated: one.violated + other.violated,
    safe: one.safe + other.safe,
    fixedRejected: one.fixedRejected + other.fixedRejected,
  };
}
