import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide, flag, running } from '../../test/support/decisions.js';
import type { ExperimentSnapshot } from './snapshot.js';

const weights = ['10', '33.3333', '56.6667'];
const weighted = running({
  traffic: '100',
  variants: weights.map((weight, index) => ({ key: `v${index}`, value: index, control: index === 0, weight })),
});

const decideWith = (experiment: ExperimentSnapshot, subjectId: string) =>
  decide({ ...flag, experiment }, { subjectId });

describe('assignment', () => {
  it('gives each variant its weight, within half a point on 100 000 subjects', () => {
    const counts = new Map<string | null, number>();
    for (let index = 0; index < 100_000; index++) {
      const { variant } = decideWith(weighted, `user-${index}`);
      counts.set(variant, (counts.get(variant) ?? 0) + 1);
    }
    weights.forEach((weight, index) => {
      expect(Math.abs((counts.get(`v${index}`) ?? 0) / 1_000 - Number(weight))).toBeLessThan(0.5);
    });
  });

  const subject = fc.string({ unit: 'grapheme', minLength: 1 });

  it('is the same for the same subject and configuration, also across a restart', () => {
    fc.assert(
      fc.property(subject, (subject) => {
        const restarted = JSON.parse(JSON.stringify(weighted)) as typeof weighted;
        expect(decideWith(restarted, subject)).toEqual(decideWith(weighted, subject));
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it('survives phases and a raise of the traffic: whoever was in stays in, with the same variant', () => {
    const share = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(subject, share, share, (subject, one, other) => {
        const before = decideWith({ ...weighted, trafficBuckets: Math.min(one, other) }, subject);
        const after = decideWith({ ...weighted, phase: 3, trafficBuckets: Math.max(one, other) }, subject);
        if (before.identified) expect(after).toEqual({ ...before, phase: 3 });
        if (after.identified) expect(after.variant).toBe(decideWith(weighted, subject).variant);
      }),
      { seed: 6, numRuns: 1_000 },
    );
  });

  it('depends on the salt', () => {
    const reassigned = Array.from({ length: 1_000 }, (_, index) => `user-${index}`).filter(
      (subject) =>
        decideWith(weighted, subject).variant !== decideWith({ ...weighted, salt: 'search' }, subject).variant,
    );
    expect(reassigned.length).toBeGreaterThan(400);
  });
});
