import { describe, expect, it } from '@jest/globals';
import { daysText, effectText, intervalText, leaning, pText, reasonText, verdictTitle } from './result-words.js';

describe('numbers as people read them', () => {
  it.each([
    [0.0421357, '+4.21%'],
    [-0.3, '-30%'],
    [0, '0%'],
    [12.3456, '+1,230%'],
    [null, '–'],
  ])('an effect of %j is %s', (effect, text) => {
    expect(effectText(effect)).toBe(text);
  });

  it.each([
    [0.0000001, '< 0.001'],
    [0.04567, '0.046'],
    [null, '–'],
  ])('a p-value of %j is %s', (p, text) => {
    expect(pText(p)).toBe(text);
  });

  it.each([
    [0.2, 'less than a day'],
    [1, '1 day'],
    [12.1, '13 days'],
  ])('%d days are %s', (days, text) => {
    expect(daysText(days)).toBe(text);
  });

  it('says that there is no interval yet', () => {
    expect(intervalText({ effect: 0.1, lower: null, upper: null, se: null })).toBe('no interval yet');
    expect(intervalText({ effect: 0.1, lower: -0.05, upper: 0.25, se: 0.1 })).toBe('-5% to +25%');
  });
});

it.each([
  [0.1, 0.2, 'higher_is_better', 'better'],
  [0.1, 0.2, 'lower_is_better', 'worse'],
  [-0.2, -0.1, 'lower_is_better', 'better'],
  [-0.2, -0.1, 'higher_is_better', 'worse'],
  [-0.1, 0.1, 'higher_is_better', 'open'],
  [null, null, 'higher_is_better', 'open'],
] as const)('an interval of %j to %j where %s is %s', (lower, upper, direction, expected) => {
  expect(leaning({ effect: 0, lower, upper, se: null }, direction)).toBe(expected);
});

it('names the treatment to ship, and why', () => {
  expect(verdictTitle({ kind: 'ship', variant: 'one_page', reasons: [], arms: [] })).toBe('Ship one_page');
  expect(reasonText({ kind: 'margin_violated', metric: 'latency', guardrail: 'slow' })).toBe(
    'latency is worse than control by more than the margin of the guardrail slow.',
  );
  expect(reasonText({ kind: 'plan_not_reached', daysLeft: 3.2 })).toBe('About 4 days to the planned end.');
});
