import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Notifying } from '../../../test/support/notifying.js';
import { answering, Receiver, silent } from '../../../test/support/receiver.js';
import { until } from '../../../test/support/until.js';
import { destinationAggregate, destinationStream } from '../destination.js';
import { newSigningSecret, sealSigning } from '../destination-secrets.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('a receiver', () => {
  let notifying: Notifying;
  let receiver: Receiver;
  let destination: string;
  let secret: string;
  let experiment: string;

  beforeEach(async () => {
    notifying = await Notifying.start();
    receiver = await Receiver.start();
    await notifying.project();
    ({ id: destination, secret } = await notifying.webhook(receiver.url));
    await notifying.rule(destination, { events: ['guardrail_breached'] });
    experiment = await notifying.experiment();
  });

  afterEach(async () => {
    await receiver.close();
    await notifying.stop();
  });

  async function breach(count = 1): Promise<void> {
    for (let n = 0; n < count; n += 1) await notifying.breach(experiment);
    await notifying.project();
  }

  async function later(ms: number): Promise<void> {
    notifying.now += ms;
    await notifying.send();
  }

  const states = async (): Promise<string[]> => (await notifying.deliveries()).map(({ state }) => state);

  it('gets the evidence, signed by Standard Webhooks', async () => {
    await breach();
    await notifying.send();
    const { headers, text, body } = receiver.latest;
    // The library compares the time with the clock of the machine.
    const at = new Date(Number(headers['webhook-timestamp']) * SECOND);
    expect(at.getTime()).toBe(notifying.now);
    const signature = new Webhook(secret).sign(String(headers['webhook-id']), at, text);
    expect(headers['webhook-signature']).toBe(signature);
    expect(body).toMatchObject({
      type: 'guardrail_breached',
      data: {
        id: headers['webhook-id'],
        severity: 'critical',
        environment: 'production',
        experiment: { id: experiment },
        link: `https://assay.example.org/experiments/${experiment}`,
      },
    });
    const facts = Object.fromEntries(
      (body.data.facts as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
    );
    expect(facts).toMatchObject({
      Rate: '0.25',
      Threshold: '0.1',
      Variant: 'treatment',
      Evidence: '1 crash per 4 seen',
    });
    expect(facts['Window']).toContain(' to ');
    expect(await states()).toEqual(['delivered']);
  });

  it('gets signatures by both secrets while one replaces the other', async () => {
    const next = newSigningSecret();
    const previousUntil = new Date(notifying.now + HOUR).toISOString();
    const { state } = await notifying.runner.load(destinationAggregate, destinationStream(destination));
    const secrets = {
      signing: sealSigning(notifying.seals, destination, next),
      previous: state?.secret.signing ?? '',
    };
    await notifying.append(destinationAggregate, destinationStream(destination), {
      type: 'destination_secret_rotated',
      data: { secret: secrets, previousUntil },
    });
    const signedBy = (): boolean[] => {
      const { headers, text } = receiver.latest;
      const at = new Date(Number(headers['webhook-timestamp']) * SECOND);
      const signatures = String(headers['webhook-signature']).split(' ');
      return [next, secret].map((each) =>
        signatures.includes(new Webhook(each).sign(String(headers['webhook-id']), at, text)),
      );
    };
    await breach();
    await notifying.send();
    expect(signedBy()).toEqual([true, true]);
    notifying.now += 2 * HOUR;
    await breach();
    await notifying.send();
    expect(signedBy()).toEqual([true, false]);
  });

  it('that answers 500 is tried again under the same id, ever later, until 24 hours are over', async () => {
    receiver.answers(answering(500, {}, 'out of order'));
    await breach();
    await notifying.send();
    const [first] = await notifying.deliveries();
    expect(first).toMatchObject({ state: 'waiting', attempts: 1 });
    expect(first?.log).toMatchObject([{ status: 500, answer: 'out of order', error: 'it answered 500' }]);
    // Nothing before the time.
    await later(4 * SECOND);
    expect(receiver.received).toHaveLength(1);
    await later(1 * SECOND);
    expect(receiver.received).toHaveLength(2);
    for (let minutes = 0; minutes <= 25 * 60; minutes += 15) await later(15 * MINUTE);
    const attempts = receiver.received.length;
    expect(await states()).toEqual(['failed']);
    expect(attempts).toBeGreaterThan(10);
    expect(attempts).toBeLessThan(20);
    expect(new Set(receiver.ids).size).toBe(1);
    const [last] = await notifying.deliveries();
    expect(last?.log).toHaveLength(attempts);
    await later(48 * HOUR);
    expect(receiver.received).toHaveLength(attempts);
  });

  it('that is down gets it when it is there again', async () => {
    const { url } = receiver;
    await receiver.close();
    await breach();
    await notifying.send();
    const [down] = await notifying.deliveries();
    expect(down?.log[0]?.error).toContain('ECONNREFUSED');
    receiver = await Receiver.start(undefined, Number(new URL(url).port));
    await later(MINUTE);
    expect(receiver.ids).toEqual([down?.id]);
    expect(await states()).toEqual(['delivered']);
  });

  it('that is slow is cut off, and delays no other', async () => {
    receiver.answers(silent);
    const healthy = await Receiver.start();
    const other = await notifying.webhook(healthy.url);
    await notifying.rule(other.id, { events: ['guardrail_breached'] });
    await breach(3);
    const { sender, stopping } = notifying.sender();
    await sender.begin(stopping.signal);
    await until('the healthy receiver has all', () => healthy.received.length === 3);
    // The slow one keeps its own queue waiting, and no other.
    expect(receiver.received.length).toBeLessThan(3);
    await sender.idle();
    const slow = (await notifying.deliveries()).filter((each) => each.destination === destination);
    expect(slow.map(({ state, log }) => [state, log[0]?.error])).toEqual(
      Array.from({ length: 3 }, () => ['waiting', 'no answer within 0.5 s']),
    );
    await healthy.close();
  });

  it('that answers 429 with Retry-After gets nothing at all before that', async () => {
    receiver.answers(answering(429, { 'retry-after': '120' }));
    await breach(2);
    await notifying.send();
    expect(receiver.received).toHaveLength(1);
    receiver.answers(answering(204));
    await later(119 * SECOND);
    expect(receiver.received).toHaveLength(1);
    await later(1 * SECOND);
    expect(receiver.received).toHaveLength(3);
    expect(await states()).toEqual(['delivered', 'delivered']);
  });

  it('that answers 410 gets nothing more', async () => {
    receiver.answers(answering(410));
    await breach(3);
    await notifying.send();
    await notifying.project();
    await breach();
    await later(24 * HOUR);
    expect(receiver.received).toHaveLength(1);
    expect(await states()).toEqual(['failed', 'failed', 'failed']);
    const { state } = await notifying.runner.load(destinationAggregate, destinationStream(destination));
    expect(state?.disabled).toBe('gone');
  });

  it('that redirects, to loopback for example, is not followed', async () => {
    const secretive = await Receiver.start();
    receiver.answers(answering(307, { location: secretive.url }));
    await breach();
    await notifying.send();
    expect(secretive.received).toEqual([]);
    const [redirected] = await notifying.deliveries();
    expect(redirected?.log[0]).toMatchObject({ status: 307, error: 'it redirects (307), which is not followed' });
    await secretive.close();
  });

  it('gets it again if the database fails before the outcome is recorded', async () => {
    await breach();
    const { settle } = notifying.outbox;
    notifying.outbox.settle = () => Promise.reject(new Error('the database is away'));
    await notifying.send();
    notifying.outbox.settle = settle;
    expect(await states()).toEqual(['sending']);
    await notifying.send();
    expect(await states()).toEqual(['delivered']);
    const [{ id } = { id: '' }] = await notifying.deliveries();
    expect(receiver.ids).toEqual([id, id]);
  });

  it('that answers without end is cut off, and the log keeps the beginning', async () => {
    receiver.answers((response) => {
      response.writeHead(200);
      const more = (): void => {
        while (response.writable && response.write('x'.repeat(10_000)));
        response.once('drain', more);
      };
      more();
    });
    await breach();
    await notifying.send();
    const [endless] = await notifying.deliveries();
    expect(endless?.state).toBe('delivered');
    expect(endless?.log[0]?.answer).toBe('x'.repeat(500));
  });

  it('gets a digest in the place of a storm, with all of it', async () => {
    await breach(80);
    await notifying.send();
    expect(receiver.received.map(({ body }) => body.type)).toEqual(['digest']);
    const { title, severity, notifications } = receiver.latest.body.data;
    expect([title, severity]).toEqual(['80 notifications at once', 'critical']);
    const told = (await notifying.deliveries()).filter(({ kind }) => kind !== 'digest');
    expect(notifications.map(({ id }: { id: string }) => id)).toEqual(told.map(({ id }) => id));
    expect(new Set(told.map(({ state, digest }) => `${state} ${digest}`))).toEqual(
      new Set([`in_digest ${receiver.ids[0]}`]),
    );
  });

  it('gets a storm that comes bit by bit singly up to the limit, then a digest every ten seconds', async () => {
    for (let second = 0; second < 30; second += 1) {
      await breach(4);
      await later(SECOND);
    }
    const kinds = receiver.received.map(({ body }) => body.type);
    expect(kinds.filter((kind) => kind === 'guardrail_breached')).toHaveLength(60);
    const digests = kinds.filter((kind) => kind === 'digest').length;
    expect(digests).toBeGreaterThanOrEqual(2);
    expect(digests).toBeLessThanOrEqual(3);
    await later(10 * SECOND);
    // Nothing is lost.
    const ids = receiver.received.flatMap(({ body }) =>
      body.type === 'digest' ? body.data.notifications.map(({ id }: { id: string }) => id) : [body.data.id],
    );
    expect(ids).toHaveLength(120);
    expect(new Set(ids).size).toBe(120);
  });

  it('at a private address gets nothing, unless the configuration allows it', async () => {
    const strict = await Notifying.start({ networks: '10.0.0.0/8' });
    const localhost = receiver.url.replace('127.0.0.1', 'localhost');
    for (const url of [receiver.url, localhost, receiver.url.replace('127.0.0.1', '[::ffff:127.0.0.1]')]) {
      const { id } = await strict.webhook(url);
      await strict.rule(id, { events: ['guardrail_breached'] });
    }
    await strict.project();
    await strict.breach(await strict.experiment());
    await strict.project();
    await strict.send();
    expect(receiver.received).toEqual([]);
    const refused = (await strict.deliveries()).map(({ log }) => log[0]?.error);
    expect(refused).toHaveLength(3);
    for (const error of refused) expect(error).toContain('is private');
    await strict.stop();
  });
});
