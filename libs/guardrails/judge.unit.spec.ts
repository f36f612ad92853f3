import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Experiment, Guardrail } from '../experiments/index.js';
import type { Direction, Metric } from '../metrics/index.js';
import { isBeyond, judge, ratesOf, windowOf, type ArmCounts } from './judge.js';
import { triggerIdOf, type Breach } from './guardrail.events.js';
import { onBreach, onSettled, sagaAggregate, unsettled, type SagaEvent } from './saga.js';

const now = new Date('2026-01-01T02:00:07.500Z');
const guardrail: Guardrail = {
  key: 'g',
  metric: 'm',
  threshold: '0.1',
  windowMinutes: 60,
  action: 'pause',
  per: 'event',
  minSample: 0,
  scope: 'any_variant',
};
const metricOf = (direction: Direction): Metric => ({
  key: 'm',
  version: 1,
  name: '',
  direction,
  rule: { kind: 'ratio', numeratorEvent: 'a', denominatorEvent: 'b' },
});
const running = {
  id: 'e',
  environment: 'production',
  status: 'running',
  variants: [{ key: 'control' }, { key: 'treatment' }],
  runs: [{ run: 1, phase: 1, from: '2026-01-01T00:00:00.000Z', to: null }],
} as unknown as Experiment;
const arm = (variant: string, numerator: string, denominator: string): ArmCounts => ({
  variant,
  numerator,
  denominator,
});
const judged = (counts: readonly ArmCounts[], direction: Direction = 'lower_is_better', threshold = '0.1') =>
  judge(running, { ...guardrail, threshold }, metricOf(direction), counts, now, 'monitor');

describe('judging a guardrail', () => {
  it('finds a breach above the threshold, with its evidence', () => {
    expect(judged([arm('control', '0', '10'), arm('treatment', '3', '10')])).toMatchObject({
      id: triggerIdOf('e', 1, 'g'),
      variant: 'treatment',
      value: '0.3',
      numerator: '3',
      denominator: '10',
      breached: [
        { variant: 'treatment', value: '0.3' },
        { variant: null, value: '0.15', numerator: '3', denominator: '20' },
      ],
      windowFrom: '2026-01-01T01:00:00.000Z',
      windowTo: now.toISOString(),
      detectedBy: 'monitor',
    });
  });

  it.each<[Direction, string, boolean]>([
    ['lower_is_better', '2', true],
    ['lower_is_better', '1', false],
    ['lower_is_better', '0', false],
    ['higher_is_better', '2', false],
    ['higher_is_better', '1', false],
    ['higher_is_better', '0', true],
  ])('%s with %s of 10 against 0.1: breach %s (equal is none)', (direction, numerator, breach) => {
    expect(judged([arm('control', numerator, '10')], direction) !== null).toBe(breach);
  });

  it('takes no data for no breach, whatever the direction', () => {
    expect(judged([])).toBeNull();
    expect(judged([arm('control', '5', '0')], 'higher_is_better')).toBeNull();
    expect(ratesOf(running, []).map((rate) => rate.value)).toEqual([null, null, null]);
  });

  it('judges an arm by itself that the pooled total would hide, and the total that no arm explains', () => {
    expect(judged([arm('control', '0', '1000'), arm('treatment', '2', '10')])?.breached).toHaveLength(1);
    expect(judged([arm('control', '2', '0'), arm('treatment', '1', '10')])).toMatchObject({
      variant: null,
      value: '0.3',
    });
  });

  it('compares exactly where floating point would not', () => {
    // 0.1 + 0.2 style: 3 of 10 against 0.3 is equal, and equal is no breach.
    expect(judged([arm('control', '3', '10')], 'lower_is_better', '0.3')).toBeNull();
    expect(
      judged([arm('control', '30000000000000001', '100000000000000000')], 'lower_is_better', '0.3'),
    ).not.toBeNull();
  });

  it('never judges what does not run', () => {
    const paused = { ...running, status: 'paused' } as Experiment;
    expect(judge(paused, guardrail, metricOf('lower_is_better'), [arm('control', '9', '10')], now, 'sweep')).toBeNull();
  });

  it('is a breach exactly where the fraction is beyond, for any counts', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000),
        fc.integer({ min: 1, max: 1_000 }),
        fc.nat(1_000),
        (numerator, denominator, permille) => {
          const rate = { variant: 'a', numerator: String(numerator), denominator: String(denominator), value: '' };
          const threshold = (permille / 1000).toFixed(3);
          expect(isBeyond(rate, threshold, 'lower_is_better')).toBe(numerator * 1000 > permille * denominator);
          expect(isBeyond(rate, threshold, 'higher_is_better')).toBe(numerator * 1000 < permille * denominator);
        },
      ),
      { seed: 3 },
    );
  });
});

describe('the window', () => {
  const later = { run: 2, phase: 2, from: '2026-01-01T01:45:03.000Z', to: null };
  const first = { run: 1, phase: 1, from: '2026-01-01T01:45:03.000Z', to: null };
  const fromOf = (minutes: number | null, run: typeof later): string =>
    windowOf({ ...guardrail, windowMinutes: minutes }, run, now).from.toISOString();

  it('starts at now minus the window, floored to 10 seconds', () =>
    expect(fromOf(5, later)).toBe('2026-01-01T01:55:00.000Z'));
  it('never reaches into an earlier run', () => expect(fromOf(60, later)).toBe('2026-01-01T01:45:00.000Z'));
  it('reaches before the first start', () => expect(fromOf(60, first)).toBe('2026-01-01T01:00:00.000Z'));
  it('without minutes is all of the run', () => expect(fromOf(null, later)).toBe('2026-01-01T01:45:00.000Z'));
});

describe('the saga', () => {
  const breach = {
    id: 't1',
    experiment: 'e',
    environment: 'production',
    guardrail: 'g',
    action: 'pause',
    run: 1,
  } as Breach;
  const facts = { by: { kind: 'system', id: 's', name: 's' } as const, at: now.toISOString() };
  const fold = (events: readonly SagaEvent[]) =>
    events.reduce((state, event) => sagaAggregate.evolve(state, event, facts), sagaAggregate.initialState);

  it('marks a breach and intends its action in one append, once', () => {
    const events = onBreach(sagaAggregate.initialState, breach);
    expect(events.map((event) => event.type)).toEqual(['breach_received', 'action_intended']);
    expect(onBreach(fold(events), breach)).toEqual([]);
    expect(unsettled(fold(events))).toMatchObject([{ trigger: 't1', action: 'pause', run: 1 }]);
  });

  it('gives the same command id to every attempt, another to every trigger', () => {
    const id = (trigger: string): unknown =>
      (onBreach(sagaAggregate.initialState, { ...breach, id: trigger })[1]?.data as { commandId: string }).commandId;
    expect(id('t1')).toBe(id('t1'));
    expect(id('t1')).not.toBe(id('t2'));
  });

  it('settles once', () => {
    const events = onBreach(sagaAggregate.initialState, breach);
    const settled = onSettled(fold(events), 't1', 'acted', '');
    expect(unsettled(fold([...events, ...settled]))).toEqual([]);
    expect(onSettled(fold([...events, ...settled]), 't1', 'refused', '')).toEqual([]);
  });
});
