import { describe, expect, it } from '@jest/globals';
import type { Experiment } from '../experiments/index.js';
import { healthBreaches, type HealthFacts } from './health.js';

const now = new Date('2026-01-01T12:00:00.000Z');
const minutesAgo = (minutes: number): number => now.getTime() - minutes * 60_000;
const startedAgo = (minutes: number, changes: Partial<Experiment> = {}): Experiment =>
  ({
    id: 'e',
    environment: 'production',
    status: 'running',
    variants: [
      { key: 'control', weight: '50' },
      { key: 'treatment', weight: '50' },
    ],
    disabledArms: [],
    runs: [{ run: 2, phase: 3, from: new Date(minutesAgo(minutes)).toISOString(), to: null }],
    ...changes,
  }) as unknown as Experiment;
const healthy: HealthFacts = {
  exposed: { control: 500, treatment: 510 },
  everExposed: 2_000,
  doubleExposed: 4,
  latestEvent: minutesAgo(1),
};
const keysOf = (facts: Partial<HealthFacts>, experiment = startedAgo(600)): string[] =>
  healthBreaches(experiment, { ...healthy, ...facts }, now, 'sweep').map(({ guardrail }) => guardrail);

describe('the health of an experiment', () => {
  it('is no breach while all is well', () => expect(keysOf({})).toEqual([]));

  it('breaks where subjects do not split as the weights say', () => {
    const [breach] = healthBreaches(
      startedAgo(600),
      { ...healthy, exposed: { control: 1_000, treatment: 1_200 } },
      now,
      'sweep',
    );
    expect(breach).toMatchObject({
      guardrail: 'assay.srm',
      action: 'notify',
      run: 2,
      variant: null,
      threshold: '0.001',
    });
    expect(Number(breach?.value)).toBeCloseTo(2.0079e-5, 9);
  });

  it('expects nobody in a disabled arm', () => {
    const disabled = startedAgo(600, { disabledArms: ['treatment'] });
    expect(keysOf({ exposed: { control: 1_000, treatment: 20 } }, disabled)).toEqual([]);
  });

  it('sees that nobody was exposed to a variant, whatever its key', () => {
    const variants = [
      { key: 'control', weight: '50' },
      { key: 'constructor', weight: '50' },
    ] as unknown as Experiment['variants'];
    const facts = { ...healthy, exposed: { control: 100 } };
    expect(healthBreaches(startedAgo(600, { variants }), facts, now, 'sweep')).toMatchObject([
      { guardrail: 'assay.srm', numerator: '100', denominator: '100' },
    ]);
  });

  it.each([
    [20, []],
    [21, ['assay.double_exposure']],
  ])('with %d of 2,000 subjects exposed to several variants: %j', (doubleExposed, found) => {
    expect(keysOf({ doubleExposed })).toEqual(found);
  });

  it('leaves a handful of double exposures alone', () =>
    expect(keysOf({ doubleExposed: 4, everExposed: 5 })).toEqual([]));

  it.each([
    [61, 61, ['assay.silence']],
    [59, 600, []],
    [null, 61, ['assay.silence']],
    [null, 59, []],
    [600, 59, []],
  ])('with the latest event %j minutes ago in a run of %d minutes: %j', (event, run, found) => {
    expect(keysOf({ latestEvent: event === null ? null : minutesAgo(event) }, startedAgo(run))).toEqual(found);
  });

  it('is not asked of what does not run', () => {
    expect(keysOf({ latestEvent: null }, startedAgo(600, { status: 'paused' }))).toEqual([]);
  });
});
