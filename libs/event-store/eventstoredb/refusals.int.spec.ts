import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { makeCertificates } from '../../../test/support/certificates.js';
import { until } from '../../../test/support/until.js';
import {
  startWireDouble,
  type WireDouble,
  type WireDoubleOptions,
} from '../../../test/support/wire-double/wire-double.js';
import { all, events, freshStream, rejectionOf } from '../contract/harness.js';
import { Subscriber } from '../contract/subscriber.js';
import { EventStoreMisconfigured } from '../errors.js';
import { openEventStore } from '../open-event-store.js';
import { appendWithRetry } from '../retry-append.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';

const ACCOUNT = { username: 'assay', password: 'p@ss:w%rd' };
const ENCODED = 'assay:p%40ss%3Aw%25rd';

describe('what waiting does not mend', () => {
  const trusted = makeCertificates();
  const expired = makeCertificates(-1);
  let folder: string;
  const closing: (() => Promise<void>)[] = [];
  const file = (name: string): string => encodeURIComponent(join(folder, name));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay tls '));
    await writeFile(join(folder, 'ca.crt'), trusted.ca);
    await writeFile(join(folder, 'other.crt'), makeCertificates().ca);
    await writeFile(join(folder, 'expired.crt'), expired.ca);
    await writeFile(join(folder, 'none.crt'), 'this is no certificate');
  });
  afterAll(() => rm(folder, { recursive: true }));
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const start = async (options: WireDoubleOptions = {}): Promise<WireDouble> => {
    const double = await startWireDouble(options);
    closing.push(() => double.stop());
    return double;
  };
  const logged: { readonly level: string; readonly details: object; readonly message: string }[] = [];
  const log = (level: string) => (details: object, message: string) => void logged.push({ level, details, message });
  const logger = { warn: log('warn'), info: log('info') };
  const location = (url: string) => ({ url, streamPrefix: '', logger });

  interface Refused {
    readonly what: string;
    readonly server: WireDoubleOptions;
    readonly url: (host: string) => string;
    readonly message: RegExp;
    readonly denies?: 'all';
  }
  const secured = { tls: trusted, account: ACCOUNT };
  const refused: readonly Refused[] = [
    {
      what: 'a wrong password',
      server: secured,
      url: (host) => `esdb://assay:s3cret@${host}?tlsCAFile=${file('ca.crt')}`,
      message: /does not accept its user and password/,
    },
    {
      what: 'no account where one is needed',
      server: secured,
      url: (host) => `esdb://${host}?tlsCAFile=${file('ca.crt')}`,
      message: /access denied.*\$all/,
    },
    {
      what: 'an account that may not read $all',
      server: secured,
      denies: 'all',
      url: (host) => `esdb://${ENCODED}@${host}?tlsCAFile=${file('ca.crt')}`,
      message: /access denied.*\$acl.*\$all/,
    },
    {
      what: 'a CA of another server',
      server: secured,
      url: (host) => `esdb://assay:s3cret@${host}?tlsCAFile=${file('other.crt')}`,
      message: /not trusted.*tlsCAFile/,
    },
    {
      what: 'a CA of another server, found by gossip',
      server: secured,
      url: (host) => `esdb+discover://assay:s3cret@${host}?tlsCAFile=${file('other.crt')}`,
      message: /not trusted.*tlsCAFile/,
    },
    {
      what: 'a server whose CA is not named',
      server: secured,
      url: (host) => `esdb://assay:s3cret@${host}`,
      message: /not trusted.*tlsCAFile/,
    },
    {
      what: 'a certificate that has expired',
      server: { ...secured, tls: expired },
      url: (host) => `esdb://assay:s3cret@${host}?tlsCAFile=${file('expired.crt')}`,
      message: /CERT_HAS_EXPIRED.*renew/,
    },
    {
      what: 'a CA file that is not there',
      server: secured,
      url: (host) => `esdb://assay:s3cret@${host}?tlsCAFile=${file('nowhere.crt')}`,
      message: /tlsCAFile .*nowhere.crt cannot be read \(ENOENT\)/,
    },
    {
      what: 'a CA file that holds none',
      server: secured,
      url: (host) => `esdb://assay:s3cret@${host}?tlsCAFile=${file('none.crt')}`,
      message: /tlsCAFile .*none.crt holds no certificate/,
    },
    {
      what: 'TLS where the server speaks none',
      server: {},
      url: (host) => `esdb://assay:s3cret@${host}`,
      message: /speaks no TLS; add tls=false/,
    },
    {
      what: 'no TLS where the server wants it',
      server: secured,
      url: (host) => `esdb://assay:s3cret@${host}?tls=false`,
      message: /speaks TLS; leave tls=false out/,
    },
    {
      what: 'no TLS where the cluster wants it',
      server: secured,
      url: (host) => `kurrentdb+discover://${host}?tls=false`,
      message: /speaks TLS; leave tls=false out/,
    },
    {
      what: 'an unknown option',
      server: {},
      url: (host) => `esdb://assay:s3cret@${host}?tls=false&colour=blue`,
      message: /unknown option "colour"/,
    },
  ];

  describe('is named at once, in one line without a secret', () => {
    const refusals = new Map<string, unknown>();

    // Some take two seconds to be sure, so all are tried together.
    beforeAll(async () => {
      const trials = refused.map(async ({ what, server, url, denies }) => {
        const double = await startWireDouble(server);
        if (denies) double.access.denied.add(denies);
        const opening = openEventStore(location(url(`127.0.0.1:${double.port}`)));
        refusals.set(what, await rejectionOf(opening));
        await double.stop();
      });
      await Promise.all(trials);
    });

    it.each(refused)('$what', ({ what, message }) => {
      const refusal = refusals.get(what);
      expect(refusal).toBeInstanceOf(EventStoreMisconfigured);
      const { message: said } = refusal as Error;
      expect(said).toMatch(message);
      expect(said).toMatch(/^EVENTSTORE_URL/);
      expect(said).not.toMatch(/s3cret|p@ss|\n/);
    });
  });

  it('an account is let in over TLS by its percent-encoded password, through one host or gossip', async () => {
    const double = await start(secured);
    for (const scheme of ['esdb', 'esdb+discover', 'kurrentdb', 'kurrentdb+discover']) {
      const store = await openEventStore(
        location(`${scheme}://${ENCODED}@localhost:${double.port}?tlsCAFile=${file('ca.crt')}`),
      );
      closing.unshift(() => store.close());
      const stream = freshStream();
      await store.append(stream, events(1), { expected: 'no_stream' });
      expect(await all(store.read(stream))).toHaveLength(1);
    }
  });

  it('what saved decisions can do without is not refused: it starts, and says what to do', async () => {
    const double = await start(secured);
    const url = `esdb://assay:s3cret@127.0.0.1:${double.port}?tlsCAFile=${file('ca.crt')}`;
    const store = await openEventStore({ ...location(url), evenAway: true });
    closing.unshift(() => store.close());
    expect(logged.at(-1)?.message).toMatch(/does not accept its user and password/);
    expect(await rejectionOf(openEventStore({ ...location('esdb://a:b:c@host'), evenAway: true }))).toBeInstanceOf(
      EventStoreMisconfigured,
    );
  });

  it('rights that are taken away at run time are named in the log, and are enough again when given back', async () => {
    const double = await start();
    const store = new EventStoreDbEventStore({ url: double.url, logger, livenessMs: 300 });
    closing.unshift(() => store.close());
    const stream = freshStream();
    await store.append(stream, events(1), { expected: 'no_stream' });
    const subscriber = new Subscriber(store, {});
    await subscriber.untilEvents(1);

    double.access.denied.add('all').add('write');
    double.misbehave.breakSubscriptionsAsShutdownDoes();
    const before = logged.length;
    const warned = (what: RegExp): boolean =>
      logged.slice(before).some(({ level, message }) => level === 'warn' && what.test(message));
    await until('a warning that names the right to read', async () =>
      warned(/access denied \(subscription to \$all\)/),
    );
    const attempts = double.counts.appends;
    const failure = await rejectionOf(appendWithRetry(store, stream, events(1), { expected: 0, timeoutMs: 60_000 }));
    expect(failure).toBeInstanceOf(EventStoreMisconfigured);
    expect(double.counts.appends).toBe(attempts + 1);
    expect(warned(/access denied \(append to/)).toBe(true);
    expect(await rejectionOf(store.ping())).toBeInstanceOf(EventStoreMisconfigured);

    double.access.denied.clear();
    await store.append(stream, events(1), { expected: 0 });
    await subscriber.untilEvents(2);
    await subscriber.stop();
    await store.ping();
  });

  it('a dropped subscription says why, with message, kind and code, and that it is back', async () => {
    const double = await start();
    const store = new EventStoreDbEventStore({ url: double.url, logger });
    closing.unshift(() => store.close());
    const subscriber = new Subscriber(store, {});
    await subscriber.untilCaughtUp();
    // Once live it subscribes anew, with a narrow window.
    await store.append(freshStream(), events(1), { expected: 'no_stream' });
    await subscriber.untilEvents(1);
    await until('one subscription', async () => double.misbehave.openSubscriptions === 1);
    const before = logged.length;
    double.misbehave.breakSubscriptionsAsShutdownDoes();
    await until('it to be back', async () => logged.slice(before).some(({ level }) => level === 'info'));
    await subscriber.stop();
    const [drop, back] = logged.slice(before);
    expect(drop).toMatchObject({ level: 'warn', message: 'event store subscription dropped, resubscribing' });
    expect((drop?.details as { err: unknown }).err).toMatchObject({
      message: expect.stringContaining('RST_STREAM'),
      type: 'unknown',
      code: 13,
    });
    expect(back).toMatchObject({ level: 'info', message: 'event store subscription resubscribed' });
  });
});
