import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { keyIdOf } from '../../libs/access/index.js';
import { expectStatus, type Client } from '../support/client.js';
import { listen } from '../support/listen.js';
import { movedClock, type MovedClock } from '../support/moved-clock.js';
import { openStream, type OpenStream } from '../support/open-stream.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { until } from '../support/until.js';
import { startExperiment } from '../support/world.js';

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
const ALL = '/ofrep/v1/evaluate/flags';

describe('whoever watches is told', () => {
  let clock: MovedClock;
  let assay: RunningWorld;
  let admin: Client;
  let product: Client;
  const streams: OpenStream[] = [];

  beforeAll(async () => {
    clock = await movedClock();
    assay = await startWorld('postgresql', clock.environment);
    ({ admin, product } = assay.world);
  }, 120_000);

  afterAll(async () => {
    await assay.stop();
    await clock.remove();
  });

  afterEach(() => {
    for (const stream of streams.splice(0)) stream.close();
  });

  async function newKey(scopes = ['decide']): Promise<Client> {
    const { body } = await expectStatus(201, admin.post('/v1/api-keys', { name: 'product', scopes }));
    return admin.as(body.key);
  }

  async function newFlag(): Promise<string> {
    const key = `flag_${randomUUID()}`;
    const variants = { before: 'before', after: 'after', mine: 'mine' };
    await expectStatus(201, admin.post('/v1/flags', { key, type: 'string', variants, defaultVariant: 'before' }));
    return key;
  }

  const inSeconds = (seconds: number): string => new Date(clock.now().getTime() + seconds * SECOND).toISOString();

  it.each<[string, () => ReturnType<typeof expectStatus>, number]>([
    [
      'an override ends',
      async () => {
        const override = { flag: await newFlag(), subject: 'sue', variant: 'mine', expiresAt: inSeconds(3_600) };
        return expectStatus(201, admin.post('/v1/overrides', override));
      },
      3_600,
    ],
    [
      'a holdout starts',
      () => expectStatus(201, admin.post('/v1/holdouts', { key: randomUUID(), share: '5', startAt: inSeconds(60) })),
      60,
    ],
    [
      'a holdout ends',
      () =>
        expectStatus(201, admin.post('/v1/holdouts', { key: randomUUID(), share: '5', endAt: inSeconds(40 * 86_400) })),
      40 * 86_400,
    ],
  ])('says by version, tag and stream at that moment that %s', async (_, prepare, seconds) => {
    const { body } = await prepare();
    const told = await stream('/v1/snapshot/stream');
    const ofrep = await stream((await addressOf(product)) ?? '');
    await until('the first words', () => told.messages.length > 0 && ofrep.messages.length > 0);
    const first = await snapshot(body.position);
    const evaluated = await evaluate();
    await expectStatus(304, product.get('/v1/snapshot', { 'if-none-match': first.etag }));
    await expectStatus(304, evaluate(evaluated.headers.get('etag') ?? ''));
    const before = [told.messages.length, ofrep.messages.length];
    await clock.move(seconds * SECOND);
    // At once, before any timer.
    const second = await snapshot();
    expect(second.version).not.toBe(first.version);
    await expectStatus(200, product.get('/v1/snapshot', { 'if-none-match': first.etag }));
    await expectStatus(200, evaluate(evaluated.headers.get('etag') ?? ''));
    await until('word of it', () => JSON.parse(told.messages.at(-1) ?? '{}').version === second.version, 10 * SECOND);
    await until('word of it', () => ofrep.messages.length > (before[1] ?? 0), 10 * SECOND);
  });

  it('lets a tag of OFREP keep no address that dies before it', async () => {
    const { headers, body } = await evaluate();
    const etag = headers.get('etag') ?? '';
    const { requestUri } = body.eventStreams[0].endpoint;
    for (let day = 0; day < 10; day += 1) {
      const { status } = await evaluate(etag);
      // Who is told to keep the address can open it, tomorrow too.
      if (status === 304) {
        await clock.move(DAY);
        expect((await stream(requestUri)).status).toBe(200);
        await clock.move(-DAY);
      }
      await clock.move(DAY);
    }
    expect((await evaluate(etag)).status).toBe(200);
    expect((await openStream(assay.app.url + requestUri)).status).toBe(401);
  });

  it.each([
    ['OFREP', 'decide'],
    ['the snapshot', 'decide'],
    ['the live stream', 'read'],
  ])('ends open streams of %s when their key is revoked, and those of no other', async (name, scope) => {
    const [going, staying] = [await newKey([scope]), await newKey([scope])];
    const addressFor = async (client: Client): Promise<string> => {
      if (name === 'OFREP') return (await addressOf(client)) ?? '';
      return name === 'the snapshot' ? '/v1/snapshot/stream' : '/v1/stream';
    };
    const [ended, open] = [
      await stream(await addressFor(going), going),
      await stream(await addressFor(staying), staying),
    ];
    const address = await addressFor(going);
    await expectStatus(200, admin.delete(`/v1/api-keys/${keyIdOf(going.key)}`));
    await until('the end', () => ended.ended());
    expect(open.ended()).toBe(false);
    expect((await openStream(assay.app.url + address, going.key)).status).toBe(401);
  });

  it('knows a key no more once it has expired, and ends its streams at that moment', async () => {
    const key = { name: 'for a day', scopes: ['decide'], expiresAt: inSeconds(86_400) };
    const { body } = await expectStatus(201, admin.post('/v1/api-keys', key));
    expect(body.expiresAt).toBe(key.expiresAt);
    const guest = admin.as(body.key);
    const address = (await addressOf(guest)) ?? '';
    const open = [await stream(address, guest), await stream('/v1/snapshot/stream', guest)];
    await clock.move(DAY);
    // At once, before any timer.
    for (const path of ['/v1/decide', '/v1/decide?x=1', ALL]) expect((await guest.post(path)).status).toBe(401);
    expect((await openStream(assay.app.url + address)).status).toBe(401);
    await until('the ends', () => open.every((each) => each.ended()), 2 * SECOND);
    const past = admin.post('/v1/api-keys', { ...key, expiresAt: inSeconds(-1) });
    expect((await expectStatus(400, past)).body.errors).toMatchObject([{ pointer: '/expiresAt', code: 'in_the_past' }]);
  });

  it('begins the live stream with what is current, rates too, for whoever comes', async () => {
    const { id } = await startExperiment(assay.world, { threshold: '0.5', action: 'pause' });
    await expectStatus(200, assay.world.owner.post(`/v1/experiments/${id}/pause`));
    for (const query of ['', `?experiment=${id}`, `?experiment=${id}`]) {
      const listening = await listen(assay.app.url, assay.world.owner.key, query);
      await listening.until(({ event, data }) => event === 'experiment' && data.id === id && data.status === 'paused');
      // Nothing moves any more: who came before has had the rates already.
      if (query !== '') await listening.until(({ event, data }) => event === 'rates' && data.experiment === id);
      listening.close();
    }
  });

  it('begins streams of changes with what is current, and with a time to wait that differs', async () => {
    const waits = new Set<string>();
    for (let count = 0; count < 8; count += 1) {
      for (const path of ['/v1/snapshot/stream', (await addressOf(product)) ?? '']) {
        const opened = await stream(path);
        await until('the beginning', () => opened.text().includes('data: '), SECOND);
        waits.add(/^retry: (\d+)\n\ndata: /.exec(opened.text())?.[1] ?? 'none');
      }
    }
    expect(waits.size).toBeGreaterThan(1);
    for (const wait of waits) expect(Number(wait)).toBeLessThan(2_001);
  });

  async function stream(path: string, client = product): Promise<OpenStream> {
    const opened = await openStream(assay.app.url + path, client.key);
    streams.push(opened);
    return opened;
  }

  const evaluate = (etag = '', client = product) =>
    client.post(ALL, { context: { targetingKey: 'sue' } }, { 'if-none-match': etag });

  async function addressOf(client: Client): Promise<string | undefined> {
    const { body } = await evaluate('', client);
    return body.eventStreams?.[0]?.endpoint.requestUri;
  }

  async function snapshot(after?: string): Promise<{ readonly etag: string; readonly version: string }> {
    const wanted = after === undefined ? {} : { 'assay-min-position': after };
    const { headers, body } = await expectStatus(200, product.get('/v1/snapshot', wanted));
    return { etag: headers.get('etag') ?? '', version: body.version };
  }
});
