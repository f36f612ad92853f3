import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { eventOf, type Decided, type Measuring } from './measuring.js';
import { HALVES, Spending, type Running } from './spending.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

describe.each(STORES)('results one can decide by, on %s', (store) => {
  let assay: RunningWorld;
  let spending: Spending;
  let measuring: Measuring;
  let paid: string;
  let spend: string;
  let errors: string;

  beforeAll(async () => {
    assay = await startWorld(store);
    spending = await Spending.in(assay.world);
    ({ measuring } = spending);
    ({ paid, spend, errors } = spending.keys);
  });

  afterAll(() => assay.stop());

  // Reports are asserted field by field, as every answer is.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const of = (metric: string, comparisons: readonly any[]): any => comparisons.find((each) => each.metric === metric);
  const noisy = (mean: number, n: number): number => mean + (n % 2 === 0 ? 1 : -1);
  const planned = (more: object) => ({ planned: { mde: '0.05', ...more } });

  it('goes from keep_running to ship when the treatment is better and every margin is safe', async () => {
    const experiment = await spending.running(planned({ subjects: 5_000 }), 130, 130);
    expect((await spending.results(experiment)).verdict).toMatchObject({
      kind: 'keep_running',
      reasons: [
        { kind: 'plan_not_reached', daysLeft: null },
        { kind: 'primary_not_computable' },
        { kind: 'margin_undecided' },
      ],
    });
    await spending.play(
      experiment,
      (variant, n) => noisy(variant === 'treatment' ? 12 : 10, n),
      (variant) => (variant === 'treatment' ? 5 : 10),
    );
    const found = await spending.results(experiment);
    expect(found.verdict).toMatchObject({
      kind: 'ship',
      variant: 'treatment',
      reasons: [{ kind: 'primary_better' }, { kind: 'margins_safe' }],
    });
    const better = of(spend, found.comparisons);
    expect(better).toMatchObject({
      ...{ role: 'primary', variant: 'treatment', control: 'control', n: { control: 130, treatment: 130 } },
      ...{ value: { control: 10, treatment: 12 }, absolute: { effect: 2 }, state: 'ok', protectedAgainstPeeking: true },
      fixed: { state: 'not_yet', subjects: 260, planned: 5_000 },
    });
    expect(better['relative']).toMatchObject({ effect: expect.closeTo(0.2, 9) });
    expect(better['relative']['lower']).toBeGreaterThan(0);
    // How small it is depends on the first look, which is where a second of the log began.
    expect(better['p']).toBeLessThan(0.01);
    expect(of(errors, found.comparisons)['margin']).toMatchObject({ value: 0.02, verdict: 'safe' });
    expect(found.plan).toMatchObject({ subjects: 5_000, reachedSubjects: 260, reached: false });
    expect(found.plan).toMatchObject({ daysLeft: null, daysLeftReason: 'too_early', perDay: null });
    expect(found.health.map(({ check, state }: Record<string, string>) => [check, state])).toEqual([
      ...[
        ['srm', 'ok'],
        ['double_exposure', 'ok'],
        ['silence', 'ok'],
      ],
    ]);
    const bayesian = of(spend, (await spending.results(experiment, '?statistics=bayesian')).comparisons);
    expect(bayesian).toMatchObject({ p: null, protectedAgainstPeeking: false });
    expect(bayesian['chanceToWin']).toBeGreaterThan(0.999);
    const fixed = of(spend, (await spending.results(experiment, '?statistics=fixed')).comparisons);
    expect(fixed['absolute']['lower']).toBeGreaterThan(better['absolute']['lower']);

    await seen(experiment, found);
  });

  /** The same at past times, as a curve and as a table. */
  async function seen(experiment: Running, found: Awaited<ReturnType<Measuring['read']>>): Promise<void> {
    const { startedAt } = (await expectStatus(200, assay.world.owner.get(`/v1/experiments/${experiment.id}`))).body;
    // At the beginning of the hour of its start nobody had been exposed.
    const before = await spending.results(experiment, `?at=${startedAt}`);
    expect(of(spend, before.comparisons)).toMatchObject({
      ...{ n: { control: 0 }, state: 'not_computable', mde: null, mdeReason: 'no_subjects' },
    });
    expect(before).toMatchObject({ verdict: null, exposure: { subjects: { control: 0 }, waiting: null } });
    for (const away of [-2 * DAY_MS, 60_000]) {
      const at = new Date(Date.now() + away).toISOString();
      expect(await assay.world.owner.get(`/v1/experiments/${experiment.id}/results?at=${at}`)).toMatchObject({
        status: 400,
        body: { code: 'out_of_range', errors: [{ pointer: '?at' }] },
      });
    }
    const series = await measuring.read(experiment, `results/series?metric=${spend}`);
    expect(series.points.at(-1)).toMatchObject({
      n: { control: 130, treatment: 130 },
      absolute: of(spend, found.comparisons)['absolute'],
    });
    const { owner } = assay.world;
    const table = await expectStatus(
      200,
      owner.get(`/v1/experiments/${experiment.id}/results`, { accept: 'text/csv' }),
    );
    expect(table.headers.get('content-type')).toContain('text/csv');
    const [header = '', ...rows] = table.text.trim().split('\r\n');
    expect(header.split(',')).toEqual(
      expect.arrayContaining(['metric', 'relative_lower', 'adjusted_p', 'margin_verdict']),
    );
    expect(rows.map((row) => row.split(',')[6])).toEqual([spend, errors]);
    const column = (name: string) => rows.map((row) => row.split(',')[header.split(',').indexOf(name)]);
    expect([column('phase'), column('verdict'), column('verdict_variant'), column('arm_verdict')]).toEqual([
      ...[
        ['all', 'all'],
        ['ship', 'ship'],
        ['treatment', 'treatment'],
        ['ship', 'ship'],
      ],
    ]);
    expect(column('verdict_reasons')).toEqual(['primary_better margins_safe', 'primary_better margins_safe']);
    expect([column('planned_mde'), column('planned_subjects'), column('planned_days')]).toEqual([
      ...[
        ['0.05', '0.05'],
        ['5000', '5000'],
        ['', ''],
      ],
    ]);
    expect([column('reached_subjects'), column('plan_reached')]).toEqual([
      ['260', '260'],
      ['false', 'false'],
    ]);
    expect(column('plan_days_left_reason')).toEqual(['too_early', 'too_early']);
    const phase = await expectStatus(200, owner.get(`/v1/experiments/${experiment.id}/results?phase=1&format=csv`));
    const [names = '', values = ''] = phase.text.split('\r\n');
    expect(values.split(',')[names.split(',').indexOf('phase')]).toBe('1');
    const curve = await expectStatus(
      200,
      owner.get(`/v1/experiments/${experiment.id}/results/series?metric=${spend}&format=csv`),
    );
    expect(curve.text.split('\r\n')[1]).toContain(`${spend},treatment,control,`);
  }

  /** As if it had started two hours ago: a rate takes an hour, which no test waits for. */
  const startedEarlier = ({ id }: Running): Promise<unknown> =>
    assay.stores.database.query(
      `UPDATE measurement.measured_experiments SET state = jsonb_set(state::jsonb, '{startedAt}',
         to_jsonb('${new Date(Date.now() - 2 * HOUR_MS).toISOString()}'::text))::json WHERE id = '${id}'`,
    );

  it('says that nothing can be shipped without a primary metric', async () => {
    const metrics = [{ metric: errors, role: 'guard', margin: '0.02' }];
    const experiment = await spending.running({ primaryMetric: null, metrics }, 1, 1);
    expect((await spending.results(experiment)).verdict).toMatchObject({
      kind: 'keep_running',
      reasons: [{ kind: 'no_plan' }, { kind: 'no_primary_metric' }, { kind: 'margin_undecided', metric: errors }],
    });
  });

  it('is harmful where a margin is violated, though the primary metric shows nothing', async () => {
    const experiment = await spending.running({}, 120, 120);
    await spending.play(
      experiment,
      (_, n) => noisy(10, n),
      (variant) => (variant === 'treatment' ? 12 : 10),
    );
    const { verdict, comparisons, plan } = await spending.results(experiment);
    expect(verdict).toMatchObject({ kind: 'harmful', reasons: [{ kind: 'margin_violated', metric: errors }] });
    expect(of(errors, comparisons)['margin']).toMatchObject({ verdict: 'violated' });
    expect(plan).toBeNull();
  });

  it('finds no effect, or nothing conclusive, once the planned subjects are there', async () => {
    const none = await spending.running(planned({ mde: '0.1', subjects: 240 }), 120, 120);
    await spending.play(none, (_, n) => noisy(10, n));
    const found = await spending.results(none);
    expect(found.verdict).toMatchObject({
      kind: 'no_effect',
      reasons: [{ kind: 'plan_reached' }, { kind: 'within_planned_mde' }],
    });
    expect(found.plan).toMatchObject({ reached: true, daysLeft: 0 });
    expect(of(spend, found.comparisons)['fixed']).toMatchObject({ state: 'ok', absolute: { effect: 0 } });
    const some = await spending.running(planned({ mde: '0.01', subjects: 240 }), 120, 120);
    await spending.play(some, (variant, n) => noisy(variant === 'treatment' ? 10.3 : 10, n));
    expect((await spending.results(some)).verdict).toMatchObject({ kind: 'inconclusive' });
  });

  it('is unhealthy where subjects come 45 to 55 though the weights say halves', async () => {
    const experiment = await spending.running({}, 1_125, 1_375);
    await spending.report(
      [...experiment.control, ...experiment.treatment].map((each) => eventOf(assay.world.exposure, each, new Date())),
    );
    const { verdict, health } = await spending.results(experiment);
    expect(verdict).toMatchObject({
      kind: 'unhealthy',
      reasons: [{ kind: 'health', problem: 'sample_ratio_mismatch' }],
    });
    expect(health[0]).toMatchObject({ check: 'srm', state: 'failing', threshold: 1_000 });
    expect(health[0].split).toEqual([
      { variant: 'control', observed: 1_125, expected: '1250' },
      { variant: 'treatment', observed: 1_375, expected: '1250' },
    ]);
  });

  it('tells the effect from the noise of each subject’s past, and the effects in countries apart', async () => {
    const dimensions = [{ key: 'country', attribute: 'country', values: ['NL', 'BE'] }];
    const experiment = await spending.running({ dimensions }, 150, 150, (n) => ['NL', 'BE'][n % 2] ?? '');
    const habit = (n: number): number => 5 + (n % 11);
    const past = [experiment.control, experiment.treatment].flatMap((arm) =>
      arm.map((each, n) => eventOf(paid, each.subjectId, new Date(Date.now() - 2 * DAY_MS), { amount: habit(n) })),
    );
    await spending.report(past);
    const isDutch = ({ subjectId }: Decided): boolean => Number(subjectId.split('_')[1]) % 2 === 0;
    await spending.play(experiment, (variant, n) => {
      const subject = variant === 'treatment' ? experiment.treatment[n] : undefined;
      return habit(n) + (n % 2) * 0.2 + (subject ? (isDutch(subject) ? 4 : 2) : 0);
    });
    const found = await spending.results(experiment, '?dimension=country');
    const { cuped } = of(spend, found.comparisons);
    expect(cuped).toMatchObject({ coverage: 1 });
    expect(cuped?.['varianceSaved']).toBeGreaterThan(0.6);
    expect(cuped?.['p']).toBeLessThan(1e-3);
    const { values, heterogeneity } = found.dimension;
    expect(values.map(({ value }: { value: string | null }) => value)).toEqual(['NL', 'BE', null]);
    expect(values[0].subjects + values[1].subjects).toBe(300);
    expect(of(spend, values[0].comparisons)['absolute']['effect']).toBeGreaterThan(
      of(spend, values[1].comparisons)['absolute']['effect'],
    );
    expect(heterogeneity.find(({ metric }: { metric: string }) => metric === spend)).toMatchObject({ df: 1 });
    const refused = await assay.world.owner.get(`/v1/experiments/${experiment.id}/results?dimension=nothing`);
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'unknown_dimension', errors: [{ pointer: '?dimension' }] },
    });
  });

  it('plans the size of an experiment by a given baseline, or by what a past control was', async () => {
    const { owner } = assay.world;
    const plan = async (body: object) => (await expectStatus(200, owner.post('/v1/experiments/plan', body))).body;
    const given = await plan({ metric: spend, mde: '0.05', baseline: { n: 1_000, mean: 10, variance: 25 } });
    // (1.96 + 0.8416)²·(25 + 25)/0.5² = 1 570 in each arm.
    expect(given).toMatchObject({
      state: 'ok',
      fixed: { total: 3_140, perArm: [1_570, 1_570], days: null },
      perDay: null,
    });
    expect(given.alwaysValid.total).toBeGreaterThan(1.5 * given.fixed.total);
    const past = await spending.running({}, 20, 20);
    await spending.play(past, (_, n) => noisy(10, n));
    await spending.results(past);
    const byPast = await plan({ metric: spend, mde: '0.05', experiment: past.id, arms: 3 });
    expect(byPast).toMatchObject({ baseline: { n: 20, mean: 10, experiment: past.id }, weights: [1, 1, 1] });
    // Minutes after its start nothing is known of days.
    expect(byPast).toMatchObject({ perDay: null, perDayReason: 'too_early', fixed: { days: null } });
    await startedEarlier(past);
    const anHourLater = await plan({ metric: spend, mde: '0.05', experiment: past.id });
    expect(anHourLater.perDay).toBeCloseTo(40 * 12, -1);
    expect(anHourLater.fixed.days).toBeGreaterThan(0);
    const byFlag = await plan({ metric: spend, mde: '0.05', flag: past.flag });
    expect(byFlag.perDay).toBeCloseTo(anHourLater.perDay, 0);
    const { status, body } = await owner.post('/v1/experiments/plan', { metric: spend, mde: '0.05', flag: 'nothing' });
    expect([status, body.errors]).toMatchObject([400, [{ pointer: '/flag', code: 'unknown_flag' }]]);
    expect(await plan({ metric: spend, mde: '0.05', baseline: { n: 10, mean: 0, variance: 1 } })).toMatchObject({
      ...{ state: 'unreachable', reason: 'control_mean_zero', fixed: null },
    });
  });

  it('warns at submission that the planned subjects cannot be had in the planned days', async () => {
    const experiment = await spending.running({}, 20, 20);
    await spending.play(experiment, (_, n) => noisy(10, n));
    await spending.results(experiment);
    await startedEarlier(experiment);
    const { owner } = assay.world;
    const name = randomUUID().slice(0, 8);
    const draft = { key: `exp_${name}`, name, flag: experiment.flag, variants: HALVES, primaryMetric: spend };
    const hopeless = { ...draft, planned: { mde: '0.0001', days: 1 } };
    const { id } = (await expectStatus(201, owner.post('/v1/experiments', hopeless))).body;
    const { warnings } = (await expectStatus(200, owner.post(`/v1/experiments/${id}/submit`))).body;
    expect(warnings.map(({ code }: { code: string }) => code)).toContain('underpowered');
  });
});
