import { describe, expect, it } from '@jest/globals';
import { conversionArm, meanArm, ratioArm } from './arm.js';
import { effectOf } from './effect.js';
import { momentsOf, ratioMomentsOf } from './moments.js';
import { comparableStrata, stratifiedEffect } from './strata.js';

const whole = { a: meanArm(momentsOf([1, 2, 3])), b: meanArm(momentsOf([2, 4])) };

describe('the strata of a comparison', () => {
  it('without two subjects in each arm are left out', () => {
    const lone = { a: meanArm(momentsOf([1])), b: meanArm(momentsOf([5, 7])) };
    const empty = { a: conversionArm({ n: 0, sx: 0 }), b: meanArm(momentsOf([5, 7])) };
    const silent = { a: ratioArm(ratioMomentsOf([0, 0], [0, 0])), b: ratioArm(ratioMomentsOf([1, 2], [3, 3])) };
    expect(comparableStrata([lone, whole, empty, silent])).toEqual([whole]);
    expect(stratifiedEffect([lone, whole], 'relative')).toEqual(effectOf(whole.a, whole.b, 'relative'));
    expect(stratifiedEffect([lone, empty], 'relative')).toEqual({ notComputable: 'one_subject' });
    expect(stratifiedEffect([empty], 'absolute')).toEqual({ notComputable: 'no_subjects' });
  });

  it('are none at first', () => {
    expect(stratifiedEffect([], 'absolute')).toEqual({ notComputable: 'no_subjects' });
  });

  it('whose sums are wrong leave nothing to trust', () => {
    const wrong = { a: meanArm({ n: 5, sx: 10, sxx: -1 }), b: meanArm(momentsOf([5, 7])) };
    expect(stratifiedEffect([whole, wrong], 'absolute')).toEqual({ notComputable: 'impossible_sums' });
  });
});
