import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../../../test/support/database.js';
import { momentsOf, summed, writeExposures, writeMeasured, writeRows } from '../../../test/support/measured-rows.js';
import { Driven } from '../../../test/oracle/driven.js';
import { inOneSnapshot } from '../../projections/index.js';
import { sliceOf } from '../aggregation/subject-sums.js';
import { readEffectSeries } from './effect-series.js';
import { readExperiments } from './measured.js';
import { readReport, type ResultsAsked } from './report.js';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 2, 1);
const H = START / HOUR_MS;
const spend = summed('spend');
const aim = { mde: '0.05', power: '0.8', alpha: '0.05' };

describe('the report of measured sums', () => {
  let database: TestDatabase;
  let driven: Driven;

  beforeAll(async () => {
    database = await createDatabase();
    driven = await Driven.create(database, 'reports');
    await driven.source.query('UPDATE as_of SET received_at = $1', [START + 10.5 * HOUR_MS]);
    const shape = {
      arms: ['control', 'treatment'],
      metrics: [spend],
      phases: 2,
      startedAt: new Date(START).toISOString(),
    };
    const dimensions = [{ key: 'country', attribute: 'country', values: ['NL', 'BE'] }];
    await writeMeasured(driven.source, { ...shape, id: 'e1', rho: 5, dimensions, planned: { ...aim, subjects: 700 } });
    await writeMeasured(driven.source, { ...shape, id: 'e2', rho: 5, planned: { ...aim, subjects: 9_000 } });
    const at = (variant: string, phase: number, hour: number, n: number, mean: number) => {
      return ['spend', variant, phase, hour, ...momentsOf(n, mean, 4)];
    };
    for (const id of ['e1', 'e2']) {
      // Phase 1 stands since hour 2; phase 2 changed at the hours 4 and 10.
      await writeRows(driven.source, 'moments', id, [
        ...[at('control', 1, H + 2, 150, 10), at('treatment', 1, H + 2, 150, 11)],
        ...[at('control', 2, H + 10, 400, 20), at('treatment', 2, H + 10, 400, 21)],
      ]);
      await writeRows(driven.source, 'moment_hours', id, [
        ...[at('control', 1, H + 2, 50, 9), at('treatment', 1, H + 2, 50, 9)],
        ...[at('control', 1, H + 3, 150, 10), at('treatment', 1, H + 3, 150, 11)],
        ...[at('control', 2, H + 5, 200, 20), at('treatment', 2, H + 5, 200, 20)],
      ]);
      const both = (phase: number, hour: number, subjects: number) => [
        ['control', phase, hour, subjects] as const,
        ['treatment', phase, hour, subjects] as const,
      ];
      await writeExposures(driven.source, 'exposures', id, [...both(1, H + 2, 150), ...both(2, H + 10, 400)]);
      await writeExposures(driven.source, 'exposure_hours', id, [
        ...[...both(1, H + 2, 50), ...both(1, H + 3, 150), ...both(2, H + 5, 200)],
      ]);
    }
    const slice = (variant: string, value: number, n: number, mean: number) => {
      return ['spend', variant, 1, sliceOf(0, value), ...momentsOf(n, mean, 4)];
    };
    await writeRows(driven.source, 'sliced_moments', 'e1', [
      ...[slice('control', 1, 200, 10), slice('treatment', 1, 200, 14)],
      ...[slice('control', 2, 200, 10), slice('treatment', 2, 200, 10)],
      ...[slice('control', 0, 20, 10), slice('treatment', 0, 20, 10)],
    ]);
  });

  afterAll(async () => {
    await driven.source.destroy();
    await database.drop();
  });

  const asked: ResultsAsked = { method: 'sequential', phase: 'all', hour: null, dimension: null };
  const now = new Date(START + 10.75 * HOUR_MS);
  const report = (id: string, more: Partial<ResultsAsked> = {}) =>
    readReport(driven.source, id, { ...asked, ...more }, now);
  const first = async (id: string, more: Partial<ResultsAsked> = {}) => {
    const [found] = (await report(id, more)).comparisons;
    if (!found) throw new Error('no comparison');
    return found;
  };

  it('compares by phases, and within one on request', async () => {
    expect((await first('e1')).absolute.effect).toBeCloseTo(1, 9);
    expect(await first('e1')).toMatchObject({ n: { control: 550, treatment: 550 }, state: 'ok', role: 'primary' });
    expect(await first('e1', { phase: 1 })).toMatchObject({ n: { control: 150 }, value: { control: 10 } });
    expect(await first('e1', { phase: 'current' })).toMatchObject({ n: { control: 400 }, value: { treatment: 21 } });
  });

  it('goes back to the beginning of any hour: what changed since then is as it was', async () => {
    const subjectsAt = async (hour: number): Promise<number> => (await first('e1', { hour: H + hour })).n.control;
    expect(await Promise.all([0, 1, 2, 3, 4, 5, 9, 10, 11].map(subjectsAt))).toEqual([
      ...[0, 0, 50, 150, 150, 350, 350, 350, 550],
    ]);
    const then = await report('e1', { hour: H + 2 });
    expect(then).toMatchObject({ asOf: new Date(START + 2 * HOUR_MS).toISOString(), verdict: null });
    expect(then.metrics[0]?.variants[0]).toMatchObject({ subjects: 50, value: '9' });
    expect(then.comparisons[0]).toMatchObject({ reason: 'burn_in' });
  });

  it('judges the fixed test once, at the first hour with the planned subjects', async () => {
    // 700 subjects were there at the hour 5, when the effects were 1 (phase 1) and 0 (phase 2).
    const { fixed } = await first('e1');
    if (fixed?.state !== 'ok') throw new Error('not judged');
    expect(fixed.absolute.effect).toBeCloseTo(300 / 700, 9);
    expect(await first('e2')).toMatchObject({ fixed: { state: 'not_yet', subjects: 1_100, planned: 9_000 } });
  });

  it('says how far the plan is at the rate of late', async () => {
    const { plan } = await report('e2');
    const perDay = 1_100 / (10.75 / 24);
    expect(plan).toMatchObject({ subjects: 9_000, reachedSubjects: 1_100, reached: false });
    expect(plan?.perDay).toBeCloseTo(perDay, 6);
    expect(plan?.daysLeft).toBeCloseTo(7_900 / perDay, 0);
    expect((await report('e1')).plan).toMatchObject({ reached: true, daysLeft: 0 });
  });

  it('compares within each value of a dimension, and says whether they differ', async () => {
    const { dimension } = await report('e1', { dimension: 'country' });
    expect(dimension?.values.map(({ value, subjects }) => [value, subjects])).toEqual([
      ...[
        ['NL', 400],
        ['BE', 400],
        [null, 40],
      ],
    ]);
    expect(dimension?.values[0]?.comparisons[0]?.relative.effect).toBeCloseTo(0.4, 9);
    expect(dimension?.values[2]?.comparisons[0]).toMatchObject({ reason: 'burn_in' });
    expect(dimension?.heterogeneity).toMatchObject([{ metric: 'spend', variant: 'treatment', df: 2 }]);
    expect(dimension?.heterogeneity[0]?.p).toBeLessThan(1e-6);
    const then = await report('e1', { dimension: 'country', hour: H + 5 });
    expect(then.dimension).toMatchObject({ state: 'not_kept_by_hour', values: [] });
  });

  it('draws the effect over the hours up to now', async () => {
    const { points, state } = await inOneSnapshot(driven.source, async (manager) => {
      const experiment = (await readExperiments(manager, ['e1'])).get('e1');
      if (!experiment) throw new Error('not measured');
      return readEffectSeries(manager, experiment, spend, 'treatment');
    });
    expect(state).toBe('ok');
    expect(points.map(({ time, n }) => [(Date.parse(time) - START) / HOUR_MS, n.control])).toEqual([
      ...[
        [2, 50],
        [3, 150],
        [5, 350],
        [10.5, 550],
      ],
    ]);
    expect(points.map(({ absolute }) => Number(absolute.effect?.toFixed(6)))).toEqual([0, 1, 0.428571, 1]);
    expect(points.map(({ absolute }) => absolute.lower === null)).toEqual([true, false, false, false]);
    const { absolute } = await first('e1');
    expect(points.at(-1)?.absolute).toEqual(absolute);
  });
});
