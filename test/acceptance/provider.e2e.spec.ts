import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ErrorCode, OpenFeature, ProviderEvents, ProviderStatus, type Client } from '@openfeature/server-sdk';
import { AssayProvider } from '../../packages/openfeature-provider/src/index.js';
import { startApp } from '../support/apps.js';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { installPacked, type ScratchProject } from '../support/packed-package.js';
import { ADMIN_KEY, startStores, STORES } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, record, startExperiment, telemetry, type World } from '../support/world.js';

const SCRIPT = `
import { AssayProvider } from '@assay/openfeature-provider';
import { OpenFeature } from '@openfeature/server-sdk';

const { ASSAY_URL: baseUrl, ASSAY_KEY: apiKey, FLAG, EVENT } = process.env;
const { ASSAY_DECISION_KEYS: decisionKeys, ASSAY_SUBJECT_KEY: subjectKey } = process.env;
const provider = new AssayProvider({ baseUrl, apiKey, decisionKeys, subjectKey });
await OpenFeature.setProviderAndWait(provider);
const client = OpenFeature.getClient();
const { value, variant, reason } = await client.getStringDetails(FLAG, 'mine', { targetingKey: 'sue' });
client.track(EVENT, { targetingKey: 'sue' });
await OpenFeature.close();
console.log(JSON.stringify({ value, variant, reason, telemetry: provider.telemetry }));
`;

const TYPED = `
import { AssayProvider, type AssayProviderOptions, type TelemetryCounts } from '@assay/openfeature-provider';
import { OpenFeature } from '@openfeature/server-sdk';

const options: AssayProviderOptions = { baseUrl: '', apiKey: '', decisionKeys: '', subjectKey: '', exposures: 'none' };
const provider = new AssayProvider(options);
await OpenFeature.setProviderAndWait(provider);
export const counts: TelemetryCounts = provider.telemetry;
// @ts-expect-error a key is missing
new AssayProvider({ baseUrl: '', apiKey: '', decisionKeys: '' });
`;

/** The keys that the server has, too. */
const keysOf = ({ stores: { environment } }: RunningWorld): { decisionKeys: string; subjectKey: string } => ({
  decisionKeys: environment['ASSAY_DECISION_KEYS'] ?? '',
  subjectKey: environment['ASSAY_SUBJECT_KEY'] ?? '',
});

describe.each(STORES)('the OpenFeature provider that decides in the product’s process, on %s', (store) => {
  let assay: RunningWorld;
  let world: World;
  let providers: AssayProvider[] = [];

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
  });

  afterEach(async () => {
    await OpenFeature.close();
    providers = [];
  });

  afterAll(() => assay.stop());

  async function connect(apiKey = world.product.key): Promise<Client> {
    const domain = randomUUID();
    const timing = { pollIntervalMs: 200, flushIntervalMs: 50 };
    const provider = new AssayProvider({ baseUrl: assay.app.url, apiKey, ...keysOf(assay), ...timing });
    await OpenFeature.setProviderAndWait(domain, provider);
    providers.push(provider);
    return OpenFeature.getClient(domain);
  }

  async function newFlag(type: string, value: unknown): Promise<string> {
    const key = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key, type, default: value }));
    return key;
  }

  it('reads flags of every type', async () => {
    const [on, text, share, document] = [
      await newFlag('boolean', true),
      await newFlag('string', 'on'),
      await newFlag('number', 0.25),
      await newFlag('json', { a: [1] }),
    ];
    const client = await connect();
    const context = { targetingKey: 'sue' };
    expect(await client.getBooleanValue(on, false, context)).toBe(true);
    expect(await client.getStringValue(text, 'off', context)).toBe('on');
    expect(await client.getNumberValue(share, 1, context)).toBe(0.25);
    const found = await client.getObjectValue<{ a: number[] }>(document, { a: [] }, context);
    found.a.push(2);
    expect(await client.getObjectValue(document, {}, context)).toEqual({ a: [1] });
    expect(await client.getStringDetails(text, 'off', context)).toMatchObject({ reason: 'STATIC', variant: 'default' });
  });

  it('answers the caller’s own default, and why, as remote evaluation does', async () => {
    const text = await newFlag('string', 'on');
    const { flag } = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    const client = await connect();
    const codeOf = async (key: string, context: object): Promise<unknown> => {
      const { value, errorCode } = await client.getStringDetails(key, 'mine', { ...context });
      expect(value).toBe('mine');
      return errorCode;
    };
    expect(await codeOf('nobody_knows_it', {})).toBe(ErrorCode.FLAG_NOT_FOUND);
    expect(await codeOf(flag, { plan: 'free' })).toBe(ErrorCode.TARGETING_KEY_MISSING);
    expect(await codeOf(flag, { targetingKey: 'x'.repeat(1_001) })).toBe(ErrorCode.INVALID_CONTEXT);
    expect(await codeOf(flag, { targetingKey: 7 })).toBe(ErrorCode.INVALID_CONTEXT);
    expect(await codeOf(flag, { targetingKey: 'a\u0000' })).toBe(ErrorCode.INVALID_CONTEXT);
    const other = await client.getNumberDetails(text, 7, { targetingKey: 'sue' });
    expect(other).toMatchObject({ value: 7, reason: 'ERROR', errorCode: ErrorCode.TYPE_MISMATCH });
    expect(await client.getObjectDetails(text, {}, {})).toMatchObject({ errorCode: ErrorCode.TYPE_MISMATCH });
  });

  it('serves by rules and their splits, with the flag’s metadata', async () => {
    const key = `flag_${randomUUID()}`;
    const variants = { plain: 'grey', loud: 'pink', dark: 'black' };
    const body = { key, type: 'string', variants, defaultVariant: 'plain', metadata: { team: 'shop' } };
    await expectStatus(201, world.owner.post('/v1/flags', body));
    const rules = [
      { when: { plan: 'paid' }, serve: 'loud' },
      { when: { since: { $gt: '2026-01-01' } }, serve: { split: { dark: '50', plain: '50' } } },
    ];
    await expectStatus(200, world.owner.put(`/v1/flags/${key}/rules`, rules));
    const client = await connect();
    const details = (context: object) => client.getStringDetails(key, 'mine', { targetingKey: 'sue', ...context });
    expect(await details({ plan: 'paid' })).toMatchObject({
      value: 'pink',
      variant: 'loud',
      reason: 'TARGETING_MATCH',
      flagMetadata: { team: 'shop', assayReason: 'rule_match' },
    });
    const since = new Date(Date.UTC(2026, 5, 1));
    const split = await details({ since });
    const context = { targetingKey: 'sue', since };
    const remote = await expectStatus(200, world.product.post(`/ofrep/v1/evaluate/flags/${key}`, { context }));
    expect(split).toMatchObject({ value: remote.body.value, variant: remote.body.variant, reason: 'SPLIT' });
    expect(await details({})).toMatchObject({ value: 'grey', reason: 'DEFAULT' });
  });

  it('sees a change, and tells of it', async () => {
    const key = await newFlag('string', 'before');
    const client = await connect();
    const changed: unknown[] = [];
    client.addHandler(ProviderEvents.ConfigurationChanged, (details) => changed.push(...(details?.flagsChanged ?? [])));
    expect(await client.getStringValue(key, 'mine')).toBe('before');
    await expectStatus(200, world.owner.patch(`/v1/flags/${key}`, { default: 'after' }));
    await until('the change', async () => (await client.getStringValue(key, 'mine')) === 'after');
    expect(changed).toEqual([key]);
    await expectStatus(200, world.owner.post(`/v1/flags/${key}/disable`));
    await until('it to be disabled', async () => (await client.getStringDetails(key, 'mine')).reason === 'DISABLED');
  });

  it('signs decision ids that the server takes, and what is tracked counts in the experiment', async () => {
    const { flag, id } = await startExperiment(world, { threshold: '0.9', action: 'pause' });
    const client = await connect();
    const details = await client.getStringDetails(flag, 'mine', { targetingKey: 'tom' });
    const decided = (await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId: 'tom' }))).body;
    expect(details).toMatchObject({ value: decided.value, variant: decided.variant, reason: 'SPLIT' });
    const decisionId = String(details.flagMetadata['decisionId']);
    await record(world, [telemetry(world.exposure, { decisionId }, 'tom')]);
    client.track(world.crash, { targetingKey: 'tom' });
    client.track('nobody_knows_it', { targetingKey: 'tom' });
    const counts = await until('the answers', () => {
      const found = providers[0]?.telemetry;
      return found && found.accepted + found.rejected === 2 && found;
    });
    expect(counts).toMatchObject({ accepted: 1, rejected: 1, waiting: 0, dropped: 0 });
    expect(counts.lastProblem).toMatch(/^unknown_event_type/);
    const counted = await until('it to count', async () => {
      const { metrics } = (await expectStatus(200, world.owner.get(`/v1/experiments/${id}/results`))).body;
      return metrics[0].total.numerator === '1' && metrics[0].total;
    });
    expect(counted).toMatchObject({ numerator: '1', denominator: '1', subjects: 1 });
  });

  it('exposes by evaluation where the experiment says so, and its exposures and the server’s are one', async () => {
    const exposed = `exposed_${world.suffix}`;
    const rule = { numeratorEvent: world.crash, denominatorEvent: 'assay.exposure' };
    const metric = { key: exposed, name: 'Exposed', kind: 'ratio', direction: 'lower_is_better', rule };
    await expectStatus(201, world.owner.post('/v1/metrics', metric));
    const flag = await newFlag('string', 'old');
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const content = { key: `exp_${flag}`, name: 'Exposed', flag, variants, exposure: 'on_decide', metrics: [exposed] };
    const { id } = (await expectStatus(201, world.owner.post('/v1/experiments', content))).body;
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/submit`));
    await expectStatus(200, world.approver.post(`/v1/experiments/${id}/approve`));
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/start`));

    const results = async () => (await expectStatus(200, world.owner.get(`/v1/experiments/${id}/results`))).body;
    await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId: 'wes' }));
    await until('the server’s exposure', async () => (await results()).metrics[0].total.denominator === '1');

    const client = await connect();
    for (const targetingKey of ['wes', 'una', 'wes']) await client.getStringValue(flag, 'mine', { targetingKey });
    const counts = await until('the answers', () => {
      const found = providers[0]?.telemetry;
      return found && found.waiting === 0 && found.accepted + found.duplicates >= 2 && found;
    });
    expect(counts).toMatchObject({ rejected: 0, dropped: 0 });
    client.track(world.crash, { targetingKey: 'una' });
    const { total } = await until('them to count', async () => {
      const [metric] = (await results()).metrics;
      return metric.total.numerator === '1' && metric;
    });
    expect(total.subjects).toBe(2);
    // Where the clock turns into the next ten minutes in between, a subject's exposure is two events.
    expect(['2', '3']).toContain(total.denominator);
  });

  it('fails to start with a key that may not decide', async () => {
    await expect(connect('assay_nobody')).rejects.toThrow(/401/);
    await expect(connect(world.owner.key)).rejects.toThrow(/403/);
  });

  it('goes on while the server is dead, and catches up with the next one', async () => {
    const mortal = await startStores(store);
    const environment = { ...mortal.environment, ASSAY_GUARDRAILS: 'on_request' };
    let server = await startApp('standalone', environment);
    try {
      const port = new URL(server.url).port;
      const there = await createWorld({ command: server.url, ingest: server.url, query: server.url }, ADMIN_KEY);
      const { flag, id } = await startExperiment(there, { threshold: '0.9', action: 'pause' });
      const timing = { pollIntervalMs: 200, flushIntervalMs: 50 };
      const provider = new AssayProvider({
        baseUrl: server.url,
        apiKey: there.product.key,
        ...keysOf(assay),
        ...timing,
      });
      await OpenFeature.setProviderAndWait(id, provider);
      const client = OpenFeature.getClient(id);
      const before = await client.getStringDetails(flag, 'mine', { targetingKey: 'sue' });
      expect(before.reason).toBe('SPLIT');

      await server.kill();
      await until('it to be stale', () => client.providerStatus === ProviderStatus.STALE);
      const meanwhile = await client.getStringDetails(flag, 'mine', { targetingKey: 'sue' });
      expect(meanwhile).toMatchObject({ value: before.value, variant: before.variant, reason: 'SPLIT' });
      client.track(there.crash, { targetingKey: 'sue' });
      await until('a try', () => provider.telemetry.lastProblem !== null);

      server = await startApp('standalone', { ...environment, PORT: port });
      await until('it to be ready', () => client.providerStatus === ProviderStatus.READY);
      await until('the event', () => provider.telemetry.accepted === 1);
      await expectStatus(200, there.owner.post(`/v1/experiments/${id}/pause`));
      await until('the pause', async () => {
        const { flagMetadata } = await client.getStringDetails(flag, 'mine', { targetingKey: 'sue' });
        return flagMetadata['assayReason'] === 'experiment_paused';
      });
    } finally {
      await OpenFeature.close();
      await server.stop();
      await mortal.stop();
    }
  }, 120_000);
});

describe('the OpenFeature provider as it would be published', () => {
  let assay: RunningWorld;
  let project: ScratchProject;

  beforeAll(async () => {
    [assay, project] = await Promise.all([
      startWorld('postgresql'),
      installPacked('openfeature-provider', ['@openfeature/core']),
    ]);
  });

  afterAll(async () => {
    await project.remove();
    await assay.stop();
  });

  it('is used from a plain script, which ends', async () => {
    const { world } = assay;
    const { flag } = await startExperiment(world, { threshold: '0.9', action: 'pause' });
    const decided = (await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId: 'sue' }))).body;
    const { decisionKeys, subjectKey } = keysOf(assay);
    const output = await project.node(SCRIPT, {
      ASSAY_URL: assay.app.url,
      ASSAY_KEY: world.product.key,
      ASSAY_DECISION_KEYS: decisionKeys,
      ASSAY_SUBJECT_KEY: subjectKey,
      FLAG: flag,
      EVENT: world.crash,
    });
    expect(JSON.parse(output)).toMatchObject({
      value: decided.value,
      variant: decided.variant,
      reason: 'SPLIT',
      telemetry: { accepted: 1, waiting: 0, dropped: 0 },
    });
  });

  it('has types', () => project.check(TYPED), 60_000);
});
