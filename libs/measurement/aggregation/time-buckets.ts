/** Seconds since 1970, floored to TIME_BUCKET_SECONDS. */
export type TimeBucket = number;

export const TIME_BUCKET_SECONDS = 10;

export const timeBucketOf = (timeMs: number): TimeBucket =>
  Math.floor(timeMs / 1000 / TIME_BUCKET_SECONDS) * TIME_BUCKET_SECONDS;
