import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Notifying } from '../../test/support/notifying.js';
import { answering, Receiver } from '../../test/support/receiver.js';
import { destinationAggregate, destinationStream } from './destination.js';
import { ruleAggregate, ruleStream } from './notification-rule.js';

describe('what is told', () => {
  let notifying: Notifying;
  let receiver: Receiver;
  let destination: string;

  beforeEach(async () => {
    notifying = await Notifying.start();
    receiver = await Receiver.start();
    destination = (await notifying.webhook(receiver.url)).id;
  });

  afterEach(async () => {
    await receiver.close();
    await notifying.stop();
  });

  const types = (): string[] => receiver.received.map(({ body }) => body.type);

  it('is nothing of what happened before the first start, and everything after it', async () => {
    await notifying.rule(destination);
    await notifying.breach(await notifying.experiment());
    await notifying.project();
    const later = await notifying.experiment();
    await notifying.breach(later);
    await notifying.project();
    await notifying.send();
    expect(types().sort()).toEqual(['experiment_started', 'guardrail_breached']);
    expect(receiver.received.every(({ body }) => body.data.experiment.id === later)).toBe(true);
  });

  it('is told once, by one id, even if the tables are made anew or another projector reads the log again', async () => {
    await notifying.project();
    await notifying.rule(destination, { events: ['guardrail_breached'] });
    const experiment = await notifying.experiment();
    await notifying.breach(experiment);
    await notifying.project();
    await notifying.send();
    const [told] = await notifying.deliveries();
    await notifying.database.query('DROP SCHEMA notifications CASCADE');
    await notifying.project();
    // Another projector that lags reads from an earlier checkpoint.
    await notifying.database.query('UPDATE notifications.checkpoint SET position = NULL');
    await notifying.project();
    await notifying.send();
    expect(await notifying.deliveries()).toHaveLength(1);
    expect(receiver.ids).toEqual([told?.id]);
    // Even if what was told is lost, the same event has the same id.
    await notifying.database.query('DELETE FROM notification_outbox.deliveries');
    await notifying.database.query('UPDATE notification_outbox.checkpoint SET position = NULL');
    await notifying.database.query('DROP SCHEMA notifications CASCADE');
    await notifying.project();
    expect((await notifying.deliveries()).map(({ id }) => id)).toEqual([told?.id]);
  });

  it('waits while the tables are made anew: no destination counts as removed', async () => {
    await notifying.project();
    await notifying.rule(destination, { events: ['guardrail_breached'] });
    await notifying.breach(await notifying.experiment());
    await notifying.project();
    await notifying.database.query(
      'DELETE FROM notifications.notification_destinations; UPDATE notifications.checkpoint SET caught_up = false',
    );
    await notifying.send();
    expect((await notifying.deliveries()).map(({ state }) => state)).toEqual(['waiting']);
    await notifying.database.query('DROP SCHEMA notifications CASCADE');
    await notifying.project();
    await notifying.send();
    expect(types()).toEqual(['guardrail_breached']);
  });

  it('follows the rules as they were at the event', async () => {
    await notifying.project();
    const rule = await notifying.rule(destination, { events: ['experiment_started'] });
    await notifying.experiment();
    await notifying.append(ruleAggregate, ruleStream(rule), { type: 'notification_rule_removed', data: {} });
    await notifying.experiment();
    // All of it is one batch.
    await notifying.project();
    expect((await notifying.deliveries()).map(({ kind, rule: by }) => [kind, by])).toEqual([
      ['experiment_started', rule],
    ]);
  });

  it('is the same breach once per rule, and each run of an experiment again', async () => {
    await notifying.project();
    const rules = [await notifying.rule(destination), await notifying.rule(destination)];
    const experiment = await notifying.experiment();
    const paused = { type: 'experiment_paused', data: { comment: null, run: 1 } } as const;
    const resumed = { type: 'experiment_resumed', data: { comment: null, run: 2, phase: 2 } } as const;
    await notifying.onExperiment(experiment, paused, resumed, { ...paused, data: { comment: null, run: 2 } });
    // Recorded twice, as by two monitors on a store that does not compare ids.
    const id = randomUUID();
    await notifying.breach(experiment, { id });
    await notifying.breach(experiment, { id });
    await notifying.project();
    const told = await notifying.deliveries();
    for (const rule of rules) {
      expect(told.filter((each) => each.rule === rule).map(({ kind }) => kind)).toEqual([
        ...['experiment_started', 'experiment_paused', 'experiment_resumed', 'experiment_paused', 'guardrail_breached'],
      ]);
    }
    expect(new Set(told.map((each) => each.id)).size).toBe(told.length);
    expect(await notifying.database.query('SELECT position FROM notifications.parked')).toEqual([]);
  });

  it('is a test that somebody asks for, and what is to be sent again, under its own id', async () => {
    await notifying.project();
    const delivery = randomUUID();
    const stream = destinationStream(destination);
    await notifying.append(destinationAggregate, stream, { type: 'destination_test_requested', data: { delivery } });
    await notifying.project();
    await notifying.send();
    expect(receiver.received.map(({ body }) => [body.type, body.data.title])).toEqual([
      ['test', 'Olga sent this test to hook'],
    ]);
    await notifying.append(destinationAggregate, stream, { type: 'delivery_resend_requested', data: { delivery } });
    await notifying.project();
    await notifying.send();
    expect(receiver.ids).toEqual([delivery, delivery]);
    // It is not sent a third time when the log is read again.
    await notifying.database.query('DROP SCHEMA notifications CASCADE');
    await notifying.project();
    await notifying.send();
    expect(receiver.ids).toHaveLength(2);
  });

  it('survives a projector that is killed between intent and sending, and one that is killed while it sends', async () => {
    await notifying.project();
    await notifying.rule(destination, { events: ['guardrail_breached'] });
    await notifying.breach(await notifying.experiment());
    await notifying.project();
    const [{ id } = { id: '' }] = await notifying.deliveries();
    // The first one dies while the receiver has the request: nothing of the attempt is recorded.
    const died = notifying.sender();
    receiver.answers(() => died.stopping.abort());
    await died.sender.begin(died.stopping.signal);
    await died.sender.idle();
    expect((await notifying.deliveries()).map(({ state }) => state)).toEqual(['sending']);
    receiver.answers(answering(204));
    const next = notifying.sender();
    const running = next.sender.run(next.stopping.signal);
    await notifying.untilDelivered();
    next.stopping.abort();
    await running;
    expect(receiver.ids).toEqual([id, id]);
  });
});
