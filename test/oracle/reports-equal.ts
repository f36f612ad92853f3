import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import type { StoredEvent } from '../../libs/event-store/index.js';
import type { Experiment, GuardrailSources, Run, ThresholdGuardrail } from '../../libs/experiments/index.js';
import { ratesOf, windowOf } from '../../libs/guardrails/judge.js';
import { GuardrailCounts } from '../../libs/guardrails/read-model/index.js';
import type { Metric } from '../../libs/metrics/index.js';
import { readResults } from '../../libs/measurement/read-model/results.js';
import { readTimeseries } from '../../libs/measurement/read-model/timeseries.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { canonicalUnit, unpackUnit } from '../../libs/measurement/aggregation/packed-unit.js';
import { aCase } from './cases.js';
import { Driven } from './driven.js';
import { expectedRates, expectedResults, expectedSeries } from './expected.js';
import { judgeList, ofServers, type Verdict } from './naive.js';
import { Log, METRICS, play, START, type Played } from './play.js';
import {
  exposedByServers,
  expectedExposed,
  expectedRows,
  momentsOfServers,
  rowsAt,
  rowsOf,
  runRowsOfServers,
} from './sums.js';

const HOUR_MS = 3_600_000;
const LEDGER_MS = 30 * 24 * HOUR_MS;

/** The case up to the first batch of an hour or of a later one; undefined if its log has none. */
function until({ entries, ...rest }: Played, hour: number): Played | undefined {
  const end = entries.find((entry) => entry.kind === 'item' && entry.receivedAt >= hour * HOUR_MS);
  return end && { ...rest, entries: entries.filter(({ place }) => place < end.place) };
}

/** Reports without the fields that depend on the time of reading. */
async function reportsOf(source: DataSource, experiment: Experiment): Promise<object[]> {
  const phases = ['all' as const, ...experiment.phases.map(({ phase }) => phase)];
  const reports: object[] = [];
  for (const phase of phases) reports.push(await readResults(source, experiment.id, phase));
  for (const metric of METRICS) {
    reports.push(await readTimeseries(source, experiment.id, { metric, from: null, to: null, bucketSeconds: 10 }));
  }
  return reports;
}

const guardrailOf = (
  metric: string,
  per: 'event' | 'subject',
  windowMinutes: number | null,
  sources: GuardrailSources,
): ThresholdGuardrail => ({
  kind: 'threshold',
  sources,
  key: metric,
  metric,
  threshold: '0',
  windowMinutes,
  action: 'notify',
  per,
  minSample: 0,
  scope: 'any_variant',
});

/** Sums of the tables that few read, by table: a row whose sums are 0 may be missing. */
const COUNTS_OF_CLIENTS: Readonly<Record<string, string>> = {
  client_buckets: 'numerator <> 0 OR denominator <> 0',
  client_distinct_subjects: 'subjects <> 0',
  client_bucket_sketches: 'n <> 0',
  client_run_moments: 'nonzero <> 0 OR sx <> 0 OR sy <> 0',
  evidence: 'true',
};

async function rowsIn(source: DataSource, table: string, where: string): Promise<readonly string[]> {
  const rows = await source.query<{ row: string }[]>(`SELECT ${table}::text AS row FROM ${table} WHERE ${where}`);
  return rows.map(({ row }) => row).sort();
}

/** The states of units, without their sums before the exposure, whose numbers may be written as texts. */
async function unitsIn(source: DataSource): Promise<readonly string[]> {
  const rows = await source.query<{ unit: string; experiment_id: string; state: string }[]>('SELECT * FROM units');
  const texts = rows.map(
    ({ unit, experiment_id: experiment, state }) => `${experiment} ${unit} ${canonicalUnit(unpackUnit(state))}`,
  );
  return texts.sort();
}

/** Compares the reports of so many random logs with a naive computation. ORACLE_CASES sets another number. */
export function describeReports({ cases: usual, seed }: { readonly cases: number; readonly seed: number }): void {
  const cases = Number(process.env['ORACLE_CASES'] ?? usual);

  describe('the reports of any telemetry', () => {
    let database: TestDatabase;
    let live: Driven;
    const all: StoredEvent[] = [];
    const log = new Log();

    beforeAll(async () => {
      database = await createDatabase();
      live = await Driven.create(database, 'live');
      all.push(...log.metrics());
      await live.apply(all, [10]);
    });

    afterAll(async () => {
      await live.source.destroy();
      await database.drop();
    });

    /** The whole is always compared; of the parts some per case, in turn, so that each kind comes hundreds of times. */
    let turn = 0;
    const inTurn = <T>(list: readonly T[]): T => list[(turn += 1) % list.length] as T;

    const compare = async (played: Played): Promise<void> => {
      const counts = new GuardrailCounts(() => Promise.resolve(live.source));
      for (const id of played.experiments) {
        const experiment = (await counts.experiments([id])).get(id);
        if (!experiment) throw new Error('the experiment is not measured');
        const verdict = judgeList(played, experiment);
        for (const phase of [null, inTurn(experiment.phases).phase]) {
          const found = await readResults(live.source, id, phase ?? 'all');
          expect(found).toMatchObject(expectedResults(verdict, experiment, phase));
        }
        const metric = inTurn(METRICS);
        const query = { metric, from: null, to: null, bucketSeconds: 10 };
        const { points } = (await readTimeseries(live.source, id, query)) as { points: object[] };
        expect(points).toEqual(expectedSeries(verdict, metric));
        const some = [inTurn(METRICS), inTurn(METRICS)];
        await compareRates(counts, experiment, verdict, 'all', some, played);
        const byServers = judgeList(ofServers(played), experiment);
        await compareRates(counts, experiment, byServers, 'server', some, played);
        expect(await runRowsOfServers(live.source, experiment)).toEqual(
          expectedRows('run_moments', byServers, experiment, played),
        );
        expect(await momentsOfServers(live.source, experiment)).toEqual(
          expectedRows('moments', byServers, experiment, played),
        );
        expect(await exposedByServers(live.source, experiment)).toEqual(expectedExposed(byServers));
        await compareSums(experiment, verdict, played);
      }
    };

    const compareSums = async (experiment: Experiment, verdict: Verdict, played: Played): Promise<void> => {
      for (const kind of ['moments', 'sliced_moments', 'run_moments', 'covariates'] as const) {
        // The ledger of a link that comes long after its exposures is gone.
        if (kind === 'covariates' && played.asOf - START > LEDGER_MS) continue;
        const rows = await rowsOf(live.source, kind, experiment);
        expect([kind, ...rows]).toEqual([kind, ...expectedRows(kind, verdict, experiment, played)]);
      }
      const hour = inTurn([1, 2, 24, 25, 60]) + START / HOUR_MS;
      const before = until(played, hour);
      if (!before) return;
      const then = await rowsAt(live.source, experiment, hour);
      expect(then).toEqual(expectedRows('moments', judgeList(before, experiment), experiment, before));
    };

    const compareRates = async (
      counts: GuardrailCounts,
      experiment: Experiment,
      verdict: Verdict,
      sources: GuardrailSources,
      metrics: readonly Metric[],
      { asOf }: Played,
    ): Promise<void> => {
      const run = experiment.runs.at(-1) as Run;
      const now = new Date(asOf + 5_000);
      // A run that has ended is judged as it was at its end.
      const end = run.to === null ? now : new Date(run.to);
      const asked = metrics.map((metric) => {
        const [per, minutes] = [inTurn(['event', 'subject'] as const), inTurn([null, 1, 60, null, 600])];
        return { experiment, guardrail: guardrailOf(metric.key, per, minutes, sources), metric, run };
      });
      const answers = await counts.counts(asked, now);
      for (const [place, { guardrail, metric }] of asked.entries()) {
        const from = guardrail.windowMinutes === null ? 0 : windowOf(guardrail, run, end).from.getTime();
        const rates = ratesOf(experiment, metric, answers[place] ?? []);
        expect(rates.map(({ variant, value, exposed }) => ({ variant, value, exposed }))).toEqual(
          expectedRates(verdict, experiment, metric, guardrail.per, from),
        );
      }
    };

    it(`equal the naive computation over the list, ${cases} times`, async () => {
      await fc.assert(
        fc.asyncProperty(aCase, async (each) => {
          const played = play(each, log, randomUUID());
          all.push(...played.stored);
          await live.apply(played.stored, each.cuts, each.crashes);
          await compare(played);
        }),
        {
          numRuns: cases,
          seed,
          interruptAfterTimeLimit: 450_000,
          markInterruptAsFailure: true,
        },
      );
    }, 480_000);

    it('are the same, byte for byte, when all of it is counted again in other batches', async () => {
      const rebuilt = await Driven.create(database, 'rebuilt');
      try {
        await rebuilt.apply(all, [50, 3, 200]);
        const experiments = await live.source.query<{ state: Experiment }[]>('SELECT state FROM measured_experiments');
        expect(experiments.length).toBeGreaterThan(cases);
        for (const [table, where] of Object.entries(COUNTS_OF_CLIENTS)) {
          expect(await rowsIn(rebuilt.source, table, where)).toEqual(await rowsIn(live.source, table, where));
        }
        expect(await unitsIn(rebuilt.source)).toEqual(await unitsIn(live.source));
        for (const { state } of experiments.slice(0, 60)) {
          expect(JSON.stringify(await reportsOf(rebuilt.source, state))).toBe(
            JSON.stringify(await reportsOf(live.source, state)),
          );
        }
      } finally {
        await rebuilt.source.destroy();
      }
    }, 480_000);
  });
}
