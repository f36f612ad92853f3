import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Experiment, ThresholdGuardrail } from '../experiments/index.js';
import { binOf, POOLED } from '../measurement/index.js';
import { type Direction, type Metric, type MetricRule } from '../metrics/index.js';
import { bySeverity, isBeyond, judge, ratesOf, windowOf, type ArmCounts } from './judge.js';
import { triggerIdOf, type Breach } from './guardrail.events.js';
import { onBreach, onSettled, sagaAggregate, unsettled, type SagaEvent } from './saga.js';

const now = new Date('2026-01-01T02:00:07.500Z');
const guardrail: ThresholdGuardrail = {
  kind: 'threshold',
  sources: 'server',
  key: 'g',
  metric: 'm',
  threshold: '0.1',
  windowMinutes: 60,
  action: 'pause',
  per: 'event',
  minSample: 0,
  scope: 'any_variant',
};
const metricOf = (direction: Direction, rule?: MetricRule): Metric => ({
  key: 'm',
  version: 1,
  name: '',
  direction,
  rule: rule ?? { kind: 'ratio', numeratorEvent: 'a', denominatorEvent: 'b' },
});
const running = {
  id: 'e',
  environment: 'production',
  status: 'running',
  variants: [{ key: 'control', control: true }, { key: 'treatment' }, { key: 'third' }],
  disabledArms: [],
  runs: [{ run: 1, phase: 1, from: '2026-01-01T00:00:00.000Z', to: null }],
} as unknown as Experiment;
const arm = (variant: string, numerator: string, denominator: string, exposed = '5'): ArmCounts => ({
  variant,
  numerator,
  denominator,
  exposed,
});
const lower = metricOf('lower_is_better');
const judgedWith = (changes: Partial<ThresholdGuardrail>, counts: readonly ArmCounts[], metric = lower) =>
  judge(running, { ...guardrail, ...changes }, metric, counts, now, 'monitor');
const judged = (counts: readonly ArmCounts[], direction: Direction = 'lower_is_better', threshold = '0.1') =>
  judgedWith({ threshold }, counts, metricOf(direction))[0];

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
    expect(judged([arm('control', numerator, '10')], direction) !== undefined).toBe(breach);
  });

  it('takes no data for no breach, whatever the direction', () => {
    expect(judged([])).toBeUndefined();
    expect(judged([arm('control', '5', '0')], 'higher_is_better')).toBeUndefined();
    expect(ratesOf(running, lower, []).map((rate) => rate.value)).toEqual([null, null, null, null]);
  });

  it('judges an arm by itself that the pooled total would hide, and the total that no arm explains', () => {
    expect(judged([arm('control', '0', '1000'), arm('treatment', '2', '10')])?.breached).toHaveLength(1);
    expect(judged([arm('control', '2', '0'), arm('treatment', '1', '10')])).toMatchObject({
      variant: null,
      value: '0.3',
    });
  });

  it('counts once in the total who is in several variants', () => {
    const counts = [arm('control', '1', '1'), arm('treatment', '1', '1'), arm(POOLED, '-1', '-1', '-5')];
    expect(ratesOf(running, lower, counts).at(-1)).toMatchObject({ numerator: '1', denominator: '1', exposed: 5 });
  });

  it('does not judge an arm of fewer exposed subjects than its sample, nor a total', () => {
    const counts = [arm('control', '9', '9', '99'), arm('treatment', '9', '9', '100')];
    const [breach] = judgedWith({ minSample: 100 }, counts);
    expect(breach?.breached.map(({ variant }) => variant)).toEqual(['treatment', null]);
    expect(judgedWith({ minSample: 200 }, counts)).toEqual([]);
  });

  it('leaves control, and the total that holds it, alone where treatments are the scope', () => {
    const treatments = { scope: 'treatments' } as const;
    expect(judgedWith(treatments, [arm('control', '9', '10')])).toEqual([]);
    const [breach] = judgedWith(treatments, [arm('control', '9', '10'), arm('third', '2', '10')]);
    expect(breach?.breached.map(({ variant }) => variant)).toEqual(['third']);
  });

  it('disables each arm that is beyond by a trigger of its own, never for the total, never twice', () => {
    const action = { action: 'disable_arm' } as const;
    const counts = [arm('control', '2', '0'), arm('treatment', '2', '10'), arm('third', '3', '10')];
    const breaches = judgedWith(action, counts);
    expect(breaches.map(({ id, variant }) => [id, variant])).toEqual([
      [triggerIdOf('e', 1, 'g', 'treatment'), 'treatment'],
      [triggerIdOf('e', 1, 'g', 'third'), 'third'],
    ]);
    const disabled = { ...running, disabledArms: ['treatment'] } as Experiment;
    const left = judge(disabled, { ...guardrail, ...action }, lower, counts, now, 'monitor');
    expect(left.map(({ variant }) => variant)).toEqual(['third']);
  });

  it('compares the value of a quantile with the threshold', () => {
    const slow = metricOf('lower_is_better', { kind: 'quantile', event: 'e', property: 'ms', quantile: '0.5' });
    const counts = [{ ...arm('control', '0', '0'), bins: [{ bin: binOf(300), values: 3 }] }];
    expect(judgedWith({ threshold: '290' }, counts, slow)[0]).toMatchObject({
      variant: 'control',
      numerator: null,
      denominator: '3',
      evidence: 'p50 of 3 values',
      breached: [
        { variant: 'control', numerator: null },
        { variant: null, numerator: null },
      ],
    });
    expect(judgedWith({ threshold: '310' }, counts, slow)).toEqual([]);
  });

  it('puts a rollback before a pause, and both before a notice', () => {
    const breaches = (['notify', 'pause', 'rollback', 'disable_arm'] as const).map((action) => ({ action }) as Breach);
    expect(bySeverity(breaches).map(({ action }) => action)).toEqual(['rollback', 'pause', 'disable_arm', 'notify']);
  });

  it('compares exactly where floating point would not', () => {
    // 0.1 + 0.2 style: 3 of 10 against 0.3 is equal, and equal is no breach.
    expect(judged([arm('control', '3', '10')], 'lower_is_better', '0.3')).toBeUndefined();
    expect(judged([arm('control', '30000000000000001', '100000000000000000')], 'lower_is_better', '0.3')).toBeDefined();
  });

  it('never judges what does not run', () => {
    const paused = { ...running, status: 'paused' } as Experiment;
    expect(judge(paused, guardrail, lower, [arm('control', '9', '10')], now, 'sweep')).toEqual([]);
  });

  it('is a breach exactly where the fraction is beyond, for any counts', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000),
        fc.integer({ min: 1, max: 1_000 }),
        fc.nat(1_000),
        (numerator, denominator, permille) => {
          const fraction = { numerator: String(numerator), denominator: String(denominator) };
          const rate = { variant: 'a', ...fraction, value: '', exposed: 0 };
          const threshold = (permille / 1000).toFixed(3);
          expect(isBeyond(rate, threshold, lower)).toBe(numerator * 1000 > permille * denominator);
          expect(isBeyond(rate, threshold, metricOf('higher_is_better'))).toBe(
            numerator * 1000 < permille * denominator,
          );
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
