import Big from 'big.js';
import { Beginning, murmur3 } from './murmur3.js';

/** Buckets that every percentage is counted in: one is 0.0001 %. */
export const BUCKETS = 1_000_000;
const BUCKETS_PER_PERCENT = BUCKETS / 100;

/** Slots of a conflict domain: one is 100 buckets. */
export const SLOTS = 10_000;
const BUCKETS_PER_SLOT = BUCKETS / SLOTS;

export const BUCKET_PURPOSES = ['traffic', 'variant', 'holdout', 'conflict', 'rule'] as const;
/** What a bucket is asked for: each purpose hashes apart, so that being in the traffic says nothing about the variant. */
export type BucketPurpose = (typeof BUCKET_PURPOSES)[number];

/**
 * The bucket of a unit (a subject, as a rule) under a salt: floor(murmur3("salt:purpose:unit") × 10⁶ / 2³²).
 * docs/bucketing.md has the algorithm and its test vectors.
 * @returns an integer in [0, 1 000 000)
 */
export function bucketOf(salt: string, purpose: BucketPurpose, unit: string): number {
  return bucketOfHash(murmur3(`${salt}:${purpose}:${unit}`));
}

/** The same for the many units of one salt and purpose. */
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

/** The slot that a bucket of purpose `conflict` lies in: an integer in [0, 10 000). */
export const slotOf = (bucket: number): number => Math.floor(bucket / BUCKETS_PER_SLOT);

/** True for the first `traffic` buckets: raising the traffic never moves anyone out. */
export function inTraffic(bucket: number, traffic: number): boolean {
  return bucket < traffic;
}

/**
 * The first variant whose threshold lies above the bucket.
 * @param variants with ascending cumulative thresholds, the last of them 1 000 000
 * @throws RangeError where no threshold lies above the bucket
 */
export function pickVariant<V extends { readonly upTo: number }>(bucket: number, variants: readonly V[]): V {
  for (const variant of variants) if (bucket < variant.upTo) return variant;
  throw new RangeError(`no variant for bucket ${bucket}`);
}

/**
 * A percentage as a number of buckets, exactly: "33.3333" is 333 333.
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
 * The parts (variants, as a rule) with their weights replaced by where each one's range of buckets ends.
 * @param parts with weights as `percentageToBuckets` takes them, their sum exactly 100
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
