import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { decide, record, telemetry, type RunningExperiment, type World } from '../support/world.js';

interface Guardrail {
  readonly key: string;
  readonly metric?: string;
  readonly threshold: string;
  readonly action: 'pause' | 'rollback' | 'disable_arm' | 'notify';
  readonly windowMinutes?: number | null;
  readonly per?: 'event' | 'subject';
  readonly minSample?: number;
  readonly scope?: 'any_variant' | 'treatments';
}

/** As the API has it. */
interface Trigger {
  readonly id: string;
  readonly run: number;
  readonly guardrail: string;
  readonly value: string;
  readonly variant: string | null;
  readonly outcome: string;
}

interface Subject {
  readonly id: string;
  readonly decision: { readonly decisionId: string };
}

type Arm = 'control' | 'treatment';

const NAMES: Readonly<Record<Arm, string>> = { control: 'control', treatment: 'treatment' };

describe.each(STORES)('the rules of guardrails on %s', (store) => {
  let assay: RunningWorld;
  let world: World;
  let success: string;
  let successRate: string;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
    [success, successRate] = [`success_${world.suffix}`, `success_rate_${world.suffix}`];
    await expectStatus(201, world.owner.post('/v1/event-types', { key: success, name: 'Success' }));
    await defineRatio(successRate, success, 'higher_is_better');
  });

  afterAll(() => assay.stop());

  const defineRatio = (key: string, numeratorEvent: string, direction: string) => {
    const rule = { numeratorEvent, denominatorEvent: world.exposure };
    return expectStatus(201, world.owner.post('/v1/metrics', { key, name: key, kind: 'ratio', direction, rule }));
  };

  /** An experiment of 'old' (control) against 'new' (treatment) that runs under these guardrails. */
  const running = (...guardrails: readonly Guardrail[]): Promise<RunningExperiment> => runningAs(NAMES, guardrails);

  async function runningAs(
    names: Readonly<Record<Arm, string>>,
    guardrails: readonly Guardrail[],
  ): Promise<RunningExperiment> {
    const { owner, approver, metric } = world;
    const name = randomUUID().slice(0, 8);
    const flag = `flag_${name}`;
    await expectStatus(201, owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
    const variants = [
      { key: names.control, value: 'old', weight: '50', control: true },
      { key: names.treatment, value: 'new', weight: '50' },
    ];
    const named = guardrails.map((guardrail) => ({ metric, ...guardrail }));
    const experiment = { key: `exp_${name}`, name, flag, variants, metrics: [metric], guardrails: named };
    const { id } = (await expectStatus(201, owner.post('/v1/experiments', experiment))).body as { id: string };
    await expectStatus(200, owner.post(`/v1/experiments/${id}/submit`));
    await expectStatus(200, approver.post(`/v1/experiments/${id}/approve`));
    const started = await expectStatus(200, owner.post(`/v1/experiments/${id}/start`));
    return { id, flag, position: started.body.position };
  }

  /** Subjects that the experiment has put into an arm. */
  async function subjectsOf({ flag, position }: RunningExperiment, arm: Arm, count: number): Promise<Subject[]> {
    const found: Subject[] = [];
    for (let n = 0; found.length < count && n < 100 + 10 * count; n += 1) {
      const id = `user_${n}_${randomUUID().slice(0, 8)}`;
      const decision = await decide(world, flag, id, position);
      expect(decision.reason).toBe('experiment_assigned');
      if (decision.value === (arm === 'control' ? 'old' : 'new')) found.push({ id, decision });
    }
    expect(found).toHaveLength(count);
    return found;
  }

  const report = (type: string, ...subjects: readonly Subject[]): Promise<void> =>
    record(
      world,
      subjects.map(({ id, decision }) => telemetry(type, decision, id)),
    );

  /** One more subject of an arm that is exposed and crashes. */
  async function fails(experiment: RunningExperiment, arm: Arm): Promise<Subject> {
    const [subject] = await subjectsOf(experiment, arm, 1);
    if (!subject) throw new Error('no subject');
    await report(world.exposure, subject);
    await report(world.crash, subject);
    return subject;
  }

  const check = async ({ id }: RunningExperiment): Promise<Trigger[]> =>
    (await expectStatus(200, world.owner.post(`/v1/experiments/${id}/guardrails/check`))).body.triggers;
  const breachedIn = async (experiment: RunningExperiment): Promise<string[]> =>
    (await check(experiment)).map(({ guardrail }) => guardrail).sort();
  const history = async ({ id }: RunningExperiment): Promise<Trigger[]> =>
    (await expectStatus(200, world.owner.get(`/v1/experiments/${id}/triggers`))).body.items;
  const stateOf = async ({ id }: RunningExperiment): Promise<Record<string, unknown>> =>
    (await expectStatus(200, world.owner.get(`/v1/experiments/${id}`))).body;
  const ratesOf = async ({ id }: RunningExperiment): Promise<Record<string, unknown>[]> =>
    (await expectStatus(200, world.owner.get(`/v1/experiments/${id}/guardrails`))).body.items;
  const resume = ({ id }: RunningExperiment, trigger?: string) =>
    expectStatus(
      200,
      world.owner.post(`/v1/experiments/${id}/resume`, { comment: 'mended', ...(trigger && { trigger }) }),
    );

  it('breach above the threshold where lower is better, below it where higher is; equal is no breach', async () => {
    const half = { threshold: '0.5', action: 'notify' as const };
    const experiment = await running({ key: 'crashes', ...half }, { key: 'success', metric: successRate, ...half });
    const [one, two, three, four] = await subjectsOf(experiment, 'treatment', 4);
    if (!one || !two || !three || !four) throw new Error('four subjects');
    await report(world.exposure, one, two, three, four);
    await report(world.crash, one, two);
    await report(success, one, two);
    expect(await check(experiment)).toEqual([]);

    await report(world.crash, three);
    expect(await check(experiment)).toEqual([
      expect.objectContaining({ guardrail: 'crashes', value: '0.75', variant: 'treatment', threshold: '0.5' }),
    ]);

    const [other] = await subjectsOf(experiment, 'treatment', 1);
    if (!other) throw new Error('a subject');
    await report(world.exposure, other);
    expect(await breachedIn(experiment)).toEqual(['crashes', 'success']);
    expect((await history(experiment))[1]).toMatchObject({ guardrail: 'success', value: '0.4' });
  });

  it('count each failure per event, a subject’s failures once per subject', async () => {
    const common = { threshold: '0.2', action: 'notify' as const };
    const experiment = await running(
      { key: 'by_event', ...common, per: 'event' },
      { key: 'by_subject', ...common, per: 'subject' },
    );
    const subjects = await subjectsOf(experiment, 'treatment', 10);
    const [clumsy, second, third] = subjects;
    if (!clumsy || !second || !third) throw new Error('ten subjects');
    await report(world.exposure, ...subjects);
    for (let n = 0; n < 3; n += 1) await report(world.crash, clumsy);
    expect(await check(experiment)).toEqual([expect.objectContaining({ guardrail: 'by_event', value: '0.3' })]);
    const total = (await ratesOf(experiment)).map(({ guardrail, total: rate }) => ({ guardrail, total: rate }));
    expect(total).toMatchObject([
      { guardrail: 'by_event', total: { value: '0.3' } },
      { guardrail: 'by_subject', total: { value: '0.1' } },
    ]);

    await report(world.crash, second, third);
    expect(await breachedIn(experiment)).toEqual(['by_event', 'by_subject']);
  });

  it('wait for as many exposed subjects of an arm as they ask for', async () => {
    const experiment = await running({ key: 'g', threshold: '0.1', action: 'notify', minSample: 3 });
    const [one, two, three] = await subjectsOf(experiment, 'treatment', 3);
    if (!one || !two || !three) throw new Error('three subjects');
    await report(world.exposure, one, two, two);
    await report(world.crash, one, two);
    expect(await check(experiment)).toEqual([]);
    await report(world.exposure, three);
    expect(await check(experiment)).toEqual([expect.objectContaining({ guardrail: 'g', value: '0.5' })]);
  });

  it('judge every variant and the pooled total, or treatments only', async () => {
    const common = { threshold: '0.1', action: 'notify' as const };
    const experiment = await running({ key: 'any', ...common }, { key: 'treated', ...common, scope: 'treatments' });
    await fails(experiment, 'control');
    expect(await check(experiment)).toEqual([expect.objectContaining({ guardrail: 'any', variant: 'control' })]);
    await fails(experiment, 'treatment');
    expect(await breachedIn(experiment)).toEqual(['any', 'treated']);
    expect((await history(experiment))[1]).toMatchObject({ guardrail: 'treated', variant: 'treatment' });
  });

  it('look back for their window only, or to the start', async () => {
    const common = { threshold: '0.1', action: 'notify' as const };
    const experiment = await running(
      { key: 'hour', ...common },
      { key: 'minutes', ...common, windowMinutes: 180 },
      { key: 'ever', ...common, windowMinutes: null },
    );
    const [subject] = await subjectsOf(experiment, 'treatment', 1);
    if (!subject) throw new Error('a subject');
    const timestamp = new Date(Date.now() - 2 * 3_600_000).toISOString();
    await record(
      world,
      [world.exposure, world.crash].map((type) => ({ ...telemetry(type, subject.decision, subject.id), timestamp })),
    );
    expect(await breachedIn(experiment)).toEqual(['ever', 'minutes']);
  });

  it('disable the arm that breached: its subjects get control’s value, the others go on', async () => {
    const experiment = await running({ key: 'g', threshold: '0.1', action: 'disable_arm' });
    const [spared] = await subjectsOf(experiment, 'control', 1);
    const failed = await fails(experiment, 'treatment');
    expect(await check(experiment)).toEqual([
      expect.objectContaining({ action: 'disable_arm', variant: 'treatment', outcome: 'acted' }),
    ]);
    expect(await stateOf(experiment)).toMatchObject({ status: 'running', disabledArms: ['treatment'] });
    const after = await decide(world, experiment.flag, failed.id, experiment.position);
    expect(after).toMatchObject({ value: 'old', reason: 'arm_disabled', decisionId: null });
    const other = await decide(world, experiment.flag, spared?.id ?? 'nobody', experiment.position);
    expect(other).toMatchObject({ value: 'old', reason: 'experiment_assigned' });

    if (!spared) throw new Error('a subject of control');
    await report(world.exposure, spared);
    await report(world.crash, spared);
    expect((await check(experiment)).map(({ variant }) => variant)).toEqual(['treatment', 'control']);
    expect((await stateOf(experiment))['status']).toBe('paused');
  });

  it('only tell who asked to be notified', async () => {
    const experiment = await running({ key: 'g', threshold: '0.1', action: 'notify' });
    const before = await stateOf(experiment);
    const failed = await fails(experiment, 'treatment');
    expect(await check(experiment)).toEqual([expect.objectContaining({ action: 'notify', outcome: 'acted' })]);
    expect(await stateOf(experiment)).toMatchObject({ status: 'running', revision: before['revision'] });
    const after = await decide(world, experiment.flag, failed.id, experiment.position);
    expect(after).toMatchObject({ value: 'new', reason: 'experiment_assigned' });
  });

  it('are all recorded when breached at once, and a rollback wins over a pause', async () => {
    const experiment = await running(
      { key: 'gentle', threshold: '0.1', action: 'pause' },
      { key: 'strict', threshold: '0.1', action: 'rollback' },
      { key: 'curious', threshold: '0.1', action: 'notify' },
    );
    await fails(experiment, 'treatment');
    const outcomes = Object.fromEntries((await check(experiment)).map((each) => [each.guardrail, each.outcome]));
    expect(outcomes).toEqual({ gentle: 'superseded', strict: 'acted', curious: 'acted' });
    expect(await stateOf(experiment)).toMatchObject({ status: 'completed', outcome: { kind: 'rollback' } });
    expect(await history(experiment)).toHaveLength(3);
  });

  it('trigger once in a run, whoever asks how often', async () => {
    const experiment = await running({ key: 'g', threshold: '0.1', action: 'notify' });
    await fails(experiment, 'treatment');
    const [first] = await check(experiment);
    await fails(experiment, 'control');
    const again = await Promise.all([check(experiment), check(experiment), check(experiment)]);
    expect(again.flat()).toEqual([first, first, first]);
    expect(await history(experiment)).toEqual([first]);
  });

  it('trigger anew after a resume by what is new, never by what is stale', async () => {
    const experiment = await running({ key: 'g', threshold: '0.1', action: 'pause' });
    const failed = await fails(experiment, 'treatment');
    const [first] = await check(experiment);
    expect(first).toMatchObject({ run: 1, outcome: 'acted' });
    // Heard of during the pause: it belongs to no run.
    await report(world.crash, failed);

    const { position } = (await resume(experiment, first?.id)).body as { position: string };
    expect(await check(experiment)).toEqual([]);
    expect((await stateOf(experiment))['status']).toBe('running');
    expect(await ratesOf(experiment)).toMatchObject([{ state: 'no_data' }]);

    await fails({ ...experiment, position }, 'treatment');
    const [second] = await check(experiment);
    expect(second).toMatchObject({ run: 2, guardrail: 'g', value: '1', outcome: 'acted' });
    expect(second?.id).not.toBe(first?.id);
    expect((await stateOf(experiment))['status']).toBe('paused');
    expect(await history(experiment)).toEqual([first, second]);
  });

  it('have no data until there is some, which is neither healthy nor breached', async () => {
    const experiment = await running({ key: 'g', metric: successRate, threshold: '0.5', action: 'pause' });
    const nothing = { numerator: '0', denominator: '0', value: null, exposed: 0 };
    expect(await check(experiment)).toEqual([]);
    expect(await ratesOf(experiment)).toMatchObject([
      { state: 'no_data', variants: [nothing, nothing], total: { ...nothing, variant: null } },
    ]);
    const [subject] = await subjectsOf(experiment, 'treatment', 1);
    if (!subject) throw new Error('a subject');
    // Above the line alone: what there is none of below it is no rate.
    await report(success, subject);
    expect(await check(experiment)).toEqual([]);
    expect(await ratesOf(experiment)).toMatchObject([{ state: 'no_data' }]);
    await report(world.exposure, subject);
    expect(await check(experiment)).toEqual([]);
    expect(await ratesOf(experiment)).toMatchObject([
      { state: 'healthy', variants: [nothing, { variant: 'treatment', value: '1' }] },
    ]);
  });

  it('tell once a run, and do no more, when subjects do not split as the weights say', async () => {
    const experiment = await running();
    const subjects = await subjectsOf(experiment, 'treatment', 130);
    await report(world.exposure, ...subjects.slice(0, 11));
    // All of one arm by chance, or by a product that has just begun.
    expect(await check(experiment)).toEqual([]);
    await report(world.exposure, ...subjects.slice(11));
    const [trigger, ...others] = await check(experiment);
    expect(trigger).toMatchObject({
      guardrail: 'assay.srm',
      action: 'notify',
      outcome: 'acted',
      run: 1,
      threshold: '1000',
      numerator: '130',
      denominator: '130',
      evidence: 'control 0 where 65 were expected, treatment 130 where 65 were expected',
      split: [
        { variant: 'control', observed: 0, expected: '65' },
        { variant: 'treatment', observed: 130, expected: '65' },
      ],
    });
    expect(Number(trigger?.['value'])).toBeGreaterThan(1_000);
    expect(others).toEqual([]);
    expect(await check(experiment)).toEqual([trigger]);
    expect((await stateOf(experiment))['status']).toBe('running');

    const all = (await expectStatus(200, world.owner.post('/v1/guardrails/check'))).body;
    expect(all.results).toContainEqual({ experiment: experiment.id, triggers: [trigger] });
    await expectStatus(200, world.owner.post(`/v1/experiments/${experiment.id}/pause`, { comment: 'a look' }));
    await resume(experiment);
    expect(await check(experiment)).toEqual([]);
  });

  it('tell once a run, and do no more, when subjects met several variants', async () => {
    const experiment = await running();
    const [controls, treatments] = [
      await subjectsOf(experiment, 'control', 5),
      await subjectsOf(experiment, 'treatment', 5),
    ];
    await report(world.exposure, ...controls, ...treatments);
    const join = (n: number): Promise<unknown> => {
      const [from, to] = [controls[n]?.id, treatments[n]?.id];
      return expectStatus(200, world.product.post('/v1/subjects/link', { from, to }));
    };
    for (const n of [0, 1, 2, 3]) await join(n);
    // So few may happen to anybody.
    expect(await check(experiment)).toEqual([]);
    await join(4);
    const found = await check(experiment);
    expect(found).toEqual([
      expect.objectContaining({
        guardrail: 'assay.double_exposure',
        action: 'notify',
        outcome: 'acted',
        numerator: '5',
        denominator: '5',
      }),
    ]);
    expect(await check(experiment)).toEqual(found);
    expect((await stateOf(experiment))['status']).toBe('running');
  });

  it('say of a quantile how many values it is of, where others have a fraction', async () => {
    const [page, slowness] = [`page_${randomUUID()}`, `slowness_${randomUUID()}`];
    await expectStatus(201, world.owner.post('/v1/event-types', { key: page, name: 'Page' }));
    const rule = { event: page, property: 'ms', quantile: '0.95' };
    const metric = { key: slowness, name: 'S', kind: 'quantile', direction: 'lower_is_better', rule };
    await expectStatus(201, world.owner.post('/v1/metrics', metric));
    const guardrail = { key: 'slow', metric: slowness, threshold: '500', action: 'disable_arm' } as const;
    const experiment = await running(guardrail);
    const [subject] = await subjectsOf(experiment, 'treatment', 1);
    if (!subject) throw new Error('a subject');
    const { decisionId } = subject.decision;
    const view = (ms: number): object => ({
      ...telemetry(page, { decisionId }, subject.id),
      properties: { ms },
    });
    await record(world, [view(900), view(900), view(900)]);
    const quantile = { numerator: null, denominator: '3', evidence: 'p95 of 3 values' };
    const [trigger, ...others] = await check(experiment);
    expect(others).toEqual([]);
    expect(trigger).toMatchObject({
      guardrail: 'slow',
      variant: 'treatment',
      ...quantile,
      split: null,
      breached: expect.arrayContaining([expect.objectContaining({ variant: 'treatment', numerator: null })]),
    });
    expect(await history(experiment)).toEqual([trigger]);
    expect(await ratesOf(experiment)).toMatchObject([
      { variants: [{ numerator: null, denominator: '0', evidence: null }, quantile], total: quantile },
    ]);
    const told = (await expectStatus(200, world.owner.get(`/v1/experiments/${experiment.id}/history`))).body.items;
    const breached = told.find(({ type }: { type: string }) => type === 'guardrail_breached');
    expect(breached.data).toMatchObject(quantile);
    expect(breached.summary).toMatch(/ in treatment, above 500 \(p95 of 3 values\): asks to disable treatment$/);
  });

  it('count under any key, also one that every object has', async () => {
    await defineRatio('constructor', world.crash, 'lower_is_better');
    const names = { control: 'toString', treatment: 'constructor' };
    const guardrail = { key: 'valueOf', metric: 'constructor', threshold: '0.6', action: 'disable_arm' } as const;
    const experiment = await runningAs(names, [guardrail]);
    const [one, two] = await subjectsOf(experiment, 'treatment', 2);
    if (!one || !two) throw new Error('two subjects');
    await report(world.exposure, one, two);
    await report(world.crash, one);
    expect(await check(experiment)).toEqual([]);
    const results = (await expectStatus(200, world.owner.get(`/v1/experiments/${experiment.id}/results`))).body;
    expect(results.exposure).toMatchObject({ subjects: { toString: 0, constructor: 2 }, doubleExposed: 0 });
    expect(results.metrics.find(({ metric }: { metric: string }) => metric === 'constructor')).toMatchObject({
      variants: [
        { variant: 'toString', value: null },
        { variant: 'constructor', value: '0.5' },
      ],
    });
    await report(world.crash, two);
    expect(await check(experiment)).toEqual([expect.objectContaining({ variant: 'constructor', value: '1' })]);
    expect((await stateOf(experiment))['disabledArms']).toEqual(['constructor']);
  });
});
