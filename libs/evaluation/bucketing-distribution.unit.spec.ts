import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { BUCKET_PURPOSES, BUCKETS, Buckets, slotOf, SLOTS, type BucketPurpose } from './bucketing.js';

/** A uuid that looks random and is the same in every run. */
function uuid(index: number): string {
  const hex = createHash('sha256').update(`uuid ${index}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const firstNames = ['ada', 'grace', 'alan', 'edsger', 'barbara', 'donald', 'katherine', 'tony'];
const email = (index: number) => `${firstNames[index % firstNames.length]}.${index}@example.com`;
const units = { sequential: (index: number) => `user-${index}`, number: String, uuid, email };

describe('buckets are uniform', () => {
  const SUBJECTS = 100_000;
  const CELLS = 100;
  // The 99.9% quantile of χ² with 99 degrees of freedom; the ids are fixed, so the outcome is too.
  const CRITICAL = 148.23;

  const cases = Object.entries(units).flatMap(([name, unit]) =>
    BUCKET_PURPOSES.map((purpose) => ({ name, unit, purpose })),
  );
  it.each(cases)('over $name ids, for $purpose', ({ unit, purpose }) => {
    const counts = new Array<number>(CELLS).fill(0);
    const buckets = new Buckets('checkout', purpose);
    for (let index = 0; index < SUBJECTS; index++) {
      const cell = Math.floor((buckets.of(unit(index)) * CELLS) / BUCKETS);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    const expected = SUBJECTS / CELLS;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(counts).toHaveLength(CELLS);
    expect(chiSquare).toBeLessThan(CRITICAL);
  });
});

describe('assignments are independent', () => {
  const PAIRS = 1_000;
  const SUBJECTS = 1_000;
  // The 99% quantile of χ² with one degree of freedom: of independent pairs, 1% exceed it.
  const CRITICAL = 6.635;

  const pairsOfPurposes = BUCKET_PURPOSES.flatMap((one, index) =>
    BUCKET_PURPOSES.slice(index + 1).map((other) => [one, other] as const),
  );
  const ids = Array.from({ length: SUBJECTS }, (_, index) => `user-${index}`);
  const half = (salt: string, purpose: BucketPurpose) => {
    const buckets = new Buckets(salt, purpose);
    return ids.map((id) => buckets.of(id) < BUCKETS / 2);
  };

  /** Pearson's χ² of the 2×2 table: n (ad − bc)² over the product of the four margins. */
  function chiSquare(one: readonly boolean[], other: readonly boolean[]): number {
    let [both, onlyOne, onlyOther] = [0, 0, 0];
    for (let index = 0; index < SUBJECTS; index++) {
      if (one[index] && other[index]) both++;
      else if (one[index]) onlyOne++;
      else if (other[index]) onlyOther++;
    }
    const neither = SUBJECTS - both - onlyOne - onlyOther;
    const margins = (both + onlyOne) * (onlyOther + neither) * (both + onlyOther) * (onlyOne + neither);
    return (SUBJECTS * (both * neither - onlyOne * onlyOther) ** 2) / margins;
  }

  it.each([
    [
      'of two experiments with uuid salts',
      (i: number) => [half(uuid(2 * i), 'variant'), half(uuid(2 * i + 1), 'variant')],
    ],
    [
      'of two experiments with salts alike',
      (i: number) => [half(`exp-${2 * i}`, 'variant'), half(`exp-${2 * i + 1}`, 'variant')],
    ],
    ['of traffic and variant of one experiment', (i: number) => [half(uuid(i), 'traffic'), half(uuid(i), 'variant')]],
    [
      'of any two purposes under one salt',
      (i: number) => {
        const [one, other] = pairsOfPurposes[i % pairsOfPurposes.length] ?? ['traffic', 'variant'];
        return [half(uuid(i), one), half(uuid(i), other)];
      },
    ],
  ])('%s', (_, pair) => {
    let dependent = 0;
    for (let index = 0; index < PAIRS; index++) {
      const [one = [], other = []] = pair(index);
      if (chiSquare(one, other) > CRITICAL) dependent++;
    }
    expect(dependent / PAIRS).toBeGreaterThan(0.002);
    expect(dependent / PAIRS).toBeLessThan(0.018);
  });
});

describe('slots', () => {
  it('are ten thousand, of a hundred buckets each', () => {
    expect([0, 99, 100, 999_899, 999_900, BUCKETS - 1].map(slotOf)).toEqual([0, 0, 1, 9_998, SLOTS - 1, SLOTS - 1]);
  });
});
