import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { Notifying } from '../../../test/support/notifying.js';
import { destinationAggregate, destinationStream } from '../destination.js';

describe('e-mail', () => {
  let server: SMTPServer;
  let notifying: Notifying;
  let mails: { readonly to: readonly string[]; readonly from: string; readonly text: string }[];
  let refusal: Error | undefined;

  beforeEach(async () => {
    mails = [];
    refusal = undefined;
    server = new SMTPServer({
      authOptional: false,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) =>
        username === 'assay' && password === 'pass word'
          ? done(null, { user: 'assay' })
          : done(new Error('who are you?')),
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          if (refusal) return done(refusal);
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          const to = envelope.rcptTo.map(({ address }) => address);
          mails.push({ from, to, text: Buffer.concat(chunks).toString() });
          done(null, 'taken with thanks');
        });
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const { port } = server.server.address() as AddressInfo;
    notifying = await Notifying.start({
      smtpUrl: `smtp://assay:pass%20word@127.0.0.1:${port}`,
      mailFrom: 'assay@example.org',
    });
    await notifying.project();
    const id = randomUUID();
    const destination = {
      id,
      name: 'team',
      kind: 'email',
      host: null,
      to: ['anna@example.org', 'ben@example.org'],
    } as const;
    await notifying.append(destinationAggregate, destinationStream(id), {
      type: 'destination_added',
      data: { ...destination, perMinute: 60, secret: {} },
    });
    await notifying.rule(id, { events: ['guardrail_breached'] });
    await notifying.breach(await notifying.experiment());
    await notifying.project();
  });

  afterEach(async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await notifying.stop();
  });

  it('has the evidence in words and a link, and goes to everybody', async () => {
    await notifying.send();
    const [{ id, state, log } = { id: '', state: '', log: [] }] = await notifying.deliveries();
    expect(state).toBe('delivered');
    expect(log[0]?.answer).toContain('taken with thanks');
    const [{ from, to, text } = { from: '', to: [], text: '' }] = mails;
    expect([from, to]).toEqual(['assay@example.org', ['anna@example.org', 'ben@example.org']]);
    expect(text).toContain(`Message-ID: <${id}@example.org>`);
    expect(text).toMatch(/^Subject: \[Assay\] /m);
    for (const line of [
      'Rate: 0.25',
      'Threshold: 0.1',
      'Evidence: 1 crash per 4 seen',
      'https://assay.example.org/experiments/',
    ])
      expect(text).toContain(line);
  });

  it('that the server does not take yet is sent again under the same id', async () => {
    refusal = Object.assign(new Error('come back later'), { responseCode: 451 });
    await notifying.send();
    const [refused] = await notifying.deliveries();
    expect(refused).toMatchObject({ state: 'waiting', attempts: 1 });
    expect(refused?.log[0]?.error).toContain('come back later');
    refusal = undefined;
    notifying.now += 5_000;
    await notifying.send();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain(`Message-ID: <${refused?.id}@`);
  });
});
