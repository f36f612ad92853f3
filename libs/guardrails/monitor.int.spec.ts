import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Driven } from '../../test/oracle/driven.js';
import { ENVIRONMENT, Log, play, START } from '../../test/oracle/play.js';
import { createDatabase, type TestDatabase } from '../../test/support/database.js';
import { until } from '../../test/support/until.js';
import type { Position } from '../event-store/index.js';
import { PostgresEventStore } from '../event-store/postgres/postgres-event-store.js';
import { storedBatch, telemetryStream, type TelemetryItem } from '../telemetry/index.js';
import { experimentStream, type ThresholdGuardrail } from '../experiments/index.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import { createLogger } from '../platform/logging/logger.js';
import { Watermark } from '../event-sourcing/watermark.js';
import { guardrailStream, triggersAggregate, type Triggers } from './index.js';
import { Monitor } from './monitor.js';
import { GuardrailCounts } from './read-model/index.js';

const MINUTE = 60_000;
const NEVER = Number.POSITIVE_INFINITY;
const NOWHERE = '' as Position;
/** Beyond it when more than every second of the last five minutes' exposures crashed. */
const guardrail: ThresholdGuardrail = {
  kind: 'threshold',
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

  override async counts(...asked: Parameters<GuardrailCounts['counts']>): ReturnType<GuardrailCounts['counts']> {
    const found = await super.counts(...asked);
    this.judged.push(asked[0].id);
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
  const log = new Log();

  beforeAll(async () => {
    database = await createDatabase();
    store = await PostgresEventStore.connect({ connectionString: database.url });
    const append: typeof store.append = (...call) =>
      isAway ? Promise.reject(new Error('the store fails')) : store.append(...call);
    runner = new CommandRunner(Object.assign(Object.create(store) as typeof store, { append }), new Watermark());
  });

  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  beforeEach(async () => {
    driven = await Driven.create(database, `monitored${(schemas += 1)}`);
    await driven.apply(log.metrics(), [10]);
    counts = new SweptCounts(() => Promise.resolve(driven.source));
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
    const { stored, experiments } = play({ steps: [], cuts: [1], crashes: [] }, log);
    const [id] = experiments;
    const guarded = log.next(
      experimentStream(ENVIRONMENT, id),
      'experiment_edited',
      { guardrails: [guardrail] },
      START,
    );
    await driven.apply([...stored, guarded], [10]);
    return id;
  }

  /** Somebody meets the experiment now, and may crash. */
  async function receive(experiment: string, ...types: readonly ('seen' | 'crash')[]): Promise<void> {
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
    await driven.apply([log.next(stream, 'telemetry_recorded', storedBatch(now, 0, items), now)], [1]);
    monitor.committed({ position: NOWHERE, events: [], touched: [experiment], live: true });
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
});
