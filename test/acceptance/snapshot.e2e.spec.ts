import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventSource } from 'eventsource';
import { expectStatus, type Client } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { until } from '../support/until.js';
import { startExperiment, type World } from '../support/world.js';

const SNAPSHOT = '/v1/snapshot';
const STREAM = '/v1/snapshot/stream';

describe.each(STORES)('the snapshot for who decides beside the server, on %s', (store) => {
  let assay: RunningWorld;
  let world: World;
  let staging: Client;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging', name: 'Staging' }));
    const key = { name: 'staging', scopes: ['decide'], environment: 'staging' };
    staging = world.admin.as((await expectStatus(201, world.admin.post('/v1/api-keys', key))).body.key);
  });

  afterAll(() => assay.stop());

  async function newFlag(value: string): Promise<string> {
    const key = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key, type: 'string', default: value }));
    return key;
  }

  const flagsOf = async (client: Client): Promise<{ key: string; [name: string]: unknown }[]> =>
    (await expectStatus(200, client.get(SNAPSHOT))).body.snapshot.flags;

  it('says all of its environment, under a version, with proofs of the keys', async () => {
    const plain = await newFlag('plain');
    const { flag, id } = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    const { body, headers } = await expectStatus(200, world.product.get(SNAPSHOT));
    expect(body).toMatchObject({ format: 1, environment: 'production', version: expect.any(String) });
    expect(body.keys).toEqual({ subject: expect.any(String), decision: [{ id: 'k1', proof: expect.any(String) }] });
    expect(body.snapshot.flags).toContainEqual(expect.objectContaining({ key: plain, defaultValue: 'plain' }));
    const experiment = expect.objectContaining({ id, status: 'running', salt: expect.any(String) });
    expect(body.snapshot.flags).toContainEqual(expect.objectContaining({ key: flag, experiment }));
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(await flagsOf(staging)).toContainEqual(expect.objectContaining({ key: flag, experiment: null }));
    expect((await expectStatus(200, staging.get(SNAPSHOT))).body.environment).toBe('staging');
  });

  it('answers 304 to who has it, until something changes', async () => {
    const key = await newFlag('one');
    const first = await expectStatus(200, world.product.get(SNAPSHOT));
    const tag = { 'if-none-match': first.headers.get('etag') ?? '' };
    const again = await expectStatus(304, world.product.get(SNAPSHOT, tag));
    expect(again.headers.get('etag')).toBe(tag['if-none-match']);
    expect((await staging.get(SNAPSHOT, tag)).status).toBe(200);
    await expectStatus(200, world.owner.patch(`/v1/flags/${key}`, { default: 'two' }));
    const changed = await expectStatus(200, world.product.get(SNAPSHOT, tag));
    expect(changed.body.version).not.toBe(first.body.version);
    expect(changed.body.snapshot.flags).toContainEqual(expect.objectContaining({ key, defaultValue: 'two' }));
  });

  it.each([
    ['gzip, br', 'gzip'],
    ['br;q=1, gzip;q=0.5', 'gzip'],
    ['gzip;q=0', null],
    ['identity', null],
  ])('is compressed for who accepts %s as %s, and says the same', async (accepted, encoding) => {
    const compressed = await expectStatus(200, world.product.get(SNAPSHOT, { 'accept-encoding': accepted }));
    expect(compressed.headers.get('content-encoding')).toBe(encoding);
    expect(compressed.headers.get('vary')).toBe('accept-encoding');
    expect(compressed.text).toBe((await world.product.get(SNAPSHOT, { 'accept-encoding': 'identity' })).text);
  });

  it('tells its version at once, and whenever it has changed, to those whose environment it is', async () => {
    const [here, there] = [listen(world.product), listen(staging)];
    const current = async (client: Client): Promise<unknown> => (await client.get(SNAPSHOT)).body.version;
    try {
      await until('the first versions', () => here.versions.length > 0 && there.versions.length > 0);
      expect(here.versions).toEqual([await current(world.product)]);
      const { id } = await startExperiment(world, { threshold: '0.5', action: 'pause' });
      const changed = await current(world.product);
      await until('the change', () => here.versions.at(-1) === changed);
      // The flag is everybody's; the pause is production's alone.
      const shared = await current(staging);
      await until('the flag', () => there.versions.at(-1) === shared);
      await expectStatus(200, world.owner.post(`/v1/experiments/${id}/pause`));
      const paused = await current(world.product);
      expect(paused).not.toBe(changed);
      await until('the pause', () => here.versions.at(-1) === paused);
      expect(there.versions.at(-1)).toBe(shared);
    } finally {
      here.close();
      there.close();
    }
  });

  it('is open to keys that decide only, and so is its stream', async () => {
    await Promise.all([SNAPSHOT, STREAM].map(checkOpen));
  });

  async function checkOpen(path: string): Promise<void> {
    expect((await world.owner.get(path)).status).toBe(403);
    expect((await world.admin.as('assay_nobody').get(path)).status).toBe(401);
    expect(await world.product.get(`${path}?environment=staging`)).toMatchObject({ status: 403 });
    expect(await world.product.get(`${path}?flag=x`)).toMatchObject({
      status: 400,
      body: { code: 'unknown_parameter' },
    });
    const malformed = { 'assay-min-position': 'yesterday' };
    expect(await world.product.get(path, malformed)).toMatchObject({ status: 400, body: { code: 'malformed_header' } });
    const beyond = await world.product.get(path, { 'assay-min-position': 'f'.repeat(32) });
    expect(beyond).toMatchObject({ status: 503, body: { code: 'position_not_reached' } });
  }

  it('ends for whoever asks for its head alone', async () => {
    const init = { method: 'HEAD', headers: { authorization: `Bearer ${world.product.key}` } };
    const { status, headers } = await fetch(assay.app.url + STREAM, { ...init, signal: AbortSignal.timeout(5_000) });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  });

  function listen({ key }: Client): { readonly versions: readonly string[]; close(): void } {
    const versions: string[] = [];
    const source = new EventSource(assay.app.url + STREAM, {
      fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${key}` } }),
    });
    source.onmessage = ({ data }) => versions.push(JSON.parse(data as string).version);
    return { versions, close: () => source.close() };
  }
});
