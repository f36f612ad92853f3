import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bodyOf, expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { eventOf, Measuring } from './measuring.js';

interface Line {
  readonly variant?: string;
  readonly values: readonly (string | null)[];
  readonly enough: readonly boolean[];
}

describe.each(STORES)('what a guardrail judged over time, on %s', (store) => {
  let assay: RunningWorld;
  let lab: Measuring;
  let seen: string;
  let failed: string;
  let failures: string;

  beforeAll(async () => {
    assay = await startWorld(store);
    lab = new Measuring(assay.world);
    seen = await lab.eventType('seen', { exposure: true });
    failed = await lab.eventType('failed');
    failures = await lab.metric('ratio', { numeratorEvent: failed, denominatorEvent: seen });
  });

  afterAll(() => assay.stop());

  const owner = () => assay.world.owner;
  const threshold = (changes: object = {}) => ({
    ...{ key: 'g', metric: failures, threshold: '0.4', action: 'pause', windowMinutes: 60, ...changes },
  });

  it('ends with what it acted on: the rate of the window, the breach, the end of the run', async () => {
    const experiment = await lab.experiment([failures], [threshold()]);
    const path = `/v1/experiments/${experiment.id}/guardrails/g/series`;
    const before = (await expectStatus(200, owner().get(path))).body;
    expect(before).toMatchObject({ guardrail: 'g', breaches: [], pauses: [], runs: [{ run: 1, to: null }] });
    const [old, fresh] = [await lab.subjectIn(experiment, 'control'), await lab.subjectIn(experiment, 'treatment')];
    const now = new Date();
    await lab.report(eventOf(seen, old, now), eventOf(seen, old, now), eventOf(seen, fresh, now));
    await lab.report(eventOf(seen, fresh, now), eventOf(failed, fresh, now));
    await expectStatus(200, owner().post(`/v1/experiments/${experiment.id}/guardrails/check`));

    const series = await lab.read(experiment, 'guardrails/g/series');
    const { runs, times, variants, total, breaches, phases } = series;
    expect(series).toMatchObject({
      ...{ metric: failures, direction: 'lower_is_better', threshold: '0.4', windowMinutes: 60, exact: true },
      ...{ per: 'event', minSample: 0, stepSeconds: 10 },
    });
    expect(times.at(-1)).toBe(runs[0].to);
    const ends = (variants as Line[]).map(({ variant, values }) => [variant, values.at(-1)]);
    expect(ends).toEqual([
      ['control', '0'],
      ['treatment', '0.5'],
    ]);
    expect(total.values.at(-1)).toBe('0.25');
    for (const { values, enough } of [...variants, total] as Line[]) {
      expect([values.length, enough.length]).toEqual([times.length, times.length]);
    }
    expect(breaches).toMatchObject([{ run: 1, variant: 'treatment', value: '0.5', threshold: '0.4' }]);
    expect(series.pauses).toEqual([{ from: runs[0].to, to: null }]);
    expect(phases).toMatchObject([{ phase: 1 }]);
  });

  it('says where subjects make it an estimate, and whether they were enough', async () => {
    const experiment = await lab.experiment([failures], [threshold({ per: 'subject', minSample: 2 })]);
    const [old, fresh] = [await lab.subjectIn(experiment, 'control'), await lab.subjectIn(experiment, 'treatment')];
    const other = await lab.subjectIn(experiment, 'control');
    const now = new Date();
    await lab.report(...[old, fresh, other].map((subject) => eventOf(seen, subject, now)));
    await lab.report(eventOf(failed, fresh, now), eventOf(failed, fresh, now));
    await expectStatus(200, owner().post(`/v1/experiments/${experiment.id}/pause`));
    const { exact, variants } = await lab.read(experiment, 'guardrails/g/series');
    expect(exact).toBe(false);
    expect((variants as Line[]).map(({ values, enough }) => [values.at(-1), enough.at(-1)])).toEqual([
      ['0', true],
      ['1', false],
    ]);
  });

  it('has at most as many points as are asked for, of the time that is asked for', async () => {
    const experiment = await lab.experiment([failures], [threshold()]);
    const path = `/v1/experiments/${experiment.id}/guardrails/g/series`;
    const from = new Date(Date.now() - 86_400_000).toISOString();
    const asked = await bodyOf<Record<string, unknown>>(200, owner().get(`${path}?from=${from}&points=50`));
    expect(asked).toMatchObject({ from, stepSeconds: 1_800 });
    const refused = async (query: string) => (await expectStatus(400, owner().get(`${path}?${query}`))).body;
    expect(await refused('points=49')).toMatchObject({ code: 'out_of_range', errors: [{ pointer: '?points' }] });
    expect(await refused('points=401')).toMatchObject({ code: 'out_of_range', errors: [{ pointer: '?points' }] });
    expect(await refused('from=yesterday')).toMatchObject({ code: 'invalid_value', errors: [{ pointer: '?from' }] });
    expect(await refused(`from=${from}&to=2020-01-01T00:00:00Z`)).toMatchObject({ code: 'out_of_range' });
  });

  it('is refused of a comparison, whose evidence is kept as of the last look, and of what is not there', async () => {
    const comparison = { key: 'c', metric: failures, scope: 'treatment_vs_control', margin: '0.1', action: 'pause' };
    const experiment = await lab.experiment([failures], [comparison]);
    const path = `/v1/experiments/${experiment.id}/guardrails`;
    expect((await expectStatus(409, owner().get(`${path}/c/series`))).body).toMatchObject({
      code: 'no_series_of_comparison',
    });
    await expectStatus(404, owner().get(`${path}/g/series`));
    await expectStatus(404, owner().get(`/v1/experiments/${assay.world.suffix}/guardrails/g/series`));
  });
});
