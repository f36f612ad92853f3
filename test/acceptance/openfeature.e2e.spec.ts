import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { ErrorCode, OpenFeature, type Client } from '@openfeature/server-sdk';
import {
  OpenFeature as OpenFeatureWeb,
  ProviderEvents,
  type Client as WebClient,
  type Provider,
} from '@openfeature/web-sdk';
import { EventSource } from 'eventsource';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { startExperiment, type World } from '../support/world.js';

// Browsers have one; so unmodified the web provider finds it.
Object.assign(globalThis, { EventSource });

describe('stock OpenFeature clients', () => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
  });

  afterEach(async () => {
    await OpenFeatureWeb.close();
    await OpenFeature.close();
  });

  afterAll(() => assay.stop());

  async function newFlag(type: string, value: unknown): Promise<string> {
    const key = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key, type, default: value }));
    return key;
  }

  /** Pink for those who pay, grey for everybody else. */
  async function targetedFlag(): Promise<string> {
    const key = `flag_${randomUUID()}`;
    const flag = {
      key,
      type: 'string',
      variants: { plain: 'grey', loud: 'pink' },
      defaultVariant: 'plain',
      rules: [{ name: 'payers', when: { plan: 'paid', age: { $gte: 18 } }, serve: 'loud' }],
      metadata: { team: 'shop', tier: 1, beta: true },
    };
    await expectStatus(201, world.owner.post('/v1/flags', flag));
    return key;
  }

  const options = (key = world.product.key) => ({
    baseUrl: assay.app.url,
    headers: [['Authorization', `Bearer ${key}`]] as [string, string][],
  });

  async function server(key?: string): Promise<Client> {
    const domain = randomUUID();
    await OpenFeature.setProviderAndWait(domain, new OFREPProvider(options(key)));
    return OpenFeature.getClient(domain);
  }

  async function browser(context: Record<string, string | number>): Promise<WebClient> {
    const domain = randomUUID();
    const provider = new OFREPWebProvider({ ...options(), cacheMode: 'disabled' });
    // Its types and ours read an optional property differently.
    await OpenFeatureWeb.setProviderAndWait(domain, provider as Provider, context);
    return OpenFeatureWeb.getClient(domain);
  }

  describe('on a server', () => {
    it('read flags of every type', async () => {
      const client = await server();
      const context = { targetingKey: 'sue' };
      expect(await client.getBooleanValue(await newFlag('boolean', true), false, context)).toBe(true);
      expect(await client.getStringValue(await newFlag('string', 'on'), 'off', context)).toBe('on');
      expect(await client.getNumberValue(await newFlag('number', 0.25), 1, context)).toBe(0.25);
      expect(await client.getObjectValue(await newFlag('json', { a: [1] }), {}, context)).toEqual({ a: [1] });
    });

    it('are targeted by what their context says', async () => {
      const flag = await targetedFlag();
      const client = await server();
      const ask = (plan: string) => client.getStringDetails(flag, 'mine', { targetingKey: 'sue', plan, age: 30 });
      expect(await ask('paid')).toMatchObject({ value: 'pink', variant: 'loud', reason: 'TARGETING_MATCH' });
      expect(await ask('free')).toMatchObject({ value: 'grey', variant: 'plain', reason: 'DEFAULT' });
      expect((await ask('paid')).flagMetadata).toMatchObject({ team: 'shop', tier: 1, beta: true });
    });

    it('get their own default, and why, for an unknown flag, another type and a missing targeting key', async () => {
      const client = await server();
      const unknown = await client.getStringDetails('nobody_knows_it', 'mine', { targetingKey: 'sue' });
      expect(unknown).toMatchObject({ value: 'mine', errorCode: ErrorCode.FLAG_NOT_FOUND });
      const other = await client.getBooleanDetails(await newFlag('string', 'on'), false, { targetingKey: 'sue' });
      expect(other).toMatchObject({ value: false, errorCode: ErrorCode.TYPE_MISMATCH });
      const { flag } = await startExperiment(world, { threshold: '0.5', action: 'pause' });
      const missing = await client.getStringDetails(flag, 'mine', {});
      expect(missing).toMatchObject({ value: 'mine', errorCode: ErrorCode.TARGETING_KEY_MISSING });
      const stranger = await server('assay_nobody');
      expect(await stranger.getStringValue(flag, 'mine', { targetingKey: 'sue' })).toBe('mine');
    });

    it('serve the default of a disabled flag', async () => {
      const flag = await newFlag('string', 'on');
      await expectStatus(200, world.owner.post(`/v1/flags/${flag}/disable`));
      const details = await (await server()).getStringDetails(flag, 'mine', { targetingKey: 'sue' });
      expect(details).toMatchObject({ value: 'on', reason: 'DISABLED' });
    });

    it('are in the experiment, with a decision id', async () => {
      const { flag } = await startExperiment(world, { threshold: '0.5', action: 'pause' });
      const client = await server();
      const decided = (await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId: 'sue' }))).body;
      const details = await client.getStringDetails(flag, 'mine', { targetingKey: 'sue' });
      expect(details).toMatchObject({ value: decided.value, variant: decided.variant, reason: 'SPLIT' });
      expect(details.flagMetadata['decisionId']).toMatch(/^[\w-]{60,}$/);
    });
  });

  describe('in a browser', () => {
    it('read everything at once, and again for another context', async () => {
      const text = await newFlag('string', 'on');
      const { flag } = await startExperiment(world, { threshold: '0.5', action: 'pause' });
      const valueFor = async (subjectId: string): Promise<string> =>
        (await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId }))).body.value;
      const client = await browser({ targetingKey: 'sue' });
      expect(client.getStringValue(text, 'off')).toBe('on');
      expect(client.getStringDetails(flag, 'mine')).toMatchObject({ value: await valueFor('sue'), reason: 'SPLIT' });
      await OpenFeatureWeb.setContext(client.metadata.domain ?? '', { targetingKey: 'tom' });
      expect(client.getStringValue(flag, 'mine')).toBe(await valueFor('tom'));
      const anonymous = await browser({});
      expect(anonymous.getStringDetails(flag, 'mine')).toMatchObject({
        value: 'mine',
        errorCode: ErrorCode.TARGETING_KEY_MISSING,
      });
      expect(anonymous.getStringValue(text, 'off')).toBe('on');
    });

    it('are targeted by what their context says, and anew when it changes', async () => {
      const flag = await targetedFlag();
      const client = await browser({ targetingKey: 'sue', plan: 'paid', age: 30 });
      expect(client.getStringDetails(flag, 'mine')).toMatchObject({ value: 'pink', reason: 'TARGETING_MATCH' });
      await OpenFeatureWeb.setContext(client.metadata.domain ?? '', { targetingKey: 'sue', plan: 'free', age: 30 });
      expect(client.getStringDetails(flag, 'mine')).toMatchObject({ value: 'grey', reason: 'DEFAULT' });
    });

    it('hear of a change by themselves, though their stream was not open yet when it was made', async () => {
      const flag = await newFlag('string', 'before');
      const client = await browser({ targetingKey: 'sue' });
      expect(client.getStringValue(flag, 'mine')).toBe('before');
      const changed = new Promise<readonly string[] | undefined>((resolve) =>
        client.addHandler(ProviderEvents.ConfigurationChanged, (details) => {
          if (details?.flagsChanged?.includes(flag)) resolve(details.flagsChanged);
        }),
      );
      await expectStatus(200, world.owner.patch(`/v1/flags/${flag}`, { default: 'after' }));
      expect(await changed).toContain(flag);
      expect(client.getStringValue(flag, 'mine')).toBe('after');
    });
  });
});
