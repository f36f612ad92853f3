import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  BUCKETS,
  bucketOf,
  Buckets,
  inTraffic,
  percentageToBuckets,
  pickVariant,
  withThresholds,
  type BucketPurpose,
} from './bucketing.js';
import { murmur3 } from './murmur3.js';

interface Vector {
  readonly salt: string;
  readonly purpose: BucketPurpose;
  readonly unit: string;
  readonly hash: string;
  readonly bucket: number;
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const vectors = JSON.parse(read('./vectors.json')) as readonly Vector[];
const documentation = read('../../docs/bucketing.md');

describe('a published vector', () => {
  it.each(vectors)('$salt:$purpose:$unit → $bucket', ({ salt, purpose, unit, hash, bucket }) => {
    expect(murmur3(`${salt}:${purpose}:${unit}`)).toBe(Number(hash));
    expect(bucketOf(salt, purpose, unit)).toBe(bucket);
    expect(new Buckets(salt, purpose).of(unit)).toBe(bucket);
    expect(documentation).toContain(`| \`${salt}\` | \`${purpose}\` | \`${unit}\` | \`${hash}\` | ${bucket} |\n`);
  });

  it('is in the JSON file if it is in the documentation', () => {
    expect(documentation.match(/^\| `.+` \| `0x.+$/gm)).toHaveLength(vectors.length);
  });

  it('reaches the first bucket and the last', () => {
    const buckets = vectors.map(({ bucket }) => bucket);
    expect(buckets).toEqual(expect.arrayContaining([0, BUCKETS - 1]));
  });
});

describe('a percentage', () => {
  it.each([
    ['0', 0],
    ['0.0001', 1],
    ['0.29', 2_900],
    ['1.1', 11_000],
    ['33.3333', 333_333],
    ['57.9999', 579_999],
    ['99.9999', 999_999],
    ['100', 1_000_000],
    ['100.0000', 1_000_000],
  ])('%s is %d buckets', (decimal, buckets) => {
    expect(percentageToBuckets(decimal)).toBe(buckets);
  });

  it.each([
    '',
    ' ',
    '-1',
    '+1',
    '1e1',
    '.5',
    '5.',
    '0x10',
    '1,5',
    ' 1',
    '1 ',
    '1\n',
    'NaN',
    '33.33333',
    '100.0001',
    '101',
  ])('%j is refused', (decimal) => {
    expect(() => percentageToBuckets(decimal)).toThrow(RangeError);
  });

  it('of at most 4 decimals is never rounded', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: BUCKETS }), (buckets) => {
        const digits = String(buckets).padStart(5, '0');
        expect(percentageToBuckets(`${digits.slice(0, -4)}.${digits.slice(-4)}`)).toBe(buckets);
      }),
      { seed: 2, numRuns: 2_000 },
    );
  });
});

describe('weights', () => {
  const ranges = (...weights: string[]) =>
    withThresholds(weights.map((weight) => ({ weight }))).map(({ upTo }) => upTo);

  it('become running totals that end at the last bucket', () => {
    expect(ranges('33.3333', '33.3333', '33.3334')).toEqual([333_333, 666_666, 1_000_000]);
  });

  it.each([[['50', '49.9999']], [['50', '50.0001']], [['100', '0.0001']], [[]]])('of %j are refused', (weights) => {
    expect(() => ranges(...weights)).toThrow('weights must sum to exactly 100');
  });

  it('leave whatever else a part has as it was', () => {
    expect(withThresholds([{ key: 'control', weight: '100' }])).toEqual([{ key: 'control', upTo: 1_000_000 }]);
  });
});

describe('a range of buckets', () => {
  const variants = [
    { key: 'none', upTo: 0 },
    { key: 'one', upTo: 1 },
    { key: 'rest', upTo: BUCKETS },
  ];

  it.each([
    [0, 'one'],
    [1, 'rest'],
    [BUCKETS - 1, 'rest'],
  ])('holds its start and not its end: bucket %d is in %s', (bucket, key) => {
    expect(pickVariant(bucket, variants).key).toBe(key);
  });

  it('is an error to ask for where none holds the bucket', () => {
    expect(() => pickVariant(BUCKETS, variants)).toThrow(RangeError);
  });

  it.each([
    [0, 0, false],
    [0, 1, true],
    [1, 1, false],
    [BUCKETS - 1, BUCKETS - 1, false],
    [BUCKETS - 1, BUCKETS, true],
  ])('of the traffic: bucket %d of %d is in: %s', (bucket, traffic, expected) => {
    expect(inTraffic(bucket, traffic)).toBe(expected);
  });
});

describe('raising the traffic', () => {
  it('never moves anyone out, and moves exactly the share in', () => {
    const shares = ['0', '0.0001', '1', '10', '50', '99.99', '100'].map(percentageToBuckets);
    const buckets = Array.from({ length: 100_000 }, (_, i) => bucketOf('checkout', 'traffic', `user-${i}`));
    const movedOut = buckets.filter((bucket) =>
      shares.some(
        (share, index) => inTraffic(bucket, share) && shares.slice(index).some((more) => !inTraffic(bucket, more)),
      ),
    );
    expect(movedOut).toEqual([]);
    for (const share of shares) {
      const expected = share / BUCKETS;
      const found = buckets.filter((bucket) => inTraffic(bucket, share)).length / buckets.length;
      expect(Math.abs(found - expected)).toBeLessThan(0.005);
    }
  });
});
