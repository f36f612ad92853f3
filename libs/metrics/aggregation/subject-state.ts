/** Seconds since 1970, floored to BUCKET_SECONDS. */
export type Bucket = number;

export const BUCKET_SECONDS = 10;

export const bucketOf = (timeMs: number): Bucket => Math.floor(timeMs / 1000 / BUCKET_SECONDS) * BUCKET_SECONDS;

/** Numerator and denominator of one metric for one subject. */
export type Sums = readonly [x: number, y: number];

/** All that is kept of one subject in one experiment. Everything in it is the same in whatever order events came. */
export interface SubjectState {
  readonly variant: string;
  /** The lowest phase among the exposures; null before the first. */
  readonly exposedPhase: number | null;
  /** The lowest phase among all decision ids. */
  readonly decidedPhase: number;
  /** Bucket of the earliest exposure. */
  readonly firstExposure: Bucket | null;
  readonly sums: Readonly<Record<string, Sums>>;
  /** Bucket of the earliest converting event, by metric. */
  readonly firstConversion: Readonly<Record<string, Bucket>>;
  /** Latest bucket with any event, by run. */
  readonly latest: Readonly<Record<string, Bucket>>;
  /** Latest bucket with a converting event, by metric and run (`metric run`). */
  readonly latestConversion: Readonly<Record<string, Bucket>>;
}

export function newSubject(variant: string, phase: number): SubjectState {
  return {
    variant,
    exposedPhase: null,
    decidedPhase: phase,
    firstExposure: null,
    sums: {},
    firstConversion: {},
    latest: {},
    latestConversion: {},
  };
}
