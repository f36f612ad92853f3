import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ErrorCode, OpenFeature, ProviderEvents, ProviderStatus, type Client } from '@openfeature/server-sdk';
import { createDecisionSigner, parseDecisionKeys } from '../../../libs/decision-ids/index.js';
import { type FlagSnapshot } from '../../../libs/evaluation/index.js';
import { API_KEY, AssayDouble, DECISION_KEYS, SUBJECT_KEY } from '../../../test/support/assay-double.js';
import { flag, running } from '../../../test/support/decisions.js';
import { until } from '../../../test/support/until.js';
import { AssayProvider, type AssayProviderOptions } from './index.js';

const experiment = { ...flag, key: 'shown', experiment: running({ exposure: 'on_decide', traffic: '100' }) };
const silent = { ...flag, key: 'reported', experiment: running({ traffic: '100' }) };
const context = { targetingKey: 'user-1' };

describe('the provider', () => {
  let assay: AssayDouble;
  let domain: string;

  beforeEach(async () => {
    assay = await new AssayDouble([flag, experiment, silent]).start();
    domain = randomUUID();
  });

  afterEach(async () => {
    await OpenFeature.close();
    await assay.stop();
  });

  const make = (options: Partial<AssayProviderOptions> = {}): AssayProvider =>
    new AssayProvider({
      baseUrl: assay.url,
      apiKey: API_KEY,
      decisionKeys: DECISION_KEYS,
      subjectKey: SUBJECT_KEY,
      pollIntervalMs: 50,
      requestTimeoutMs: 1_000,
      startTimeoutMs: 2_000,
      flushIntervalMs: 20,
      ...options,
    });

  async function connect(provider: AssayProvider): Promise<Client> {
    await OpenFeature.setProviderAndWait(domain, provider);
    return OpenFeature.getClient(domain);
  }

  const withDefault = (defaultValue: string): FlagSnapshot => ({ ...flag, defaultValue });

  describe('and its snapshot', () => {
    it('is told of a change by the stream, and tells which flags it is about', async () => {
      const client = await connect(make());
      const changed: unknown[] = [];
      client.addHandler(ProviderEvents.ConfigurationChanged, (details) => changed.push(details?.flagsChanged));
      await until('the stream', () => assay.listeners === 1);
      expect(await client.getStringValue(flag.key, 'mine', context)).toBe('grey');
      assay.change([withDefault('white'), experiment, { ...silent, key: 'new' }]);
      await until('the change', async () => (await client.getStringValue(flag.key, 'mine', context)) === 'white');
      expect(changed).toEqual([[flag.key, 'new', silent.key]]);
    });

    it('decides by prerequisites, and tells of a change to those that require what has changed', async () => {
      const dependent = { ...flag, key: 'dependent', requires: [{ flag: flag.key, variant: 'dark' }] };
      const above = { ...flag, key: 'above', requires: [{ flag: 'dependent', variant: 'plain' }] };
      assay.change([flag, dependent, above, silent], { format: 3 });
      const client = await connect(make());
      const reasonOf = async (key: string): Promise<unknown> =>
        (await client.getStringDetails(key, 'mine', context)).flagMetadata['assayReason'];
      expect(await reasonOf('dependent')).toBe('prerequisite_failed');
      expect(await reasonOf('above')).toBe('default');
      const changed: unknown[] = [];
      client.addHandler(ProviderEvents.ConfigurationChanged, (details) => changed.push(details?.flagsChanged));
      await until('the stream', () => assay.listeners === 1);
      assay.change([{ ...flag, defaultValue: 'black', defaultVariant: 'dark' }, dependent, above, silent]);
      await until('the change', async () => (await reasonOf('dependent')) === 'default');
      expect(changed).toEqual([[flag.key, 'dependent', 'above']]);
    });

    it('tells which flags change when an override ends or a holdout begins, by the clock alone', async () => {
      const subject = { kind: 'subject' as const, subject: 'user-1' };
      const override = { id: 'o', for: subject, variant: 'loud', value: 'pink', experiment: null };
      const expiring = { ...flag, overrides: [{ ...override, expiresAt: Date.now() + 500 }] };
      assay.change([expiring, experiment, silent]);
      const client = await connect(make());
      const changed: unknown[] = [];
      client.addHandler(ProviderEvents.ConfigurationChanged, (details) => changed.push(details?.flagsChanged));
      expect(await client.getStringValue(flag.key, 'mine', context)).toBe('pink');
      await until('word of it', () => changed.length > 0);
      expect(changed).toEqual([[flag.key]]);
      expect(await client.getStringValue(flag.key, 'mine', context)).toBe('grey');
      const holdout = { key: 'h', salt: 'h', shareBuckets: 1, flags: [silent.key], endsAt: null };
      const holdouts = [{ ...holdout, startsAt: Date.now() + 500 }];
      assay.document = { ...assay.document, snapshot: { ...assay.document.snapshot, holdouts } };
      assay.change([flag, experiment, silent]);
      await until('word of it', () => changed.some((flags) => JSON.stringify(flags) === `["${silent.key}"]`));
    });

    it('is not taken from a replica that lags behind the one that told of a change', async () => {
      const client = await connect(make());
      await until('the stream', () => assay.listeners === 1);
      assay.position = 'f00d';
      assay.older = assay.document;
      assay.change([withDefault('white')]);
      await until('the change', async () => (await client.getStringValue(flag.key, 'mine', context)) === 'white');
    });

    it('is polled while there is no stream, and a stream that breaks off is taken up again', async () => {
      assay.moods.stream = 503;
      const client = await connect(make());
      await until('polls', () => assay.asked.unchanged > 1);
      assay.change([withDefault('white')]);
      await until('the change', async () => (await client.getStringValue(flag.key, 'mine', context)) === 'white');
      assay.moods.stream = 'well';
      await until('the stream', () => assay.listeners === 1);
      assay.breakStreams();
      await until('another stream', () => assay.listeners === 1);
      assay.change([withDefault('red')]);
      await until('the change', async () => (await client.getStringValue(flag.key, 'mine', context)) === 'red');
    });

    it('is polled where the stream is open but says nothing', async () => {
      assay.moods.stream = 'silent';
      const client = await connect(make({ requestTimeoutMs: 100 }));
      assay.change([withDefault('white')]);
      await until('the change', async () => (await client.getStringValue(flag.key, 'mine', context)) === 'white');
    });

    it('goes on deciding while the server is away, says that it is stale, and catches up', async () => {
      const client = await connect(make());
      const told: string[] = [];
      for (const event of [ProviderEvents.Stale, ProviderEvents.Ready])
        client.addHandler(event, () => told.push(event));
      await until('the event of the start', () => told.length === 1);
      await assay.stop();
      await until('it to tell', () => client.providerStatus === ProviderStatus.STALE);
      expect(await client.getStringValue(flag.key, 'mine', context)).toBe('grey');
      assay.change([withDefault('white')]);
      await assay.start();
      await until('it to be ready', () => client.providerStatus === ProviderStatus.READY);
      expect(await client.getStringValue(flag.key, 'mine', context)).toBe('white');
      expect(told).toEqual([ProviderEvents.Ready, ProviderEvents.Stale, ProviderEvents.Ready]);
    });

    it('is waited for behind a start that has failed', async () => {
      assay.moods.snapshot = 503;
      const provider = make({ startTimeoutMs: 200 });
      await expect(OpenFeature.setProviderAndWait(domain, provider)).rejects.toThrow(/answered 503/);
      const client = OpenFeature.getClient(domain);
      const details = await client.getStringDetails(flag.key, 'mine', context);
      expect(details).toMatchObject({ value: 'mine', errorCode: ErrorCode.PROVIDER_NOT_READY });
      assay.moods.snapshot = 'well';
      await until('it to be ready', () => client.providerStatus === ProviderStatus.READY);
      expect(await client.getStringValue(flag.key, 'mine', context)).toBe('grey');
    });

    it('is asked for anew by a provider that starts again after it was closed', async () => {
      const provider = make();
      await provider.initialize();
      await provider.onClose();
      assay.change([withDefault('white')]);
      await provider.initialize();
      expect(await provider.resolveStringEvaluation(flag.key, 'mine', context)).toMatchObject({ value: 'white' });
      await provider.onClose();
    });

    it.each([
      ['an API key that the server does not know', { apiKey: 'assay_other' }, /answered 401/],
      ['another subject key', { subjectKey: 'another-subject-key-0123456789' }, /subject key/],
      ['another decision key', { decisionKeys: 'k1:another-secret-0123456789' }, /decision key k1/],
    ])('refuses to start at once with %s', async (_, options, message) => {
      const provider = make({ ...options, startTimeoutMs: 60_000 });
      await expect(OpenFeature.setProviderAndWait(domain, provider)).rejects.toThrow(message);
    });

    it('refuses to start from another format', async () => {
      // The casts are needed because a later version of the server sends what this one does not know.
      assay.document = { ...assay.document, format: 4 as 3 };
      await expect(OpenFeature.setProviderAndWait(domain, make())).rejects.toThrow(
        /of format 4, not 1, 2 or 3; upgrade @assay\/openfeature-provider/,
      );
    });

    it('refuses to start from semantics that it does not know, and names the flag', async () => {
      const when = { country: 'DE' };
      const rule = { name: null, when, serve: { kind: 'variant', variant: 'x' }, semantics: 3 as 2 } as const;
      const snapshot = { ...assay.document.snapshot, flags: [{ ...flag, rules: [rule] }] };
      assay.document = { ...assay.document, format: 2, snapshot };
      await expect(OpenFeature.setProviderAndWait(domain, make())).rejects.toThrow(
        `the targeting of the flag ${flag.key} has semantics 3: this version knows semantics up to 2; upgrade`,
      );
    });

    it('takes changes also once the server has other keys, and tells of that', async () => {
      const client = await connect(make());
      const errors: unknown[] = [];
      client.addHandler(ProviderEvents.Error, (details) => errors.push(details?.message));
      await until('the stream', () => assay.listeners === 1);
      assay.change([withDefault('white')], { keys: { ...assay.document.keys, decision: [] } });
      await until('the change', async () => (await client.getStringValue(flag.key, 'mine', context)) === 'white');
      await until('it to tell', () => errors.length > 0);
      expect(errors).toEqual([expect.stringMatching(/does not know the decision key/)]);
    });

    it.each([
      [{ baseUrl: 'ftp://x' }, /baseUrl/],
      [{ ingestUrl: '/v1' }, /ingestUrl/],
      [{ apiKey: '' }, /apiKey/],
      [{ apiKey: undefined }, /apiKey is required/],
      [{ decisionKeys: undefined }, /decisionKeys is required/],
      [{ subjectKey: undefined }, /subjectKey is required/],
      [{ exposures: 'always' }, /exposures/],
      [{ decisionKeys: 'k1' }, /key 1/],
      [{ subjectKey: 'short' }, /subjectKey/],
      [{ pollIntervalMs: 0 }, /pollIntervalMs/],
      [{ maxQueuedEvents: 1.5 }, /maxQueuedEvents/],
    ])('cannot be made with %p', (options: object, message) => {
      // What comes from an environment has no types.
      expect(() => make(options as Partial<AssayProviderOptions>)).toThrow(message);
    });
  });

  describe('and telemetry', () => {
    it('exposes by the evaluation where the experiment says so, once in ten minutes', async () => {
      const provider = make();
      const client = await connect(provider);
      const details = await client.getStringDetails(experiment.key, 'mine', context);
      await client.getStringDetails(experiment.key, 'mine', context);
      await client.getStringDetails(silent.key, 'mine', context);
      await client.getBooleanDetails(experiment.key, false, { targetingKey: 'user-2' });
      await client.getStringDetails(experiment.key, 'mine', { targetingKey: 'user-3' });
      await until('two exposures', () => provider.telemetry.accepted === 2);
      expect(assay.events.map(({ subjectId }) => subjectId)).toEqual(['user-1', 'user-3']);
      expect(assay.events[0]).toMatchObject({
        eventId: expect.stringMatching(/^od:[\w-]{22}$/),
        eventType: 'assay.exposure',
        decisionId: details.flagMetadata['decisionId'],
      });
      const signer = createDecisionSigner(parseDecisionKeys(DECISION_KEYS));
      expect(signer.verify(assay.events[0]?.decisionId ?? '', Date.now())).toMatchObject({
        ok: true,
        claims: { variant: details.variant, environment: 'production' },
      });
    });

    it('exposes nobody where it is told so', async () => {
      const provider = make({ exposures: 'none' });
      const client = await connect(provider);
      await client.getStringDetails(experiment.key, 'mine', context);
      client.track('done', context);
      await until('the tracked event', () => provider.telemetry.accepted === 1);
      expect(assay.events.map(({ eventType }) => eventType)).toEqual(['done']);
    });

    it('reports what is tracked, dates as texts, and counts what is refused', async () => {
      const provider = make();
      const client = await connect(provider);
      client.track('bought', context, { value: 9.5, at: new Date(0), items: [{ sku: 'a' }] });
      client.track('unknown', context);
      await until('two answers', () => provider.telemetry.accepted + provider.telemetry.rejected === 2);
      expect(assay.events[0]).toEqual({
        eventId: expect.any(String),
        eventType: 'bought',
        subjectId: 'user-1',
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        properties: { value: 9.5, at: '1970-01-01T00:00:00.000Z', items: [{ sku: 'a' }] },
      });
      expect(provider.telemetry).toMatchObject({ rejected: 1, lastProblem: 'unknown_event_type: none' });
    });

    it('drops what is about nobody and what would spoil a whole batch', async () => {
      const provider = make();
      const client = await connect(provider);
      const circle: Record<string, never> = {};
      Object.assign(circle, { circle });
      client.track('bought', {});
      client.track('bought', context, { note: 'a\u0000b' });
      client.track('bought', context, { note: 'x'.repeat(100_000) });
      client.track('bought', context, circle);
      client.track('bought', context);
      await until('the good one', () => provider.telemetry.accepted === 1);
      expect(provider.telemetry).toMatchObject({ waiting: 0, dropped: 4 });
    });

    it.each([
      ['an error', 503],
      ['a limit of requests', 429],
      ['a key that may yet be put right', 403],
    ])('sends the same events again after %s, and none is lost', async (_, status) => {
      assay.moods.events = status;
      const provider = make();
      const client = await connect(provider);
      for (let n = 0; n < 10; n += 1) client.track('bought', { targetingKey: `user-${n}` });
      await until('two tries', () => assay.asked.events >= 2);
      expect(provider.telemetry).toMatchObject({ waiting: 10, lastProblem: expect.stringContaining(String(status)) });
      assay.moods.events = 'well';
      await until('the events', () => provider.telemetry.accepted === 10);
      expect(provider.telemetry).toMatchObject({ waiting: 0, dropped: 0 });
    });

    it('gives a batch up that the server will never take', async () => {
      assay.moods.events = 400;
      const provider = make();
      const client = await connect(provider);
      client.track('bought', context);
      await until('it to give up', () => provider.telemetry.dropped === 1);
      assay.moods.events = 'well';
      client.track('bought', context);
      await until('the next', () => provider.telemetry.accepted === 1);
    });

    it('keeps a bounded number, in batches of a bounded size, and counts what it drops', async () => {
      assay.moods.events = 503;
      const provider = make({ maxQueuedEvents: 1_200 });
      const client = await connect(provider);
      for (let n = 0; n < 1_500; n += 1) client.track('bought', context);
      expect(provider.telemetry).toMatchObject({ waiting: 1_200, dropped: 300 });
      assay.moods.events = 'well';
      await until('the events', () => provider.telemetry.accepted === 1_200);
      expect(assay.batches.map(({ length }) => length)).toEqual([500, 500, 200]);
    });

    it('sends what waits when it is closed', async () => {
      const provider = make({ flushIntervalMs: 60_000 });
      const client = await connect(provider);
      client.track('bought', context);
      await OpenFeature.close();
      expect(provider.telemetry).toMatchObject({ accepted: 1, waiting: 0, dropped: 0 });
    });

    it('reports once which flags it evaluated, with what it sends at its end', async () => {
      const provider = make();
      const client = await connect(provider);
      for (let count = 0; count < 3; count += 1) await client.getStringValue(flag.key, 'mine', context);
      await client.getBooleanValue(silent.key, true, context);
      await client.getStringValue('nothing', 'mine', context);
      await OpenFeature.close();
      expect(assay.evaluated).toEqual([flag.key, silent.key]);
      expect(provider.telemetry).toMatchObject({ accepted: 0, rejected: 0, dropped: 0, lastProblem: null });
    });

    it('reports more flags than one request has room for', async () => {
      const many = Array.from({ length: 100 }, (_, index) => ({ ...flag, key: `${'k'.repeat(90)}${index}` }));
      assay.change(many);
      const client = await connect(make());
      for (const { key } of many) await client.getStringValue(key, 'mine', context);
      await OpenFeature.close();
      expect(assay.evaluated).toEqual(many.map(({ key }) => key));
      expect(assay.asked.events).toBeGreaterThan(1);
    });

    it.each([403, 503, 'silent'] as const)('loses no event where a report gets no answer: %s', async (mood) => {
      const provider = make({ closeTimeoutMs: 200, requestTimeoutMs: 60_000 });
      const client = await connect(provider);
      client.track('bought', context);
      await client.getStringValue(flag.key, 'mine', context);
      await until('the event', () => provider.telemetry.accepted === 1);
      assay.moods.events = mood;
      await OpenFeature.close();
      expect(assay.evaluated).toEqual([]);
      expect(provider.telemetry).toMatchObject({ accepted: 1, dropped: 0, lastProblem: null });
    });

    it.each(['silent', 503] as const)('does not wait for ever when it is closed: %s', async (mood) => {
      assay.moods.events = mood;
      const provider = make({ closeTimeoutMs: 200, requestTimeoutMs: 60_000 });
      const client = await connect(provider);
      client.track('bought', context);
      await OpenFeature.close();
      expect(provider.telemetry).toMatchObject({ accepted: 0, waiting: 0, dropped: 1 });
    });
  });
});
