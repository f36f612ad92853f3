import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Driven } from '../../test/oracle/driven.js';
import { Log, METRICS, play, START, VARIANTS } from '../../test/oracle/play.js';
import { createDatabase, type TestDatabase } from '../../test/support/database.js';
import { experimentStream, type Run, type ThresholdGuardrail } from '../experiments/index.js';
import { binOf, quantileOf } from '../measurement/index.js';
import { quotient } from '../primitives/decimal.js';
import { storedBatch, telemetryStream, type TelemetryItem } from '../telemetry/index.js';
import { ratesOf, windowOf } from './judge.js';
import { readGuardrailSeries } from './read-model/guardrail-series.js';
import { GuardrailCounts } from './read-model/index.js';

const CASES = 60;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const EXACT = ['crash_rate', 'basket', 'slow'] as const;

interface Counted {
  readonly at: number;
  readonly type: 'seen' | 'crash' | 'buy';
  readonly variant: string;
  readonly value: number;
}

const step = fc.record({
  gap: fc.oneof(
    fc.nat(40 * SECOND),
    fc.integer({ min: 1, max: 20 }).map((n) => n * MINUTE),
  ),
  what: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.array(
        fc.record({
          type: fc.constantFrom('seen' as const, 'crash' as const, 'buy' as const),
          subject: fc.nat(5),
          value: fc.integer({ min: 1, max: 500 }),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom('pause' as const, 'resume' as const) },
  ),
});
const guardrailOf = (metric: string, windowMinutes: number | null): ThresholdGuardrail => ({
  ...({ kind: 'threshold', key: 'g', threshold: '0.5', action: 'notify', sources: 'server', per: 'event' } as const),
  ...({ minSample: 0, scope: 'any_variant' } as const),
  ...{ metric, windowMinutes },
});

/** The value of a metric over a list of events, the slow and obvious way. */
function valueOf(metric: (typeof EXACT)[number], events: readonly Counted[]): string | null {
  const count = (type: string): string => String(events.filter((each) => each.type === type).length);
  const bought = events.filter(({ type }) => type === 'buy');
  switch (metric) {
    case 'crash_rate':
      return quotient(count('crash'), count('seen'));
    case 'basket':
      return quotient(String(bought.reduce((sum, { value }) => sum + value, 0)), count('buy'));
    case 'slow': {
      const value = quantileOf(
        bought.map((each) => ({ bin: binOf(each.value), values: 1 })),
        '0.9',
      );
      return value === null ? null : String(Number(value));
    }
  }
}

describe('what a guardrail judged, over time', () => {
  let database: TestDatabase;
  let driven: Driven;
  const log = new Log();

  beforeAll(async () => {
    database = await createDatabase();
    driven = await Driven.create(database, 'series');
    await driven.apply(log.metrics(), [10]);
  });

  afterAll(async () => {
    await driven.source.destroy();
    await database.drop();
  });

  it(`is what the list of events says of each window, ${CASES} times`, async () => {
    const counts = new GuardrailCounts(() => Promise.resolve(driven.source));
    const met = { values: 0, gaps: 0, laterRuns: 0 };
    const windows = fc.constantFrom(null, 1, 5, 60);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 20 }), windows, async (steps, windowMinutes) => {
        const begun = play({ steps: [], cuts: [1], crashes: [] }, log);
        const [id] = begun.experiments;
        const { environment } = begun;
        const stored = [...begun.stored];
        const events: Counted[] = [];
        let now = START;
        let [runs, isRunning] = [1, true];
        for (const { gap, what } of steps) {
          now += gap + 1;
          const stream = experimentStream(environment, id);
          if (what === 'pause') {
            if (isRunning) stored.push(log.next(stream, 'experiment_paused', { run: runs, comment: null }, now));
            isRunning = false;
          } else if (what === 'resume') {
            if (isRunning) continue;
            isRunning = true;
            runs += 1;
            stored.push(log.next(stream, 'experiment_resumed', { run: runs, phase: runs, comment: null }, now));
          } else {
            const items = what.map(({ type, subject, value }): TelemetryItem => {
              const variant = VARIANTS[subject % 2] ?? 'control';
              const digest = `s${subject}-${id}`;
              events.push({ at: now, type, variant, value });
              const claims = { experiment: id, phase: 1, variant, subject: digest, unit: digest, counted: true };
              return {
                ...{ id: randomUUID(), at: now, subject: digest, hash: '', properties: { value } },
                type: { key: type, exposure: type === 'seen', requiresExposure: false },
                attribution: { ...claims, dimensionValues: [] },
              };
            });
            const batch = storedBatch({ receivedAt: now, corrected: 0, source: 'server' }, items);
            stored.push(log.next(telemetryStream(environment, id), 'telemetry_recorded', batch, now));
          }
        }
        await driven.apply(stored, [50]);
        const experiment = (await counts.experiments([id])).get(id);
        if (!experiment) throw new Error('the experiment is not measured');
        now += 1;
        const asked = { from: START, to: now, points: 400, now };
        const inRun = (run: Run, from: number, until: number): Counted[] =>
          events.filter(({ at }) => {
            const [begin, end] = [Date.parse(run.from), run.to === null ? Infinity : Date.parse(run.to)];
            return (run.run === 1 || at >= begin) && at < end && at >= from && at < until;
          });
        for (const metric of METRICS) {
          const guardrail = guardrailOf(metric.key, windowMinutes);
          const series = await readGuardrailSeries(driven.source, experiment, guardrail, metric, asked);
          const isExact = EXACT.find((each) => each === metric.key);
          for (const [place, time] of series.times.entries()) {
            const at = Date.parse(time);
            const run = experiment.runs.find(
              ({ from, to }) => Date.parse(from) < at && (to === null || at <= Date.parse(to)),
            );
            if (!run) throw new Error(`no run at ${time}`);
            if (isExact) {
              const from = windowMinutes === null ? 0 : windowOf(guardrail, run, new Date(at)).from.getTime();
              const until = Math.ceil(at / 10_000) * 10_000;
              const own = inRun(run, from, until);
              for (const line of series.variants) {
                const value = valueOf(
                  isExact,
                  own.filter(({ variant }) => variant === line.variant),
                );
                expect(line.values[place]).toBe(value);
                met[value === null ? 'gaps' : 'values'] += 1;
              }
              expect(series.total.values[place]).toBe(valueOf(isExact, own));
              if (run.run > 1) met.laterRuns += 1;
            }
            // At the end of a run every kind is what was judged then.
            if (at !== Date.parse(run.to ?? '')) continue;
            const [arms = []] = await counts.counts([{ experiment, guardrail, metric, run }], new Date(at));
            const rates = ratesOf(experiment, metric, arms);
            expect([...series.variants, series.total].map(({ values }) => values[place])).toEqual(
              rates.map(({ value }) => value),
            );
          }
        }
      }),
      { numRuns: CASES, seed: 20_260_301 },
    );
    for (const [what, times] of Object.entries(met)) expect([what, times >= CASES]).toEqual([what, true]);
  }, 180_000);
});
