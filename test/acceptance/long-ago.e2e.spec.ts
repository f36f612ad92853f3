import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSubjectDigest } from '../../libs/decision-ids/index.js';
import { openEventStore } from '../../libs/event-store/open-event-store.js';
import type { EventStore } from '../../libs/event-store/index.js';
import {
  storedBatch,
  telemetryCodec,
  telemetryStream,
  TELEMETRY_RECORDED,
  type TelemetryItem,
} from '../../libs/telemetry/index.js';
import { StartExperiment, StartExperimentHandler } from '../../libs/experiments/commands/start-experiment.js';
import { CommandRunner } from '../../libs/event-sourcing/command-runner.js';
import { asJson } from '../../libs/event-sourcing/recorded-event.js';
import { Watermark } from '../../libs/event-sourcing/watermark.js';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, STORES, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, decide, type RunningExperiment } from '../support/world.js';
import { eventOf, Measuring, secondsAfter, type Decided } from './measuring.js';

const ENVIRONMENT = 'production';
const MINUTE_S = 60;
const DAY_S = 86_400;
const ago = (seconds: number): Date => secondsAfter(new Date(), -seconds);

/** The log is written as it would have been then: receive times are the log's own, and nothing looks at a clock. */
describe.each(STORES)('what was received long ago, on %s', (store) => {
  let stores: TestStores;
  let log: EventStore;
  let app: TestApp;
  let lab: Measuring;
  let digest: (subject: string) => string;
  let seen: string;
  let bought: string;
  let paid: string;
  let perSeen: string;
  let paidPerSeen: string;

  beforeAll(async () => {
    stores = await startStores(store);
    const { DATABASE_URL = '', EVENTSTORE_URL: url = DATABASE_URL, ASSAY_STREAM_PREFIX = '' } = stores.environment;
    log = await openEventStore({ url, streamPrefix: ASSAY_STREAM_PREFIX, logger: { warn: () => undefined } });
    digest = createSubjectDigest(stores.environment['ASSAY_SUBJECT_KEY'] ?? '');
    app = await startApp('standalone', { ...stores.environment, ASSAY_GUARDRAILS: 'on_request' });
    lab = new Measuring(await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY));
    seen = await lab.eventType('seen', { exposure: true });
    bought = await lab.eventType('bought');
    paid = await lab.eventType('paid', { requiresExposure: true });
    perSeen = await lab.metric('count', { event: bought });
    paidPerSeen = await lab.metric('ratio', { numeratorEvent: paid, denominatorEvent: seen });
  });

  afterAll(async () => {
    await app.stop();
    await log.close();
    await stores.stop();
  });

  /** One event of a subject, received so long ago; with what was decided for it, or without a decision id. */
  async function received(secondsAgo: number, key: string, of: Decided | string, experiment: RunningExperiment) {
    const at = ago(secondsAgo).getTime();
    const subject = digest(typeof of === 'string' ? of : of.subjectId);
    const decided = typeof of === 'string' ? null : { experiment: experiment.id, phase: of.phase, variant: of.variant };
    const item: TelemetryItem = {
      id: randomUUID(),
      type: { key, exposure: key === seen, requiresExposure: key === paid },
      at,
      subject,
      attribution: decided && { ...decided, subject, unit: subject, counted: true, dimensionValues: [] },
      hash: randomUUID(),
      properties: undefined,
    };
    const data = storedBatch({ receivedAt: at, corrected: 0, source: 'server' }, [item]);
    const id = randomUUID();
    const by = { kind: 'key', id: 'k', name: 'product' };
    const ids = { commandId: id, correlationId: id, causationId: id };
    const metadata = asJson({ by, at: new Date(at).toISOString(), environment: ENVIRONMENT, ...ids });
    const event = { id, ...telemetryCodec.encode(TELEMETRY_RECORDED, data, metadata) };
    await log.append(telemetryStream(ENVIRONMENT, randomUUID()), [event], { expected: 'no_stream' });
  }

  it('serves an exposure or a link for 7 days, then is shown as expired', async () => {
    const experiment = await lab.experiment([perSeen, paidPerSeen]);
    const [late, anonymous] = [
      await lab.subjectIn(experiment, 'control'),
      await lab.subjectIn(experiment, 'treatment'),
    ];
    const signedIn = `signed_in_${randomUUID()}`;
    for (const days of [8, 6]) {
      await received(days * DAY_S, paid, late, experiment);
      await received(days * DAY_S, bought, late.subjectId, experiment);
      await received(days * DAY_S, bought, signedIn, experiment);
    }
    await until('what was received then', async () => (await lab.unattributed(bought)) === 4);
    const longAgo = ago(9 * DAY_S);
    // The log's time is now: of what waits for the exposure of somebody else nothing changes.
    await lab.report(eventOf(seen, anonymous, longAgo));
    expect((await lab.read(experiment, 'results')).exposure).toMatchObject({ waiting: 1, expired: 1 });

    await lab.report(eventOf(seen, late, longAgo));
    expect((await lab.read(experiment, 'results')).exposure).toMatchObject({ waiting: 0, expired: 1 });
    expect(await lab.measured(experiment, paidPerSeen)).toEqual([
      ['1', '1', '1'],
      ['0', '1', '0'],
    ]);
    expect(await lab.measured(experiment, perSeen)).toEqual([
      ['1', '1', '1'],
      ['0', '1', '0'],
    ]);

    await lab.link(anonymous.subjectId, signedIn);
    expect(await lab.measured(experiment, perSeen)).toEqual([
      ['1', '1', '1'],
      ['1', '1', '1'],
    ]);
    expect(await lab.unattributed(bought)).toBe(2);
  });

  it('and nothing since: an hour of silence is told once, after an hour of grace', async () => {
    const startedAgo = async (minutes: number): Promise<RunningExperiment> => {
      const experiment = await lab.approved([perSeen]);
      const commandId = randomUUID();
      const context = {
        actor: { kind: 'user', id: 'ada', name: 'Ada', role: 'admin', scopes: ['manage'] },
        environment: ENVIRONMENT,
        at: ago(minutes * MINUTE_S).toISOString(),
        commandId,
        correlationId: commandId,
        causationId: commandId,
      } as const;
      const handler = new StartExperimentHandler(new CommandRunner(log, new Watermark()));
      const { position } = await handler.execute(new StartExperiment(context, { id: experiment.id, comment: null }));
      return { ...experiment, position };
    };
    const [silent, heard, young] = [await startedAgo(61), await startedAgo(61), await startedAgo(59)];
    await decide(lab.world, heard.flag, 'anyone', heard.position);
    const someone = await lab.subjectIn(heard, 'control');
    await received(30 * MINUTE_S, seen, someone, heard);

    const check = async ({ id }: RunningExperiment): Promise<{ guardrail: string }[]> =>
      (await expectStatus(200, lab.world.owner.post(`/v1/experiments/${id}/guardrails/check`))).body.triggers;
    const told = await check(silent);
    expect(told).toEqual([
      expect.objectContaining({ guardrail: 'assay.silence', action: 'notify', outcome: 'acted', value: '61' }),
    ]);
    expect(await check(silent)).toEqual(told);
    expect(await check(heard)).toEqual([]);
    expect(await check(young)).toEqual([]);
  });
});
