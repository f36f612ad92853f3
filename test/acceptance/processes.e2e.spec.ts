import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type AppName, type TestApp } from '../support/apps.js';
import { bodyOf, Client, expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, STORES, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import {
  createWorld,
  decide,
  startExperiment,
  telemetry,
  type RunningExperiment,
  type World,
} from '../support/world.js';

const APPS: readonly AppName[] = [
  'command-api',
  ...(['ingest-api', 'ingest-api', 'query-api', 'query-api', 'projector', 'projector'] as const),
];
const BATCHES = 10;
const SUBJECTS_PER_BATCH = 5;

describe.each(STORES)('one process per app, two of most, on %s', (store) => {
  let stores: TestStores;
  let apps: readonly TestApp[] = [];
  let ingest: readonly [string, string];
  let queries: readonly [string, string];
  let projectors: readonly TestApp[];
  let world: World;

  beforeAll(async () => {
    stores = await startStores(store);
    const environment = { ...stores.environment, ASSAY_GUARDRAILS: 'continuous' };
    apps = await Promise.all(APPS.map((name) => startApp(name, environment)));
    const [command = '', ingest1 = '', ingest2 = '', query1 = '', query2 = ''] = apps.map(({ url }) => url);
    ingest = [ingest1, ingest2];
    queries = [query1, query2];
    projectors = apps.slice(5);
    world = await createWorld({ command, ingest: ingest1, query: query1 }, ADMIN_KEY);
  }, 120_000);

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await stores.stop();
  }, 60_000);

  it('rolls back once though the working projector is killed in mid-stream', async () => {
    const experiment = await startExperiment(world, { threshold: '0.05', action: 'rollback' });
    const working = await workingProjector(projectors);

    let kill = Promise.resolve();
    for (let n = 0; n < BATCHES; n += 1) {
      const healthy = await eventsOf(experiment, `healthy${n}`, false);
      if (n === BATCHES / 2) kill = working.kill();
      await recordAtBoth(healthy);
    }
    await recordAtBoth(await eventsOf(experiment, 'failing', true));
    await kill;

    const reader = world.owner.at(queries[1]);
    const path = `/v1/experiments/${experiment.id}`;
    const completed = await until(
      'the rollback',
      async () => {
        const found = await bodyOf<{ status: string; position: string }>(200, reader.get(path));
        return found.status === 'completed' && found;
      },
      60_000,
    );
    const triggers = await until('the outcome of the trigger', async () => {
      const { items } = (await expectStatus(200, reader.get(`${path}/triggers`))).body;
      return items.some((trigger: { outcome: unknown }) => trigger.outcome !== null) && items;
    });
    expect(triggers).toEqual([expect.objectContaining({ action: 'rollback', outcome: 'acted' })]);

    const history = (await expectStatus(200, reader.get(`${path}/history`))).body.items as { type: string }[];
    expect(history.map(({ type }) => type).slice(-3)).toEqual([
      'experiment_started',
      'guardrail_breached',
      'experiment_completed',
    ]);
    expect((await workingProjector(projectors.filter((each) => each !== working))).url).not.toBe(working.url);
    await expectCounts(path, (BATCHES + 1) * SUBJECTS_PER_BATCH, SUBJECTS_PER_BATCH);
    for (const url of queries) {
      const after = await decide(
        { ...world, urls: { ...world.urls, query: url } },
        experiment.flag,
        'anyone',
        completed.position,
      );
      expect(after).toMatchObject({ value: 'old', reason: 'rolled_back' });
    }
  }, 180_000);

  it('knows a link in every replica, and after a restart also while it is not projected', async () => {
    const experiment = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    /** Sends an exposure that was decided for one subject as another's: what became of it. */
    const sendAs = async (url: string, subject: string, decided: string): Promise<string> => {
      const decision = await decide(world, experiment.flag, decided, experiment.position);
      const events = [telemetry(world.exposure, decision, subject)];
      const { body } = await expectStatus(200, world.product.at(url).post('/v1/events', { events }));
      return body.results[0].code ?? body.results[0].status;
    };
    const link = (url: string, from: string, to: string) =>
      expectStatus(200, world.product.at(url).post('/v1/subjects/link', { from, to }));
    for (const url of ingest) expect(await sendAs(url, 'signed_in', 'anonymous')).toBe('subject_mismatch');
    await link(ingest[0], 'anonymous', 'signed_in');
    expect(await sendAs(ingest[0], 'signed_in', 'anonymous')).toBe('accepted');
    await until('the other replica', async () => (await sendAs(ingest[1], 'signed_in', 'anonymous')) === 'accepted');

    await Promise.all(projectors.map((app) => app.stop()));
    await link(ingest[0], 'anonymous2', 'signed_in2');
    expect(await sendAs(ingest[1], 'signed_in2', 'anonymous2')).toBe('subject_mismatch');
    await apps[2]?.kill();
    const restarted = await startApp('ingest-api', stores.environment);
    try {
      await until(
        'the restarted replica',
        async () => (await new Client(restarted.url, '').get('/health/ready')).status === 200,
      );
      expect(await sendAs(restarted.url, 'signed_in2', 'anonymous2')).toBe('accepted');
    } finally {
      await restarted.stop();
    }
  }, 120_000);

  /** A batch of new subjects, each decided alike by both replicas; where they fail, each with a crash. */
  async function eventsOf(experiment: RunningExperiment, prefix: string, failing: boolean): Promise<object[]> {
    const events: object[] = [];
    for (let n = 0; n < SUBJECTS_PER_BATCH; n += 1) {
      const subject = `${prefix}_${n}`;
      const [first, second] = await Promise.all(
        queries.map((query) =>
          decide({ ...world, urls: { ...world.urls, query } }, experiment.flag, subject, experiment.position),
        ),
      );
      if (!first || !second) throw new Error('two replicas decide');
      // The decision ids tell when each was signed.
      expect({ ...second, decisionId: '' }).toEqual({ ...first, decisionId: '' });
      expect(first.reason).toBe('experiment_assigned');
      events.push(telemetry(world.exposure, first, subject));
      if (failing) events.push(telemetry(world.crash, second, subject));
    }
    return events;
  }

  /** The same batch to both replicas at once, and once more to each: whoever comes second may see a duplicate. */
  async function recordAtBoth(events: readonly object[]): Promise<void> {
    for (const again of [false, true]) {
      const answers = await Promise.all(
        ingest.map((url) => bodyOf<IngestionAnswer>(200, world.product.at(url).post('/v1/events', { events }))),
      );
      for (const { accepted, duplicates, rejected } of answers) {
        expect({ taken: accepted + duplicates, rejected }).toEqual({ taken: events.length, rejected: 0 });
        if (again) expect(duplicates).toBe(events.length);
      }
    }
  }

  async function expectCounts(path: string, exposures: number, crashes: number): Promise<void> {
    for (const url of queries) {
      const total = await until('all telemetry counted', async () => {
        const { metrics } = (await expectStatus(200, world.owner.at(url).get(`${path}/results`))).body;
        return Number(metrics[0].total.denominator) >= exposures && metrics[0].total;
      });
      expect(total).toMatchObject({ numerator: String(crashes), denominator: String(exposures), subjects: exposures });
    }
  }
});

interface IngestionAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** The projector that holds the lease: the only one that shows how far its projections are. */
function workingProjector(projectors: readonly TestApp[]): Promise<TestApp> {
  return until('a projector at the end of the log', async () => {
    const shown = await Promise.all(
      projectors.map(async ({ url }) => {
        const metrics = await (await fetch(`${url}/metrics`)).text();
        return metrics.includes('assay_projection_caught_up{projection="measurement"} 1');
      }),
    );
    const working = projectors.filter((_, index) => shown[index]);
    if (working.length > 1) throw new Error('two projectors work at once');
    return working[0];
  });
}
