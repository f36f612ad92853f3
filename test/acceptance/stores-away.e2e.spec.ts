import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { Client, expectStatus } from '../support/client.js';
import { CUTTABLE_STORES, startCuttableEventStore, type CuttableEventStore } from '../support/cuttable-event-store.js';
import { ADMIN_KEY } from '../support/stores.js';
import { startTestPostgres, type TestPostgres } from '../support/test-postgres.mjs';
import { until } from '../support/until.js';
import {
  createWorld,
  decide,
  record,
  startExperiment,
  telemetry,
  type RunningExperiment,
  type World,
} from '../support/world.js';

const SUBJECTS = Array.from({ length: 20 }, (_, n) => `subject_${n}`);

describe.each(CUTTABLE_STORES)('decisions while PostgreSQL and the event store (%s) are away', (store) => {
  let postgres: TestPostgres;
  let eventStore: CuttableEventStore | undefined;
  let folder: string;
  let environment: Record<string, string>;
  let command: TestApp;
  let query: TestApp;
  let world: World;
  let experiment: RunningExperiment;
  let before: unknown;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    eventStore = store === 'postgresql' ? undefined : await startCuttableEventStore();
    folder = await mkdtemp(join(tmpdir(), 'assay-query-'));
    environment = {
      DATABASE_URL: postgres.url,
      ...eventStore?.environment,
      ASSAY_ADMIN_KEY: ADMIN_KEY,
      ASSAY_DECISION_KEYS: 'k1:test-decision-secret-0123456789',
      ASSAY_SUBJECT_KEY: 'test-subject-key-0123456789',
    };
    command = await startApp('command-api', environment);
    query = await startQuery();
    const [ingest, projector] = [await startApp('ingest-api', environment), await startApp('projector', environment)];
    world = await createWorld({ command: command.url, ingest: ingest.url, query: query.url }, ADMIN_KEY);
    experiment = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    await enrolHalf();
    before = await decisions();
    await Promise.all([ingest.stop(), projector.stop()]);
  }, 120_000);

  afterAll(async () => {
    await Promise.all([command.stop(), query.stop()]);
    await eventStore?.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('go on as before, health says so, and they catch up', async () => {
    await stopStores();
    expect(await until('health to tell', () => degraded('memory'))).toMatchObject({
      checks: { database: 'down', event_store: 'down', live_view: 'up' },
    });
    expect(await decisions()).toEqual(before);
    expect((await product().as('assay_unknown').post('/v1/decide', { flag: experiment.flag })).status).toBe(503);

    await startStores();
    const { position } = await changeStatus('pause');
    expect(await decide(at(query), experiment.flag, 'anyone', position)).toMatchObject({ reason: 'experiment_paused' });
    const { position: resumed } = await changeStatus('resume');
    await decide(at(query), experiment.flag, 'anyone', resumed);
    await until('health to be as before', ready);
    before = await decisions();
  }, 120_000);

  it('are the same from a process that starts meanwhile, from what the last one saved', async () => {
    const snapshotBefore = await snapshot();
    expect(await query.stop()).toBe(0);
    await stopStores();
    query = await startQuery();

    expect(await until('health to tell', () => degraded('file'))).toMatchObject({
      checks: { database: 'down', event_store: 'down' },
      decisions: { from: 'file', ageSeconds: expect.any(Number) },
    });
    expect(await decisions()).toEqual(before);
    expect(await snapshot()).toEqual(snapshotBefore);
    // Its position is known too: what was saved later than that is not answered from here.
    const beyond = { 'assay-min-position': 'f'.repeat(32) };
    expect((await product().post('/v1/decide', { flag: experiment.flag }, beyond)).status).toBe(503);

    await startStores();
    await until('health to be as before', ready);
    const { position } = await changeStatus('pause');
    expect(await decide(at(query), experiment.flag, 'anyone', position)).toMatchObject({ reason: 'experiment_paused' });
    await changeStatus('resume');
  }, 120_000);

  /** Every second subject is exposed, then enrolment is frozen: the others get what the flag serves without it. */
  async function enrolHalf(): Promise<void> {
    const { flag, id, position } = experiment;
    await until(
      'telemetry to be taken',
      async () => (await world.product.at(world.urls.ingest).post('/v1/events', { events: [] })).status === 200,
    );
    for (const subject of SUBJECTS.filter((_, n) => n % 2 === 0))
      await record(world, [telemetry(world.exposure, await decide(world, flag, subject, position), subject)]);
    const frozen = await expectStatus(
      200,
      world.owner.post(`/v1/experiments/${id}/freeze-enrolment`, { comment: 'now' }),
    );
    const reasonOf = async (n: number): Promise<string> =>
      (await decide(world, flag, SUBJECTS[n] ?? '', frozen.body.position)).reason;
    // Not any of them: the filter takes one in a hundred for enrolled.
    await until('who is enrolled', async () => (await reasonOf(3)) === 'enrolment_frozen');
    expect(await reasonOf(0)).toBe('experiment_assigned');
  }

  function startQuery(): Promise<TestApp> {
    return startApp('query-api', { ...environment, ASSAY_DATA_DIR: folder });
  }

  async function stopStores(): Promise<void> {
    eventStore?.cut();
    await postgres.halt();
  }

  async function startStores(): Promise<void> {
    await postgres.start();
    await eventStore?.restore();
  }

  /** Tried until the command side has found its stores again. */
  function changeStatus(verb: 'pause' | 'resume'): Promise<{ position: string }> {
    return until(`the ${verb}`, async () => {
      const { status, body } = await world.owner.post(`/v1/experiments/${experiment.id}/${verb}`);
      if (status >= 400 && status !== 503) throw new Error(JSON.stringify(body));
      return status === 200 && body;
    });
  }

  /** What each subject gets; decision ids tell when they were signed. */
  async function decisions(): Promise<unknown> {
    const body = (subjectId: string): object => ({ flag: experiment.flag, subjectId, attributes: {} });
    const answers = SUBJECTS.map((subject) => expectStatus(200, product().post('/v1/decide', body(subject))));
    return (await Promise.all(answers)).map((answer) => ({
      ...answer.body,
      decisionId: typeof answer.body.decisionId,
    }));
  }

  /** What who decides beside the server gets; versions tell where it is from. */
  async function snapshot(): Promise<unknown> {
    const { snapshot } = (await expectStatus(200, product().get('/v1/snapshot'))).body;
    expect(snapshot.flags).toContainEqual(expect.objectContaining({ key: experiment.flag }));
    return snapshot;
  }

  async function degraded(from: string): Promise<{ checks: object } | false> {
    const { status, body } = await new Client(query.url, '').get('/health/ready');
    return status === 200 && body.status === 'degraded' && body.decisions?.from === from && body;
  }

  async function ready(): Promise<boolean> {
    const { status, body } = await new Client(query.url, '').get('/health/ready');
    return status === 200 && body.status === 'ready' && body.decisions === undefined;
  }

  const product = (): Client => world.product.at(query.url);
  const at = ({ url }: TestApp): World => ({ ...world, urls: { ...world.urls, query: url } });
});
