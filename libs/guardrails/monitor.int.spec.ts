import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Driven } from '../../test/oracle/driven.js';
import { drafted, ENVIRONMENT, Log, START } from '../../test/oracle/play.js';
import { createDatabase, type TestDatabase } from '../../test/support/database.js';
import { until } from '../../test/support/until.js';
import type { Position, StoredEvent } from '../event-store/index.js';
import { PostgresEventStore } from '../event-store/postgres/postgres-event-store.js';
import { storedBatch, telemetryStream, type TelemetryItem } from '../telemetry/index.js';
import { experimentStream, type Guardrail, type ThresholdGuardrail } from '../experiments/index.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import { createLogger } from '../platform/logging/logger.js';
import { Watermark } from '../event-sourcing/watermark.js';
import { guardrailStream, triggersAggregate, type Triggers } from './index.js';
import { Monitor } from './monitor.js';
import { GuardrailCounts, type CountsAsked } from './read-model/index.js';

const MINUTE = 60_000;
const NEVER = Number.POSITIVE_INFINITY;
const NOWHERE = '' as Position;
/** Beyond it when more than every second of the last five minutes' exposures crashed. */
const guardrail: ThresholdGuardrail = {
  kind: 'threshold',
  sources: 'server',
  key: 'g',
  metric: 'crash_rate',
  threshold: '0.5',
  windowMinutes: 5,
  action: 'notify',
  per: 'event',
  minSample: 0,
  scope: 'any_variant',
};

/** Counts sweeps, and knows what was judged. */
class SweptCounts extends GuardrailCounts {
  sweeps = 0;
  /** Experiments whose guardrails were looked at. */
  readonly judged: string[] = [];
  /** The lists of experiments that were asked for. */
  readonly lists: (readonly string[])[] = [];
  /** What happens before experiments are read. */
  before: (ids: readonly string[]) => Promise<void> = () => Promise.resolve();

  override async experiments(ids: readonly string[]): ReturnType<GuardrailCounts['experiments']> {
    this.lists.push(ids);
    await this.before(ids);
    return super.experiments(ids);
  }

  override async counts(asked: readonly CountsAsked[], now: Date): ReturnType<GuardrailCounts['counts']> {
    const found = await super.counts(asked, now);
    this.judged.push(...asked.map(({ experiment }) => experiment.id));
    return found;
  }

  override async running(environment: string | null = null): Promise<string[]> {
    const found = await super.running(environment);
    this.sweeps += 1;
    return found;
  }
}

describe('the guardrail monitor', () => {
  let database: TestDatabase;
  let driven: Driven;
  let store: PostgresEventStore;
  let runner: CommandRunner;
  let counts: SweptCounts;
  let now: number;
  let stopping: AbortController;
  let working: Promise<void>;
  let monitor: Monitor;
  let schemas = 0;
  /** While it is, nothing can be recorded. */
  let isAway = false;
  /** No breach of this experiment can be recorded. */
  let unrecordable: string | undefined;
  let queries: number;
  const log = new Log();

  beforeAll(async () => {
    database = await createDatabase();
    store = await PostgresEventStore.connect({ connectionString: database.url });
    const append: typeof store.append = (...call) =>
      isAway || (unrecordable !== undefined && JSON.stringify(call).includes(unrecordable))
        ? Promise.reject(new Error('the store fails'))
        : store.append(...call);
    runner = new CommandRunner(Object.assign(Object.create(store) as typeof store, { append }), new Watermark());
  });

  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  beforeEach(async () => {
    driven = await Driven.create(database, `monitored${(schemas += 1)}`);
    await driven.apply(log.metrics(), [10]);
    queries = 0;
    const query: typeof driven.source.query = (...asked) => {
      queries += 1;
      return driven.source.query(...asked);
    };
    counts = new SweptCounts(() => Promise.resolve({ query }));
    unrecordable = undefined;
    now = START;
    stopping = new AbortController();
  });

  afterEach(async () => {
    stopping.abort();
    await working;
    await driven.source.destroy();
  });

  /** At work, its first sweep done before there is anything to find. */
  async function watching(sweepEveryMs: number): Promise<void> {
    const clock = { now: () => new Date(now) };
    monitor = new Monitor(runner, counts, clock, createLogger('test', 'silent'), 'continuous', sweepEveryMs);
    working = monitor.run(stopping.signal);
    monitor.committed({ position: NOWHERE, events: [], touched: [], live: true });
    await until('the first sweep', () => counts.sweeps > 0);
  }

  /** An experiment that runs under the guardrail. */
  async function running(): Promise<string> {
    const [id = ''] = await manyRunning(1, [guardrail]);
    return id;
  }

  /** Experiments that run under these guardrails, oldest first. */
  async function manyRunning(many: number, guardrails: readonly Guardrail[]): Promise<string[]> {
    const ids: string[] = [];
    const events: StoredEvent[] = [];
    while (ids.length < many) {
      const id = randomUUID();
      const tell = (type: string, data: object): number =>
        events.push(log.next(experimentStream(ENVIRONMENT, id), type, { comment: null, ...data }, START));
      tell('experiment_drafted', { ...drafted(id, ENVIRONMENT), guardrails });
      tell('experiment_started', { phase: 1, run: 1 });
      ids.push(id);
    }
    await driven.apply(events, [500]);
    return ids;
  }

  /** Somebody meets the experiment now, and may crash. */
  async function receive(experiment: string, ...types: readonly ('seen' | 'crash')[]): Promise<void> {
    await measure(experiment, ...types);
    monitor.committed({ position: NOWHERE, events: [], touched: [experiment], live: true });
  }

  /** It is counted, and the monitor is not told. */
  async function measure(experiment: string, ...types: readonly ('seen' | 'crash')[]): Promise<void> {
    const items = types.map((key, n): TelemetryItem => {
      const id = `${key}${n}-${now}-${experiment}`;
      const attribution = {
        experiment,
        phase: 1,
        variant: 'control',
        subject: id,
        unit: id,
        counted: true,
        dimensionValues: [],
      };
      const type = { key, exposure: key === 'seen', requiresExposure: false };
      return { id, type, at: now, subject: id, attribution, hash: '', properties: undefined };
    });
    const stream = telemetryStream(ENVIRONMENT, experiment);
    await driven.apply(
      [
        log.next(
          stream,
          'telemetry_recorded',
          storedBatch({ receivedAt: now, corrected: 0, source: 'server' }, items),
          now,
        ),
      ],
      [1],
    );
  }

  const triggersOf = async (experiment: string): Promise<Triggers> =>
    (await runner.load(triggersAggregate, guardrailStream(ENVIRONMENT, experiment))).state;

  const triggered = (experiment: string): Promise<Triggers> =>
    until('a trigger', async () => {
      const triggers = await triggersOf(experiment);
      return triggers.length > 0 && triggers;
    });

  it('judges what telemetry has just touched, without any sweep', async () => {
    await watching(NEVER);
    const experiment = await running();
    now = START + MINUTE;
    await receive(experiment, 'seen', 'crash');
    expect(await triggered(experiment)).toMatchObject([{ guardrail: 'g', value: '1', detectedBy: 'monitor' }]);
    expect(counts.sweeps).toBe(1);
  });

  it('records a breach that it found while the store was away, also where the window shows none any more', async () => {
    await watching(NEVER);
    const experiment = await running();
    now = START + MINUTE;
    isAway = true;
    await receive(experiment, 'seen', 'crash');
    await until('the breach to be found', () => counts.judged.includes(experiment));
    now = START + 20 * MINUTE;
    isAway = false;
    expect(await triggered(experiment)).toMatchObject([{ guardrail: 'g', value: '1', detectedBy: 'monitor' }]);
  });

  it('sweeps: a window that slides into a breach is met though nothing happens any more', async () => {
    await watching(10);
    const experiment = await running();
    now = START + MINUTE;
    await receive(experiment, 'seen', 'seen', 'seen');
    now = START + 4 * MINUTE;
    await receive(experiment, 'seen', 'crash');
    // The second from here on begins behind all that.
    const before = counts.sweeps;
    await until('two more sweeps', () => counts.sweeps > before + 2);
    expect(await triggersOf(experiment)).toEqual([]);

    now = START + 7 * MINUTE;
    expect(await triggered(experiment)).toMatchObject([
      { guardrail: 'g', value: '1', numerator: '1', denominator: '1', detectedBy: 'sweep' },
    ]);
  });

  it('sweeps many experiments by few queries, which ask about a hundred of them each', async () => {
    const compared: Guardrail = {
      kind: 'comparison',
      sources: 'server',
      key: 'compared',
      metric: 'crashes',
      action: 'notify',
      scope: 'treatment_vs_control',
      margin: '0.1',
    };
    const slow: Guardrail = { ...guardrail, key: 'slow', metric: 'slow' };
    const experiments = await manyRunning(250, [guardrail, slow, compared]);
    await watching(NEVER);
    await until('all to be judged', () => counts.judged.length >= 500);
    expect(counts.judged).toEqual(experiments.flatMap((id) => [id, id]));
    expect(counts.lists.map(({ length }) => length)).toEqual([100, 100, 50]);
    // Of each page: experiments, metrics, counts, bins, evidence, exposures, latest events.
    await until('all to be read', () => queries >= 1 + 3 * 7);
    expect(queries).toBe(1 + 3 * 7);
  });

  it('judges what telemetry touches during a sweep before the sweep goes on', async () => {
    const experiments = await manyRunning(250, [guardrail]);
    const touched = experiments.slice(-1);
    counts.before = async () => {
      if (counts.lists.length === 1) monitor.committed({ position: NOWHERE, events: [], touched, live: true });
    };
    await watching(NEVER);
    await until('the sweep to end', () => counts.lists.length >= 4);
    expect(counts.lists.map((ids) => (ids.length === 1 ? ids : ids.length))).toEqual([100, touched, 100, 50]);
  });

  describe('of experiments that breach and are swept together', () => {
    let ill: string;
    let others: string[];

    beforeEach(async () => {
      const [first = '', second = '', third = ''] = await manyRunning(3, [guardrail]);
      [ill, others] = [second, [first, third]];
      now = START + MINUTE;
      for (const id of [first, second, third]) await measure(id, 'seen', 'crash');
    });

    const expectOnlyOthers = async (): Promise<void> => {
      for (const id of others) expect(await triggered(id)).toMatchObject([{ guardrail: 'g', detectedBy: 'sweep' }]);
      expect(await triggersOf(ill)).toEqual([]);
    };

    it('records the breaches of the others if one cannot be recorded, and that one later', async () => {
      unrecordable = ill;
      await watching(NEVER);
      await expectOnlyOthers();
      unrecordable = undefined;
      expect(await triggered(ill)).toHaveLength(1);
    });

    it.each([
      ['read', '{runs,0,run}', '"no number"'],
      ['judged', '{guardrails,0,threshold}', '"no number"'],
    ])('judges the others if one cannot be %s', async (_, path, value) => {
      await driven.source.query(
        'UPDATE measured_experiments SET state = jsonb_set(state::jsonb, $2::text[], $3::jsonb) WHERE id = $1',
        [ill, path, value],
      );
      await watching(NEVER);
      await expectOnlyOthers();
    });
  });
});
