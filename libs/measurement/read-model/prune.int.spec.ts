import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../../../test/support/database.js';
import { Driven } from '../../../test/oracle/driven.js';
import { Log, ENVIRONMENT, play } from '../../../test/oracle/play.js';
import { storedBatch, telemetryStream, type TelemetryItem } from '../../telemetry/index.js';
import { readResults } from './results.js';

const DAY = 86_400_000;
const MINUTE = 60_000;
/** The day whose ids are watched: it ends at DAY_END. */
const DAY_END = Date.UTC(2026, 2, 2);
const IN_DAY = DAY_END - DAY / 2;

describe('what the log’s time has left behind', () => {
  let database: TestDatabase;
  let driven: Driven;
  let log: Log;
  let experiment: string;
  let writer: string;

  beforeAll(async () => {
    database = await createDatabase();
  });

  afterAll(() => database.drop());

  // An experiment that runs, on a schema of its own.
  beforeEach(async () => {
    driven = await Driven.create(database, `s${randomUUID().replaceAll('-', '')}`);
    log = new Log();
    writer = randomUUID();
    const { stored, experiments } = play({ steps: [], cuts: [1], crashes: [] }, log);
    [experiment] = experiments;
    await driven.apply([...log.metrics(), ...stored], [10]);
  });

  afterEach(() => driven.source.destroy());

  const item = (id: string, at: number, type: TelemetryItem['type']): TelemetryItem => {
    const attribution = {
      experiment,
      phase: 1,
      variant: 'control',
      subject: id,
      unit: id,
      counted: true,
      dimensionValues: [],
    };
    return { id, type, at, subject: id, attribution, hash: 'h', properties: undefined };
  };
  const crash = { key: 'crash', exposure: false, requiresExposure: false };
  const pay = { key: 'pay', exposure: false, requiresExposure: true };
  const receive = (receivedAt: number, ...items: TelemetryItem[]): Promise<void> => {
    const stream = telemetryStream(ENVIRONMENT, writer);
    return driven.apply(
      [
        log.next(
          stream,
          'telemetry_recorded',
          storedBatch({ receivedAt, corrected: 0, source: 'server' }, items),
          receivedAt,
        ),
      ],
      [1],
    );
  };
  const ids = async (): Promise<string[]> => {
    const rows = await driven.source.query<{ event_id: string }[]>('SELECT event_id FROM telemetry_ids ORDER BY 1');
    return rows.map((row) => row.event_id);
  };
  const exposureOf = async (): Promise<{ waiting: number; expired: number }> => {
    const { exposure } = (await readResults(driven.source, experiment, 'all')) as {
      exposure: { waiting: number; expired: number };
    };
    return exposure;
  };
  const waitingRows = async (): Promise<number> =>
    (await driven.source.query<unknown[]>('SELECT 1 FROM waiting_events')).length;

  it('keeps the ids of a day for 30 days and 5 minutes after its end, not for less', async () => {
    await receive(IN_DAY, item('watched', IN_DAY, crash));
    const first = DAY_END + 30 * DAY;
    // Pruning looks once a day: the first telemetry of this one comes while an event of the day may still.
    await receive(first + 5 * MINUTE, item('b', first, crash));
    expect(await ids()).toEqual(['b', 'watched']);
    await receive(first + 5 * MINUTE, item('watched', IN_DAY, crash));
    const { metrics } = (await readResults(driven.source, experiment, 'all')) as {
      metrics: { metric: string; total: { numerator: string } }[];
    };
    expect(metrics.find(({ metric }) => metric === 'crash_rate')?.total.numerator).toBe('2');
  });

  it('drops them with the first telemetry of a day that begins after that', async () => {
    await receive(IN_DAY, item('watched', IN_DAY, crash));
    await receive(DAY_END + 30 * DAY + 5 * MINUTE + 1, item('b', DAY_END + 30 * DAY, crash));
    expect(await ids()).toEqual(['b']);
  });

  it('drops the ids of every day before, and of none later', async () => {
    for (let day = -3; day <= 3; day += 1)
      await receive(IN_DAY + day * DAY, item(`d${day}`, IN_DAY + day * DAY, crash));
    await receive(DAY_END + 30 * DAY + 6 * MINUTE, item('now', DAY_END + 30 * DAY, crash));
    expect(await ids()).toEqual(['d1', 'd2', 'd3', 'now']);
  });

  it('takes an event of a day whose ids were dropped', async () => {
    await receive(IN_DAY, item('watched', IN_DAY, crash));
    await receive(DAY_END + 31 * DAY, item('b', DAY_END + 31 * DAY, crash));
    await receive(DAY_END + 31 * DAY, item('late', IN_DAY, crash));
    expect(await ids()).toEqual(['b', 'late']);
  });

  it('counts events that waited in vain for ever, also when they are no longer kept', async () => {
    await receive(IN_DAY, item('p1', IN_DAY, pay), item('p2', IN_DAY, pay));
    expect(await exposureOf()).toMatchObject({ waiting: 2, expired: 0 });
    await receive(IN_DAY + 7 * DAY, item('p3', IN_DAY + 7 * DAY, pay));
    expect(await exposureOf()).toMatchObject({ waiting: 3, expired: 0 });
    await receive(IN_DAY + 7 * DAY + 1, item('x', IN_DAY, crash));
    expect(await exposureOf()).toMatchObject({ waiting: 1, expired: 2 });
    expect(await waitingRows()).toBe(3);
    await receive(IN_DAY + 9 * DAY, item('y', IN_DAY, crash));
    expect(await waitingRows()).toBe(1);
    expect(await exposureOf()).toMatchObject({ waiting: 1, expired: 2 });
    await receive(IN_DAY + 40 * DAY, item('z', IN_DAY + 40 * DAY, crash));
    expect(await waitingRows()).toBe(0);
    expect(await exposureOf()).toMatchObject({ waiting: 0, expired: 3 });
  });

  it('prunes once for each day that the log’s time enters', async () => {
    await receive(IN_DAY, item('watched', IN_DAY, crash));
    const day = DAY_END + 30 * DAY;
    await receive(day + MINUTE, item('b', day, crash));
    await receive(day + 6 * MINUTE, item('c', day, crash));
    expect(await ids()).toEqual(['b', 'c', 'watched']);
    await receive(day + DAY, item('d', day, crash));
    expect(await ids()).toEqual(['b', 'c', 'd']);
  });
});
