import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../../../test/support/database.js';
import { Driven } from '../../../test/oracle/driven.js';
import { Log, play, START } from '../../../test/oracle/play.js';
import { storedBatch, telemetryStream, type TelemetryItem } from '../../telemetry/index.js';
import { readResults } from './results.js';

const MINUTE = 60_000;

describe('an exposure that counts as earlier than the one known', () => {
  let database: TestDatabase;
  let driven: Driven;

  beforeAll(async () => {
    database = await createDatabase();
    driven = await Driven.create(database, 'late');
  });

  afterAll(async () => {
    await driven.source.destroy();
    await database.drop();
  });

  // A slow writer's batch comes behind a later one, and its sender's clock is fast.
  it('serves the events that waited for it, though its own time is later', async () => {
    const log = new Log();
    const { stored, environment, experiments } = play({ steps: [], cuts: [1], crashes: [] }, log);
    const [experiment] = experiments;
    await driven.apply([...log.metrics(), ...stored], [10]);
    const attribution = {
      experiment,
      phase: 1,
      variant: 'control',
      subject: 's',
      unit: 's',
      counted: true,
      dimensionValues: [],
    };
    const seen = { key: 'seen', exposure: true, requiresExposure: false };
    const crash = { key: 'crash', exposure: false, requiresExposure: false };
    const itemOf = (id: string, at: number, isSeen: boolean): TelemetryItem => {
      const of = isSeen ? { type: seen, attribution } : { type: crash, attribution: null };
      return { id, at, subject: 's', hash: id, properties: undefined, ...of };
    };
    const receive = (receivedAt: number, item: TelemetryItem): Promise<void> => {
      const batch = storedBatch({ receivedAt, corrected: 0, source: 'server' }, [item]);
      return driven.apply([log.next(telemetryStream(environment, 'w'), 'telemetry_recorded', batch, receivedAt)], [1]);
    };
    const crashes = async (): Promise<string | undefined> => {
      const { metrics } = (await readResults(driven.source, experiment, 'all')) as {
        metrics: { metric: string; total: { numerator: string } }[];
      };
      return metrics.find(({ metric }) => metric === 'crashes')?.total.numerator;
    };

    const exposed = START + 60 * MINUTE;
    await receive(exposed, itemOf('seen', exposed, true));
    await receive(exposed, itemOf('crash', exposed - 6 * MINUTE, false));
    expect(await crashes()).toBe('0');
    await receive(exposed - 2 * MINUTE, itemOf('again', exposed + MINUTE, true));
    expect(await crashes()).toBe('1');
  });
});
