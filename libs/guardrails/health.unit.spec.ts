import { describe, expect, it } from '@jest/globals';
import type { Experiment } from '../experiments/index.js';
import { sequentialSampleRatio } from '../statistics/index.js';
import type { HealthFacts } from '../measurement/index.js';
import { healthBreaches } from './health.js';

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
    startedAt: new Date(minutesAgo(1_000)).toISOString(),
    phases: [1, 2, 3].map((phase) => ({ phase, disabledArms: [] })),
    runs: [{ run: 2, phase: 3, from: new Date(minutesAgo(minutes)).toISOString(), to: null }],
    ...changes,
  }) as unknown as Experiment;
/** Subjects of the phases 1, 2, 3. */
const inPhases = (...phases: readonly Readonly<Record<string, number>>[]): HealthFacts['exposed'] =>
  new Map(phases.map((arms, index) => [index + 1, new Map(Object.entries(arms))]));
const healthy: HealthFacts = {
  exposed: inPhases({ control: 400, treatment: 390 }, {}, { control: 500, treatment: 510 }),
  everExposed: 2_000,
  doubleExposed: 4,
  latestEvent: minutesAgo(1),
};
const keysOf = (facts: Partial<HealthFacts>, experiment = startedAgo(600)): string[] =>
  healthBreaches(experiment, { ...healthy, ...facts }, now, 'sweep').map(({ guardrail }) => guardrail);

describe('the health of an experiment', () => {
  it('is no breach while all is well', () => expect(keysOf({})).toEqual([]));

  it('breaks where subjects do not split as the weights say, with observed and expected subjects of each arm', () => {
    const exposed = inPhases({ control: 1_000, treatment: 1_300 }, {}, { control: 1_000, treatment: 1_300 });
    const [breach] = healthBreaches(startedAgo(600), { ...healthy, exposed }, now, 'sweep');
    expect(breach).toMatchObject({
      guardrail: 'assay.srm',
      action: 'notify',
      run: 2,
      variant: null,
      threshold: '1000',
      numerator: '2600',
      denominator: '4600',
      evidence: 'control 2000 where 2300 were expected, treatment 2600 where 2300 were expected',
      split: [
        { variant: 'control', observed: 2_000, expected: '2300' },
        { variant: 'treatment', observed: 2_600, expected: '2300' },
      ],
      windowFrom: new Date(minutesAgo(1_000)).toISOString(),
    });
    const ofOnePhase = sequentialSampleRatio([1_000, 1_300], [50, 50]);
    expect(Math.log(Number(breach?.value))).toBeCloseTo(2 * ofOnePhase, 4);
  });

  const alone = (subjects: number) => ({ control: 0, treatment: subjects });
  it.each([
    ['11 subjects all of one arm are chance', inPhases({}, {}, alone(11)), []],
    ['125 subjects all of one arm are not evidence enough', inPhases({}, {}, alone(125)), []],
    ['126 are', inPhases({}, {}, alone(126)), ['assay.srm']],
    ['evidence of several phases multiplies', inPhases(alone(100), alone(100), alone(1)), ['assay.srm']],
    ['what the run before told is not told again', inPhases(alone(1_000), alone(1_000), {}), []],
    ['an even phase speaks against an uneven one', inPhases(alone(130), {}, { control: 9_000, treatment: 9_000 }), []],
  ] as const)('%s', (_, exposed, found) => expect(keysOf({ exposed })).toEqual(found));

  it('has evidence that a number can say, however many subjects there are', () => {
    const [breach] = healthBreaches(
      startedAgo(600),
      { ...healthy, exposed: inPhases({}, {}, alone(1e9)) },
      now,
      'sweep',
    );
    expect(breach?.value).toBe('1e+300');
  });

  const withDisabled = (...disabled: readonly (readonly string[])[]): Experiment =>
    startedAgo(600, {
      variants: [
        { key: 'control', weight: '50' },
        { key: 'treatment', weight: '30' },
        { key: 'other', weight: '20' },
      ] as unknown as Experiment['variants'],
      phases: disabled.map((disabledArms, index) => ({
        phase: index + 1,
        disabledArms,
      })) as unknown as Experiment['phases'],
    });
  const split = { control: 5_000, treatment: 3_000, other: 2_000 };

  it('expects nobody in a disabled arm, and the others by their own weights', () => {
    const disabled = withDisabled([], [], ['treatment']);
    expect(keysOf({ exposed: inPhases(split, split, { ...split, treatment: 0 }) }, disabled)).toEqual([]);
    expect(keysOf({ exposed: inPhases(split, split, { ...split, other: 3_000 }) }, disabled)).toEqual(['assay.srm']);
  });

  it('still judges the phases before an arm was disabled', () => {
    const disabled = withDisabled([], [], ['treatment']);
    const exposed = inPhases({ ...split, treatment: 4_000 }, {}, { ...split, treatment: 0 });
    expect(keysOf({ exposed }, disabled)).toEqual(['assay.srm']);
  });

  it('does not take those who come back to an arm that is enabled again for a mismatch', () => {
    const enabledAgain = withDisabled([], ['treatment'], []);
    const exposed = inPhases(split, { ...split, treatment: 0 }, { control: 500, treatment: 3_300, other: 200 });
    expect(keysOf({ exposed }, enabledAgain)).toEqual([]);
    const uneven = inPhases(split, {}, { control: 500, treatment: 300, other: 500 });
    expect(keysOf({ exposed: uneven }, enabledAgain)).toEqual(['assay.srm']);
  });

  it('sees that nobody was exposed to a variant, whatever its key', () => {
    const variants = [
      { key: 'control', weight: '50' },
      { key: 'constructor', weight: '50' },
    ] as unknown as Experiment['variants'];
    const facts = { ...healthy, exposed: inPhases({}, {}, { control: 130 }) };
    expect(healthBreaches(startedAgo(600, { variants }), facts, now, 'sweep')).toMatchObject([
      { guardrail: 'assay.srm', numerator: '130', denominator: '130' },
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
