import Big from 'big.js';
import { Beginning, murmur3 } from './murmur3.js';

/** Every percentage is a number of these buckets: one bucket is 0.0001 %. */
export const BUCKETS = 1_000_000;
const BUCKETS_PER_PERCENT = BUCKETS / 100;

/** Slots of a conflict domain: one is 100 buckets. */
export const SLOTS = 10_000;
const BUCKETS_PER_SLOT = BUCKETS / SLOTS;

export const BUCKET_PURPOSES = ['traffic', 'variant', 'holdout', 'conflict', 'rule'] as const;
/** Each purpose has its own hash, so that a subject's traffic bucket says nothing about its variant bucket. */
export type BucketPurpose = (typeof BUCKET_PURPOSES)[number];

/**
 * The bucket of a unit (a subject, as a rule) under a salt: floor(murmur3("salt:purpose:unit") × 10⁶ / 2³²).
 * docs/bucketing.md has the algorithm and its test vectors.
 * @returns an integer in [0, 1 000 000)
 */
export function bucketOf(salt: string, purpose: BucketPurpose, unit: string): number {
  return bucketOfHash(murmur3(`${salt}:${purpose}:${unit}`));
}

/** `bucketOf` for many units of one salt and purpose: hashes their common prefix once. */
export class Buckets extends Beginning {
  constructor(salt: string, purpose: BucketPurpose) {
    super(`${salt}:${purpose}:`);
  }

  of(unit: string): number {
    return bucketOfHash(this.hashWith(unit));
  }
}

// The product stays below 2⁵², so binary floating point is exact here.
const bucketOfHash = (hash: number): number => Math.floor((hash * BUCKETS) / 2 ** 32);

/** The slot that contains a bucket of purpose `conflict`: an integer in [0, 10 000). */
export const slotOf = (bucket: number): number => Math.floor(bucket / BUCKETS_PER_SLOT);

/** True for the first `traffic` buckets, so that raising the traffic never removes a subject. */
export function inTraffic(bucket: number, traffic: number): boolean {
  return bucket < traffic;
}

/**
 * Picks the first variant whose threshold is above the bucket.
 * @param variants with ascending cumulative thresholds, the last of them 1 000 000
 * @throws RangeError if no threshold is above the bucket
 */
export function pickVariant<V extends { readonly upTo: number }>(bucket: number, variants: readonly V[]): V {
  for (const variant of variants) if (bucket < variant.upTo) return variant;
  throw new RangeError(`no variant for bucket ${bucket}`);
}

/**
 * Converts a percentage to a number of buckets without rounding: "33.3333" is 333 333.
 * @param decimal 0 to 100 in plain notation, no finer than 0.0001
 * @throws RangeError for anything else
 */
export function percentageToBuckets(decimal: string): number {
  if (!/^\d{1,3}(\.\d{1,4})?$/.test(decimal)) {
    throw new RangeError(`not a percentage of at most 4 decimals: ${JSON.stringify(decimal)}`);
  }
  const buckets = new Big(decimal).times(BUCKETS_PER_PERCENT).toNumber();
  if (buckets > BUCKETS) throw new RangeError(`more than 100 percent: ${decimal}`);
  return buckets;
}

/**
 * Replaces the weight of each part (usually a variant) by `upTo`, the end of its range of buckets.
 * @param parts with weights that `percentageToBuckets` accepts and that sum to exactly 100
 * @throws RangeError for a sum other than 100 or a malformed weight
 */
export function withThresholds<P extends { readonly weight: string }>(
  parts: readonly P[],
): readonly (Omit<P, 'weight'> & { readonly upTo: number })[] {
  let upTo = 0;
  const ranged = parts.map(({ weight, ...part }) => ({ ...part, upTo: (upTo += percentageToBuckets(weight)) }));
  if (upTo !== BUCKETS)
    throw new RangeError(`weights must sum to exactly 100: ${parts.map((p) => p.weight).join(' + ')}`);
  return ranged;
}
