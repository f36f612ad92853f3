import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus, type Answer } from '../support/client.js';
import { CUTTABLE_STORES, startCuttableEventStore, type CuttableEventStore } from '../support/cuttable-event-store.js';
import { ADMIN_KEY } from '../support/stores.js';
import { startTestPostgres, type TestPostgres } from '../support/test-postgres.mjs';
import { until } from '../support/until.js';
import { createWorld, type RunningExperiment } from '../support/world.js';
import { eventOf, Measuring, tenMinutesAgo, type Decided } from './measuring.js';

describe.each(CUTTABLE_STORES)('telemetry that cannot be known to be durable in %s', (store) => {
  let postgres: TestPostgres;
  let eventStore: CuttableEventStore | undefined;
  let app: TestApp;
  let lab: Measuring;
  let bought: string;
  let perSeen: string;
  let experiment: RunningExperiment;
  let someone: Decided;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    eventStore = store === 'postgresql' ? undefined : await startCuttableEventStore();
    app = await startApp('standalone', {
      DATABASE_URL: postgres.url,
      ...eventStore?.environment,
      ASSAY_ADMIN_KEY: ADMIN_KEY,
      ASSAY_DECISION_KEYS: 'k1:test-decision-secret-0123456789',
      ASSAY_SUBJECT_KEY: 'test-subject-key-0123456789',
      ASSAY_GUARDRAILS: 'on_request',
    });
    lab = new Measuring(await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY));
    const seen = await lab.eventType('seen', { exposure: true });
    bought = await lab.eventType('bought');
    perSeen = await lab.metric('ratio', { numeratorEvent: bought, denominatorEvent: seen });
    experiment = await lab.experiment([perSeen]);
    someone = await lab.subjectIn(experiment, 'control');
    await lab.report(eventOf(seen, someone, tenMinutesAgo()));
  }, 120_000);

  afterAll(async () => {
    await app.stop();
    await eventStore?.stop();
    await postgres.stop();
  }, 60_000);

  const purchases = (count: number): readonly object[] =>
    Array.from({ length: count }, () => eventOf(bought, someone, tenMinutesAgo()));

  const sent = (events: readonly object[]): Promise<Answer> => lab.world.product.post('/v1/events', { events });

  /** As a sender does: the same batch again for as long as the answer is 503. */
  const sentAgain = (events: readonly object[]): Promise<readonly string[]> =>
    until('the batch to be taken', async () => {
      const { status, body } = await sent(events);
      if (status === 503) return false;
      expect(status).toBe(200);
      return body.results.map((result: { code?: string; status: string }) => result.code ?? result.status);
    });

  /** How many purchases are counted, behind everything that was sent. */
  async function counted(): Promise<string | undefined> {
    await lab.report(eventOf(bought, someone, tenMinutesAgo()));
    const [control] = await lab.measured(experiment, perSeen);
    return control?.[0];
  }

  function expectAskedAgain({ status, headers, body }: Answer, code: string): void {
    expect([status, body.code]).toEqual([503, code]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }

  const stopStore = (): Promise<void> | void => (eventStore ? eventStore.cut() : postgres.halt());
  const startStore = (): Promise<void> => (eventStore ? eventStore.restore() : postgres.start());

  it('is answered with 503, and counts once when it is sent again', async () => {
    const [before, meanwhile] = [purchases(3), purchases(4)];
    await lab.report(...before);
    await stopStore();
    const code = eventStore ? 'event_store_unavailable' : 'database_unavailable';
    expectAskedAgain(await sent(meanwhile), code);
    expectAskedAgain(await sent(meanwhile), code);

    await startStore();
    const results = await sentAgain([...before, ...meanwhile]);
    expect(results.slice(0, 3)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    for (const result of results.slice(3)) expect(['accepted', 'duplicate']).toContain(result);
    expect(await sentAgain(meanwhile)).toEqual(meanwhile.map(() => 'duplicate'));
    expect(await counted()).toBe('8');
  }, 120_000);

  if (store !== 'postgresql') {
    it('is a duplicate when it was durable after all', async () => {
      const batch = purchases(5);
      // Written, but no answer ever comes through: neither the first nor that of any retry.
      eventStore?.loseAnswers();
      expectAskedAgain(await sent(batch), 'event_store_unavailable');
      await eventStore?.restore();
      await until('what was durable to be counted', async () => {
        const [control] = await lab.measured(experiment, perSeen);
        return control?.[0] === '13';
      });

      expect(await sentAgain(batch)).toEqual(batch.map(() => 'duplicate'));
      expect(await counted()).toBe('14');
    }, 120_000);
  }

  it('is refused no more once the store is back', async () => {
    expect((await expectStatus(200, sent(purchases(1)))).body).toMatchObject({ accepted: 1 });
  });
});
