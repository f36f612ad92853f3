import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, STORES, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, type RunningExperiment } from '../support/world.js';
import { eventOf, Measuring, secondsAfter, tenMinutesAgo, type Decided } from './measuring.js';

const NOTHING = { numerator: '0', denominator: '0', value: null };
/** How far a quantile may be off, as a share of its value. */
const SKETCH_ERROR = 0.01;

describe.each(STORES)('metrics on %s', (store) => {
  let stores: TestStores;
  let app: TestApp;
  let lab: Measuring;
  let seen: string;
  let bought: string;
  let crashed: string;

  beforeAll(async () => {
    stores = await startStores(store);
    app = await startApp('standalone', { ...stores.environment, ASSAY_GUARDRAILS: 'on_request' });
    lab = new Measuring(await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY));
    seen = await lab.eventType('seen', { exposure: true });
    bought = await lab.eventType('bought');
    crashed = await lab.eventType('crashed');
  });

  afterAll(async () => {
    await app.stop();
    await stores.stop();
  });

  describe('of each kind', () => {
    let experiment: RunningExperiment;
    let keys: Record<'ratio' | 'conversion' | 'count' | 'sum' | 'mean' | 'quantile', string>;
    let start: Date;
    let early: Decided;

    const at = (seconds: number): Date => secondsAfter(start, seconds);
    const timeAt = (seconds: number): string => at(seconds).toISOString();
    /** Variants' and total's figures of one metric. */
    async function figures(metric: string, query = ''): Promise<{ variants: object[]; total: object }> {
      const { metrics } = await lab.read(experiment, `results${query}`);
      return metrics.find((each: { metric: string }) => each.metric === metric);
    }
    async function seriesOf(metric: string, query = ''): Promise<object[]> {
      return (await lab.read(experiment, `timeseries?metric=${metric}${query}`)).points;
    }

    beforeAll(async () => {
      const amount = { event: bought, property: 'amount' };
      keys = {
        ratio: await lab.metric('ratio', { numeratorEvent: crashed, denominatorEvent: seen }),
        conversion: await lab.metric('conversion', { event: bought }),
        count: await lab.metric('count', { event: bought }),
        sum: await lab.metric('sum', amount),
        mean: await lab.metric('mean', amount),
        quantile: await lab.metric('quantile', { ...amount, quantile: '0.5' }),
      };
      experiment = await lab.experiment(Object.values(keys));
      start = tenMinutesAgo();
      early = await lab.subjectIn(experiment, 'control');
      const [idle, busy, unexposed] = [
        await lab.subjectIn(experiment, 'control'),
        await lab.subjectIn(experiment, 'treatment'),
        await lab.subjectIn(experiment, 'treatment'),
      ];
      await lab.report(
        eventOf(seen, early, at(0)),
        eventOf(seen, idle, at(20)),
        eventOf(bought, early, at(40), { amount: 10.1 }),
        eventOf(bought, early, at(50), { amount: 0.2 }),
        eventOf(crashed, early, at(40)),
        eventOf(seen, busy, at(0)),
        eventOf(seen, busy, at(30)),
        eventOf(bought, busy.subjectId, at(40), { amount: 5 }),
        // No amount: a purchase, but no value.
        eventOf(bought, busy, at(61), { amount: '5' }),
        eventOf(crashed, unexposed, at(40)),
        eventOf(bought, unexposed, at(40), { amount: 7 }),
      );
    });

    it('ratio: events over events, exposed or not', async () => {
      expect(await figures(keys.ratio)).toMatchObject({
        kind: 'ratio',
        version: 1,
        direction: 'lower_is_better',
        variants: [
          {
            variant: 'control',
            subjects: 2,
            numerator: '1',
            denominator: '2',
            value: '0.5',
            moments: { n: '2', sx: '1', sy: '2', sxx: '1', sxy: '1', syy: '2' },
          },
          {
            variant: 'treatment',
            subjects: 1,
            numerator: '1',
            denominator: '2',
            value: '0.5',
            // The other unit with a treatment event was not exposed: it counts in the value alone.
            moments: { n: '1', sx: '0', sy: '2', sxx: '0', sxy: '0', syy: '4' },
          },
        ],
        total: { subjects: 3, numerator: '2', denominator: '4', value: '0.5' },
      });
      expect(await seriesOf(keys.ratio)).toEqual([
        {
          time: timeAt(0),
          variants: {
            control: { numerator: '0', denominator: '1', value: '0' },
            treatment: { numerator: '0', denominator: '1', value: '0' },
          },
        },
        { time: timeAt(20), variants: { control: { numerator: '0', denominator: '1', value: '0' } } },
        { time: timeAt(30), variants: { treatment: { numerator: '0', denominator: '1', value: '0' } } },
        {
          time: timeAt(40),
          variants: {
            control: { numerator: '1', denominator: '0', value: null },
            treatment: { numerator: '1', denominator: '0', value: null },
          },
        },
      ]);
    });

    it('conversion: exposed subjects with the event over exposed subjects', async () => {
      expect(await figures(keys.conversion)).toMatchObject({
        variants: [
          {
            numerator: '1',
            denominator: '2',
            value: '0.5',
            moments: { n: '2', sx: '1', sy: '2', sxx: '1', sxy: '1', syy: '2' },
          },
          { numerator: '1', denominator: '1', value: '1' },
        ],
        total: { subjects: 3, numerator: '2', denominator: '3', value: '0.6666666667' },
      });
      // A subject is in the bucket of its first exposure, its conversion in that of its first purchase.
      expect(await seriesOf(keys.conversion)).toEqual([
        {
          time: timeAt(0),
          variants: {
            control: { numerator: '0', denominator: '1', value: '0' },
            treatment: { numerator: '0', denominator: '1', value: '0' },
          },
        },
        { time: timeAt(20), variants: { control: { numerator: '0', denominator: '1', value: '0' } } },
        {
          time: timeAt(40),
          variants: {
            control: { numerator: '1', denominator: '0', value: null },
            treatment: { numerator: '1', denominator: '0', value: null },
          },
        },
      ]);
    });

    it('count: events over exposed subjects', async () => {
      expect(await figures(keys.count)).toMatchObject({
        variants: [
          {
            numerator: '2',
            denominator: '2',
            value: '1',
            moments: { n: '2', sx: '2', sy: '2', sxx: '4', sxy: '2', syy: '2' },
          },
          { numerator: '2', denominator: '1', value: '2' },
        ],
        total: { subjects: 3, numerator: '4', denominator: '3', value: '1.3333333333' },
      });
    });

    it('sum: of a property, exactly, over exposed subjects', async () => {
      expect(await figures(keys.sum)).toMatchObject({
        variants: [
          {
            numerator: '10.3',
            denominator: '2',
            value: '5.15',
            moments: { n: '2', sx: '10.3', sy: '2', sxx: '106.09', sxy: '10.3', syy: '2' },
          },
          { numerator: '5', denominator: '1', value: '5' },
        ],
        total: { subjects: 3, numerator: '15.3', denominator: '3', value: '5.1' },
      });
    });

    it('mean: of a property over its values, exposed or not', async () => {
      expect(await figures(keys.mean)).toMatchObject({
        variants: [
          {
            numerator: '10.3',
            denominator: '2',
            value: '5.15',
            moments: { n: '2', sx: '10.3', sy: '2', sxx: '106.09', sxy: '20.6', syy: '4' },
          },
          { numerator: '12', denominator: '2', value: '6' },
        ],
        total: { numerator: '22.3', denominator: '4', value: '5.575' },
      });
      // Minutes, from the second one on.
      const query = `&bucket=60&from=${timeAt(60)}`;
      expect(await seriesOf(keys.mean, query)).toEqual([]);
      expect(await seriesOf(keys.mean, `&bucket=60&to=${timeAt(60)}`)).toEqual([
        {
          time: timeAt(0),
          variants: {
            control: { numerator: '10.3', denominator: '2', value: '5.15' },
            treatment: { numerator: '12', denominator: '2', value: '6' },
          },
        },
      ]);
      expect(await seriesOf(keys.count, query)).toEqual([
        { time: timeAt(60), variants: { treatment: { numerator: '1', denominator: '0', value: null } } },
      ]);
    });

    it('quantile: of a property, within a hundredth of the exact one', async () => {
      const { variants, total } = await figures(keys.quantile);
      expect([...variants, total]).toMatchObject([
        { subjects: 2, numerator: null, denominator: '2', value: expect.any(String), moments: null },
        { subjects: 1, numerator: null, denominator: '2', value: expect.any(String), moments: null },
        { subjects: 3, numerator: null, denominator: '4', value: expect.any(String) },
      ]);
      const values = [...variants, total].map((each) => Number((each as { value: string }).value));
      [0.2, 5, 5].forEach((exact, index) => {
        expect(Math.abs((values[index] ?? 0) - exact)).toBeLessThanOrEqual(exact * SKETCH_ERROR);
      });
      const points = await seriesOf(keys.quantile);
      expect(points).toMatchObject([
        { time: timeAt(40), variants: { control: { denominator: '1' }, treatment: { denominator: '2' } } },
        { time: timeAt(50), variants: { control: { denominator: '1' } } },
      ]);
    });

    it('by phase: a subject belongs to its lowest, and all is their sum', async () => {
      const { owner } = lab.world;
      await expectStatus(200, owner.post(`/v1/experiments/${experiment.id}/pause`, { comment: 'A break' }));
      await expectStatus(200, owner.post(`/v1/experiments/${experiment.id}/resume`, { comment: 'On' }));
      const [again, late] = [await lab.decide(experiment, early.subjectId), await lab.subjectIn(experiment, 'control')];
      expect([early.phase, again.phase, late.phase]).toEqual([1, 2, 2]);
      const now = new Date();
      await lab.report(
        ...[again, late].flatMap((each) => [eventOf(seen, each, now), eventOf(bought, each, now, { amount: 1 })]),
      );

      const control = async (metric: string, query: string): Promise<object | undefined> =>
        (await figures(metric, query)).variants[0];
      expect(await control(keys.sum, '?phase=1')).toMatchObject({ subjects: 2, numerator: '11.3', denominator: '2' });
      expect(await control(keys.sum, '?phase=2')).toMatchObject({ subjects: 1, numerator: '1', denominator: '1' });
      expect(await control(keys.sum, '?phase=current')).toEqual(await control(keys.sum, '?phase=2'));
      expect(await control(keys.sum, '')).toMatchObject({ subjects: 3, numerator: '12.3', denominator: '3' });
      expect(await control(keys.sum, '?phase=all')).toEqual(await control(keys.sum, ''));
      expect(await control(keys.ratio, '?phase=2')).toMatchObject({ numerator: '0', denominator: '1', value: '0' });
      expect(await owner.get(`/v1/experiments/${experiment.id}/results?phase=3`)).toMatchObject({
        status: 400,
        body: { code: 'unknown_phase', errors: [{ pointer: '?phase' }] },
      });
      // A quantile takes each value into the phase open at its time.
      expect(await control(keys.quantile, '?phase=1')).toMatchObject({ denominator: '2' });
      expect(await control(keys.quantile, '?phase=2')).toMatchObject({ denominator: '2' });
      expect((await lab.read(experiment, 'results?phase=2')).exposure.subjects).toEqual({ control: 1, treatment: 0 });
    });
  });

  it('zero over zero is no data, never 0', async () => {
    const rate = await lab.metric('ratio', { numeratorEvent: crashed, denominatorEvent: seen });
    const value = await lab.metric('quantile', { event: bought, property: 'amount', quantile: '0.95' });
    const experiment = await lab.experiment([rate, value]);
    const { metrics, exposure } = await lab.read(experiment, 'results');
    expect(metrics[0]).toMatchObject({ variants: [NOTHING, NOTHING], total: NOTHING });
    expect(metrics[1]).toMatchObject({ total: { numerator: null, denominator: '0', value: null } });
    expect(exposure).toMatchObject({ subjects: { control: 0, treatment: 0 }, doubleExposed: 0, waiting: 0, tail: 0 });
  });

  it('attached after the start says that it is still being counted again, and until it is', async () => {
    const [first, later] = [
      await lab.metric('ratio', { numeratorEvent: crashed, denominatorEvent: seen }),
      await lab.metric('count', { event: crashed }),
    ];
    const experiment = await lab.experiment([first]);
    const someone = await lab.subjectIn(experiment, 'control');
    await lab.report(eventOf(seen, someone, tenMinutesAgo()), eventOf(crashed, someone, tenMinutesAgo()));
    const found = async (metric: string): Promise<object> =>
      (await lab.read(experiment, 'results')).metrics.find((each: { metric: string }) => each.metric === metric);

    // A rebuild makes its tables under this lock.
    const holding = new pg.Client({ connectionString: stores.database.url });
    await holding.connect();
    try {
      await holding.query("SELECT pg_advisory_lock(hashtext('assay measurement_rebuild'))");
      await expectStatus(200, lab.world.owner.post(`/v1/experiments/${experiment.id}/metrics`, { metric: later }));
      await lab.report(eventOf(crashed, someone, tenMinutesAgo()));
      expect(await found(later)).toMatchObject({ added_after_start: true, replaying: true, total: { numerator: '1' } });
      expect(await found(first)).not.toHaveProperty('replaying');
    } finally {
      await holding.end();
    }
    await until('the end of it', async () => !('replaying' in (await found(later))));
    expect(await found(later)).toMatchObject({ added_after_start: true, total: { numerator: '2', subjects: 1 } });
  });

  it('attached after the start becomes what it would have been from the start', async () => {
    const { owner } = lab.world;
    const paid = await lab.eventType('paid', { requiresExposure: true });
    const [first, later] = [
      await lab.metric('ratio', { numeratorEvent: crashed, denominatorEvent: seen }),
      await lab.metric('sum', { event: paid, property: 'amount' }),
    ];
    const [late, early] = [await lab.experiment([first]), await lab.experiment([first, later])];
    const start = tenMinutesAgo();
    const at = (seconds: number): Date => secondsAfter(start, seconds);
    const people = new Map<string, readonly [Decided, Decided, Decided, Decided]>();
    for (const { id, ...more } of [late, early]) {
      const some = (variant: string): Promise<Decided> => lab.subjectIn({ id, ...more }, variant);
      people.set(id, [await some('control'), await some('control'), await some('treatment'), await some('treatment')]);
    }
    /** The same happens to the people of both experiments. */
    const report = async (events: (all: readonly [Decided, Decided, Decided, Decided]) => object[]): Promise<void> => {
      for (const all of people.values()) await lab.report(...events(all));
    };
    await report(([one, two, three, four]) => [
      eventOf(paid, one, at(10), { amount: 0.1 }),
      eventOf(paid, two.subjectId, at(20), { amount: 2.5 }),
      eventOf(seen, one, at(0)),
      eventOf(paid, one, at(30), { amount: 0.2 }),
      eventOf(paid, four, at(30), { amount: 100 }),
      eventOf(seen, three, at(0)),
      eventOf(crashed, three, at(10)),
    ]);
    await report(([, two, three]) => [
      eventOf(seen, two, at(20)),
      eventOf(paid, `signed_in_${three.subjectId}`, at(50), { amount: 7 }),
    ]);
    for (const [, , three] of people.values()) await lab.link(three.subjectId, `signed_in_${three.subjectId}`);

    const both = async (metric: string): Promise<object[]> =>
      Promise.all(
        [late, early].map(async ({ id }) => {
          const { metrics, exposure } = await lab.read({ id }, 'results');
          const series = await lab.read({ id }, `timeseries?metric=${metric}`);
          return { exposure, series, ...metrics.find((each: { metric: string }) => each.metric === metric) };
        }),
      );
    const [unattached] = await both(first);
    await expectStatus(200, owner.post(`/v1/experiments/${late.id}/metrics`, { metric: later }));
    await until('the metric to be counted again', async () => {
      const [found, expected] = await both(later);
      expect(found).toMatchObject({ added_after_start: true });
      expect(expected).not.toHaveProperty('added_after_start');
      expect(expected).not.toHaveProperty('replaying');
      if (found && 'replaying' in found) return false;
      // What does not say that it is still being counted is complete.
      expect(found).toEqual({ ...expected, added_after_start: true });
      return true;
    });
    const [{ total }] = (await both(later)) as [{ total: object }];
    expect(total).toEqual({ subjects: 3, numerator: '9.8', denominator: '3', value: '3.2666666667' });
    expect((await both(first))[0]).toEqual(unattached);

    await report(([one, , , four]) => [
      eventOf(paid, one, at(60), { amount: 1 }),
      eventOf(seen, four, at(40)),
      eventOf(crashed, one, at(60)),
    ]);
    const [found, expected] = (await both(later)) as [object, { total: object }];
    expect(found).toEqual({ ...expected, added_after_start: true });
    expect(expected.total).toMatchObject({ subjects: 4, numerator: '110.8' });
    expect((await both(first))[0]).toEqual((await both(first))[1]);
  });

  it('keeps the version that it was attached with, and the name is of all', async () => {
    const { owner } = lab.world;
    const metric = await lab.metric('count', { event: bought });
    const before = await lab.experiment([metric]);
    const version = { direction: 'higher_is_better', rule: { event: crashed } };
    const added = await expectStatus(201, owner.post(`/v1/metrics/${metric}/versions`, version));
    expect(added.body).toMatchObject({ key: metric, version: 2, kind: 'count', ...version });
    // The same again is no new one.
    const again = await expectStatus(201, owner.post(`/v1/metrics/${metric}/versions`, version));
    expect(again.body).toMatchObject({ version: 2, revision: added.body.revision });
    const after = await lab.experiment([metric]);
    const share = { kind: 'conversion', rule: { event: bought } };
    await expectStatus(201, owner.post(`/v1/metrics/${metric}/versions`, share));
    const renamed = await expectStatus(200, owner.patch(`/v1/metrics/${metric}`, { name: `Renamed ${randomUUID()}` }));
    expect(renamed.body).toMatchObject({ version: 3, ...share, direction: 'higher_is_better' });
    const start = tenMinutesAgo();
    for (const experiment of [before, after]) {
      const someone = await lab.subjectIn(experiment, 'control');
      const purchases = [1, 2, 3].map((second) => eventOf(bought, someone, secondsAfter(start, second)));
      await lab.report(eventOf(seen, someone, start), ...purchases, eventOf(crashed, someone, start));
    }
    const figuresOf = async (experiment: RunningExperiment): Promise<object> =>
      (await lab.read(experiment, 'results')).metrics[0];
    expect(await figuresOf(before)).toMatchObject({
      version: 1,
      kind: 'count',
      direction: 'lower_is_better',
      total: { numerator: '3', denominator: '1' },
    });
    expect(await figuresOf(after)).toMatchObject({
      version: 2,
      kind: 'count',
      direction: 'higher_is_better',
      total: { numerator: '1', denominator: '1' },
    });
    const { items } = (await expectStatus(200, owner.get('/v1/metrics?limit=100'))).body;
    const listed = items.find(({ key }: { key: string }) => key === metric);
    expect(listed).toMatchObject({ name: renamed.body.name, version: 3, ...share });
  });
});
