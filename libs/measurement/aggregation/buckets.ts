/** Seconds since 1970, floored to BUCKET_SECONDS. */
export type Bucket = number;

export const BUCKET_SECONDS = 10;

export const bucketOf = (timeMs: number): Bucket => Math.floor(timeMs / 1000 / BUCKET_SECONDS) * BUCKET_SECONDS;
