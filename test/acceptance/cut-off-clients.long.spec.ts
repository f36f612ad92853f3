import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, type Client as WebClient, type Provider } from '@openfeature/web-sdk';
import { EventSource } from 'eventsource';
import { expectStatus, type Client } from '../support/client.js';
import { movedClock, type MovedClock } from '../support/moved-clock.js';
import { openStream } from '../support/open-stream.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

// Browsers have one; so unmodified the web provider finds it.
Object.assign(globalThis, { EventSource });

const SECOND = 1_000;
const DAY = 86_400 * SECOND;

describe('a web client whose connection fails', () => {
  let clock: MovedClock;
  let assay: RunningWorld;
  let admin: Client;
  let product: Client;
  let proxy: TcpProxy;

  beforeAll(async () => {
    clock = await movedClock();
    assay = await startWorld('postgresql', clock.environment);
    ({ admin, product } = assay.world);
  }, 120_000);

  afterAll(async () => {
    await assay.stop();
    await clock.remove();
  });

  beforeEach(async () => {
    proxy = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(assay.app.url).port) });
  });

  afterEach(async () => {
    await OpenFeature.close();
    await proxy.stop();
  });

  async function newFlag(): Promise<string> {
    const key = `flag_${randomUUID()}`;
    const variants = { before: 'before', after: 'after', mine: 'mine' };
    await expectStatus(201, admin.post('/v1/flags', { key, type: 'string', variants, defaultVariant: 'before' }));
    return key;
  }

  /** Resolves once all is over that streams are told of it: whoever was cut off has missed it. */
  async function change(flag: string): Promise<void> {
    const { body } = await expectStatus(200, product.post('/ofrep/v1/evaluate/flags', { context: {} }));
    const told = await openStream(assay.app.url + body.eventStreams[0].endpoint.requestUri);
    await until('the beginning', () => told.messages.length > 0);
    const before = told.messages.length;
    await expectStatus(200, admin.patch(`/v1/flags/${flag}`, { defaultVariant: 'after' }));
    await until('the change, and the change again', () => told.messages.length >= before + 2);
    told.close();
  }

  const inSeconds = (seconds: number): string => new Date(clock.now().getTime() + seconds * SECOND).toISOString();

  /** @param evaluated called when the first evaluation is answered, before the stream is asked for */
  async function browser(pollInterval: number, evaluated: () => void = () => undefined): Promise<WebClient> {
    const domain = randomUUID();
    const provider = new OFREPWebProvider({
      baseUrl: `http://127.0.0.1:${proxy.port}`,
      headers: [['Authorization', `Bearer ${product.key}`]],
      cacheMode: 'disabled',
      pollInterval,
      fetchImplementation: async (input, init) => {
        const response = await fetch(input, init);
        evaluated();
        return response;
      },
    });
    // Its types and ours read an optional property differently.
    await OpenFeature.setProviderAndWait(domain, provider as Provider, { targetingKey: 'sue' });
    return OpenFeature.getClient(domain);
  }

  /** Waits until its stream is open, behind which nothing is under way any more. */
  async function watching(pollInterval: number): Promise<WebClient> {
    const client = await browser(pollInterval);
    const probe = await newFlag();
    await until('the stream', () => client.getStringValue(probe, '') === 'before');
    return client;
  }

  /** Long before the client would poll. */
  const shows = (client: WebClient, flag: string, value: string) =>
    until(`${value} to be shown`, () => client.getStringValue(flag, '') === value);

  describe.each([
    ['without polling', 0],
    ['with polling as a fallback', 60 * SECOND],
  ])('a stock web client %s', (_, pollInterval) => {
    it.each<[string, (lost: () => Promise<unknown>) => Promise<void>]>([
      [
        'is cut off while a flag changes',
        async (lost) => {
          proxy.refuse(true);
          proxy.cut();
          await lost();
          proxy.refuse(false);
        },
      ],
      [
        'is reset while a flag changes',
        async (lost) => {
          proxy.refuse(true);
          proxy.reset();
          await lost();
          proxy.refuse(false);
        },
      ],
      [
        'is stalled while a flag changes',
        async (lost) => {
          proxy.stall(true);
          await lost();
          proxy.stall(false);
        },
      ],
      [
        'is stalled, and then cut off',
        async (lost) => {
          proxy.stall(true);
          await lost();
          proxy.stall(false);
          proxy.cut();
        },
      ],
      [
        'is half-closed',
        async (lost) => {
          proxy.halfClose();
          await lost();
        },
      ],
    ])('shows the current value after it %s', async (_case, misfortune) => {
      const flag = await newFlag();
      const client = await watching(pollInterval);
      await misfortune(() => change(flag));
      await shows(client, flag, 'after');
    });

    it('shows what changed between its first evaluation and the first opening of its stream', async () => {
      const flag = await newFlag();
      let first = true;
      const client = await browser(pollInterval, () => {
        if (first) proxy.refuse(true);
        first = false;
      });
      await change(flag);
      expect(client.getStringValue(flag, '')).toBe('before');
      proxy.refuse(false);
      await shows(client, flag, 'after');
    });

    it('goes on after three days, and after weeks, in which its stream was cut', async () => {
      for (const days of [3, 30]) {
        const flag = await newFlag();
        const client = await watching(days < 7 ? pollInterval : 0);
        proxy.refuse(true);
        proxy.cut();
        await clock.move(days * DAY);
        await change(flag);
        proxy.refuse(false);
        await shows(client, flag, 'after');
        // And hears of what changes from now on.
        const later = await newFlag();
        await shows(client, later, 'before');
      }
    });

    it('is told that an override has expired', async () => {
      const flag = await newFlag();
      const client = await watching(pollInterval);
      const override = { flag, subject: 'sue', variant: 'mine', expiresAt: inSeconds(3_600) };
      await expectStatus(201, admin.post('/v1/overrides', override));
      await shows(client, flag, 'mine');
      await clock.move(3_601 * SECOND);
      await shows(client, flag, 'before');
    });
  });
});
