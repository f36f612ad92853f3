import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { bodyOf, expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, STORES, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, type World } from '../support/world.js';

interface Received {
  readonly accepted: number;
  readonly rejected: number;
  readonly lastAt: string | null;
}
interface Rejected {
  readonly at: string;
  readonly code: string;
  readonly pointer: string;
}

describe.each(STORES)('what comes of event types on %s', (store) => {
  let stores: TestStores;
  let apps: readonly TestApp[];
  let world: World;
  /** A type with a schema. */
  let bought: string;

  beforeAll(async () => {
    stores = await startStores(store);
    apps = await Promise.all((['standalone', 'query-api'] as const).map((name) => startApp(name, stores.environment)));
    const [url = ''] = apps.map((app) => app.url);
    world = await createWorld({ command: url, ingest: url, query: url }, ADMIN_KEY);
    bought = `bought_${world.suffix}`;
    const schema = { properties: { amount: { type: 'number' } }, additionalProperties: false };
    await expectStatus(201, world.owner.post('/v1/event-types', { key: bought, name: 'Bought', schema }));
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging' }));
  }, 120_000);

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await stores.stop();
  });

  const event = (eventType: string, changes: object = {}): object => ({
    ...{ eventId: randomUUID(), eventType, subjectId: 'olga', timestamp: new Date().toISOString() },
    ...changes,
  });
  const send = (...events: readonly object[]) => expectStatus(200, world.product.post('/v1/events', { events }));
  const rejectedOf = async (key: string, environment = 'production', reader = world.owner): Promise<Rejected[]> => {
    const path = `/v1/event-types/${key}/rejected?environment=${environment}`;
    return (await bodyOf<{ items: Rejected[] }>(200, reader.get(path))).items;
  };
  const receivedOf = async (key: string, environment = 'production', reader = world.owner): Promise<Received> => {
    const path = `/v1/event-types/${key}?environment=${environment}`;
    return (await bodyOf<{ received: Received }>(200, reader.get(path))).received;
  };

  it('is counted, and rejections are listed with code, pointer and time, without a value of the event', async () => {
    const before = await receivedOf(bought);
    expect(before).toEqual({ accepted: 0, rejected: 0, lastAt: null });
    const accepted = event(bought, { properties: { amount: 3 } });
    await send(accepted, accepted, event(bought));
    await send(event(bought, { properties: { amount: 'olga@example.org' } }));
    await send(event(bought, { timestamp: '2020-01-01T00:00:00Z' }));
    await send(event(bought, { 'olga@example.org': 1 }), event(bought, { decisionId: 'olga@example.org' }));
    const { eventId } = accepted as { readonly eventId: string };
    await send(event(bought, { eventId, properties: { amount: 4 } }));

    const rejected = await rejectedOf(bought);
    expect(rejected.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'conflicting_duplicate /eventId',
      'invalid_decision /decisionId',
      'invalid_event /*',
      'timestamp_too_old /timestamp',
      'invalid_properties /properties/amount',
    ]);
    expect(JSON.stringify(rejected)).not.toContain('olga');
    for (const { at } of rejected) expect(new Date(at).toISOString()).toBe(at);
    const received = await receivedOf(bought);
    expect(received).toEqual({ accepted: 2, rejected: 5, lastAt: rejected[0]?.at });
    const path = `/v1/event-types?q=${bought}`;
    const { items } = await bodyOf<{ items: { received: Received }[] }>(200, world.owner.get(path));
    expect(items.map((item) => item.received)).toEqual([received]);
  });

  it('reaches the other processes', async () => {
    const other = world.owner.at(apps[1]?.url ?? '');
    await until('the other process to list the rejections', async () => {
      return (await rejectedOf(bought, 'production', other)).length === 5;
    });
    expect(await rejectedOf(bought, 'production', other)).toEqual(await rejectedOf(bought));
    await until('the other process to count the events', async () => {
      return (await receivedOf(bought, 'production', other)).accepted === 2;
    });
    expect(await receivedOf(bought, 'production', other)).toEqual(await receivedOf(bought));
  });

  it('is listed under the key that was sent, where there is no such type', async () => {
    const misspelt = `bougth_${world.suffix}`;
    expect(await rejectedOf(misspelt)).toEqual([]);
    await send(event(misspelt), event('no key at all'), { eventId: 1 });
    expect(await rejectedOf(misspelt)).toEqual([
      { at: expect.any(String), code: 'unknown_event_type', pointer: '/eventType' },
    ]);
    await expectStatus(404, world.owner.get('/v1/event-types/no%20key%20at%20all/rejected'));
  });

  it('is told apart by environment', async () => {
    expect(await rejectedOf(bought, 'staging')).toEqual([]);
    expect(await receivedOf(bought, 'staging')).toEqual({ accepted: 0, rejected: 0, lastAt: null });
  });
});
