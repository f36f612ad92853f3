import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OpenFeature } from '@openfeature/server-sdk';
import { AssayProvider } from '../../packages/openfeature-provider/src/index.js';
import { startApp, type TestApp } from '../support/apps.js';
import { bodyOf, expectStatus } from '../support/client.js';
import { movedClock, type MovedClock } from '../support/moved-clock.js';
import { expectRefused } from '../support/refused.js';
import { ADMIN_KEY, startStores, STORES, type TestStores } from '../support/stores.js';
import { createWorld, type World } from '../support/world.js';

const DAY_MS = 86_400_000;
const HOUR = /T\d\d:00:00\.000Z$/;

interface Listed {
  readonly key: string;
  readonly lastEvaluatedAt: string | null;
}

describe.each(STORES)('flags that nobody asks for any more, on %s', (store) => {
  let clock: MovedClock;
  let stores: TestStores;
  let app: TestApp;
  let world: World;

  beforeAll(async () => {
    clock = await movedClock();
    stores = await startStores(store);
    await start();
  });

  afterAll(async () => {
    await OpenFeature.close();
    await app.stop();
    await stores.stop();
    await clock.remove();
  });

  async function start(): Promise<void> {
    app = await startApp('standalone', { ...stores.environment, ...clock.environment });
    if (!(world as World | undefined)) {
      world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
    }
  }
  const owner = () => world.owner.at(app.url);
  const product = () => world.product.at(app.url);
  async function newFlag(): Promise<string> {
    const key = `flag_${randomUUID()}`;
    const variants = { off: 'old', on: 'new' };
    await expectStatus(201, owner().post('/v1/flags', { key, type: 'string', variants, defaultVariant: 'off' }));
    return key;
  }
  const lastAsked = async (key: string): Promise<string | null> =>
    (await bodyOf<Listed>(200, owner().get(`/v1/flags/${key}`))).lastEvaluatedAt;
  const ask = (flag: string) => expectStatus(200, product().post('/v1/decide', { flag, subjectId: 'sue' }));
  const stale = async (of: readonly string[], query = 'stale=30d'): Promise<string[]> => {
    const { items } = await bodyOf<{ items: Listed[] }>(200, owner().get(`/v1/flags?limit=200&${query}`));
    return items.map(({ key }) => key).filter((key) => of.includes(key));
  };

  it('say the hour in which they were last asked for by their key, and not in bulk', async () => {
    const [single, many, ofrep, bulk, explained] = [
      await newFlag(),
      await newFlag(),
      await newFlag(),
      await newFlag(),
      await newFlag(),
    ];
    await ask(single);
    await expectStatus(200, product().post('/v1/decide', { flags: [many, 'nothing'], subjectId: 'sue' }));
    await expectStatus(200, product().post(`/ofrep/v1/evaluate/flags/${ofrep}`, { context: {} }));
    await expectStatus(200, product().post('/ofrep/v1/evaluate/flags', { context: {} }));
    await expectStatus(200, owner().post('/v1/decide/explain', { flag: explained, subjectId: 'sue' }));
    for (const key of [single, many, ofrep]) expect(await lastAsked(key)).toMatch(HOUR);
    for (const key of [bulk, explained]) expect(await lastAsked(key)).toBeNull();
    const { items } = await bodyOf<{ items: Listed[] }>(200, owner().get('/v1/flags?limit=200'));
    const shown = new Map(items.map(({ key, lastEvaluatedAt }) => [key, lastEvaluatedAt]));
    expect(shown.get(single)).toMatch(HOUR);
    expect(shown.get(bulk)).toBeNull();
    // In another environment nobody did.
    await expectStatus(201, world.admin.at(app.url).post('/v1/environments', { key: 'staging' }));
    const elsewhere = await bodyOf<Listed>(200, owner().get(`/v1/flags/${single}?environment=staging`));
    expect(elsewhere.lastEvaluatedAt).toBeNull();
  });

  it('are listed after the days that one asks for, also across restarts, with what others require left out', async () => {
    const all = [await newFlag(), await newFlag(), await newFlag(), await newFlag(), await newFlag(), await newFlag()];
    const [unused = '', early = '', late = '', base = '', dependent = '', archived = ''] = all;
    const requires = [{ flag: base, variant: 'on' }];
    await expectStatus(200, owner().put(`/v1/flags/${dependent}/requires`, requires));
    await ask(early);
    await expectStatus(200, owner().post(`/v1/flags/${archived}/archive`));
    // What is younger than the days is not stale, whether it was asked for or not.
    expect(await stale(all)).toEqual([]);
    expect(await stale(all, 'stale=1')).toEqual([]);
    await app.stop();
    await clock.move(40 * DAY_MS);
    await start();
    await ask(late);
    await ask(dependent);
    const young = await newFlag();
    expect(await stale([...all, young])).toEqual([unused, early, base].sort());
    expect(await stale(all, 'stale=41d')).toEqual([]);
    expect(await lastAsked(early)).toMatch(HOUR);
    // The write at the end notes what a used flag requires.
    await app.stop();
    await start();
    expect(await stale([...all, young])).toEqual([unused, early].sort());
    expect(await lastAsked(base)).toBe(await lastAsked(dependent));
    expect(await stale(all, 'stale=30&archived=true')).toEqual([archived]);
    expect(await stale(all, `stale=30d&q=${unused}`)).toEqual([unused]);
  });

  it('are asked for by products that decide themselves, too', async () => {
    const [asked, other] = [await newFlag(), await newFlag()];
    const { ASSAY_DECISION_KEYS: decisionKeys = '', ASSAY_SUBJECT_KEY: subjectKey = '' } = stores.environment;
    const provider = new AssayProvider({ baseUrl: app.url, apiKey: world.product.key, decisionKeys, subjectKey });
    await OpenFeature.setProviderAndWait(provider);
    const client = OpenFeature.getClient();
    for (let count = 0; count < 3; count += 1) await client.getStringValue(asked, 'mine', { targetingKey: 'sue' });
    await client.getStringValue(`nothing_${asked}`, 'mine', { targetingKey: 'sue' });
    expect(await lastAsked(asked)).toBeNull();
    await OpenFeature.close();
    expect(provider.telemetry).toMatchObject({ waiting: 0, rejected: 0, dropped: 0, lastProblem: null });
    expect(await lastAsked(asked)).toMatch(HOUR);
    expect(await lastAsked(other)).toBeNull();
  });

  it.each(['0d', '-1', '1.5', '30h', 'd', '10000', ''])('refuse ?stale=%s', async (value) => {
    const answer = await owner().get(`/v1/flags?stale=${value}`);
    expectRefused(answer, { status: 400, code: 'invalid_value', pointer: '?stale' });
  });

  it.each([`${'a'.repeat(99)},`.repeat(41), 'no key', 'a,,b', 'assay.flag'])(
    'refuse a report of %.20s…',
    async (keys) => {
      const answer = await product().post('/v1/events', { events: [] }, { 'assay-evaluated-flags': keys });
      expectRefused(answer, { status: 400, code: 'malformed_header' });
    },
  );
});
