import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../../libs/event-store/index.js';
import { readResults } from '../../libs/measurement/read-model/results.js';
import { readTimeseries } from '../../libs/measurement/read-model/timeseries.js';
import type { Metric } from '../../libs/metrics/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { Driven } from './driven.js';

const FIXTURES = join(import.meta.dirname, '../fixtures');

/** What the version that wrote the log answered of one experiment. */
interface OldReport {
  readonly experiment: string;
  readonly results: { readonly metrics: readonly OldMetric[] };
  readonly series: { readonly metric: string; readonly points: readonly unknown[] };
}

interface OldMetric {
  readonly metric: string;
  readonly variants: readonly { readonly subjects: number; readonly moments: { readonly n: string } | null }[];
}

const linesOf = async <T>(file: string): Promise<T[]> => {
  const text = await readFile(join(FIXTURES, file), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
};

/** Moments were of all subjects once; those of subjects that were exposed alone are as they were. */
function withoutUnexposed({ metrics, ...rest }: OldReport['results']): object {
  return {
    ...rest,
    metrics: metrics.map(({ variants, ...metric }) => ({
      ...metric,
      variants: variants.map(({ moments, ...variant }) => ({
        ...variant,
        ...(moments === null || Number(moments.n) === variant.subjects ? { moments } : {}),
      })),
    })),
  };
}

describe('a log of the version before there was inference', () => {
  let database: TestDatabase;
  let driven: Driven;

  beforeAll(async () => {
    database = await createDatabase();
    driven = await Driven.create(database, 'old');
    await driven.apply(await linesOf<StoredEvent>('log-before-inference.jsonl'), [20]);
  });

  afterAll(async () => {
    await driven.source.destroy();
    await database.drop();
  });

  it('has the counts and values that it had, now and over time', async () => {
    const reports = await linesOf<OldReport>('reports-before-inference.jsonl');
    expect(reports).toHaveLength(16);
    const metrics = await driven.source.query<{ state: Metric }[]>('SELECT state FROM measured_metrics');
    for (const { experiment, results, series } of reports) {
      expect(await readResults(driven.source, experiment, 'all')).toMatchObject(withoutUnexposed(results));
      const metric = metrics.find(({ state }) => state.key === series.metric)?.state;
      if (!metric) throw new Error(`${series.metric} is not measured`);
      const query = { metric, from: null, to: null, bucketSeconds: 10 };
      expect(await readTimeseries(driven.source, experiment, query)).toMatchObject({ points: series.points });
    }
  });
});
