import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEventStore } from '../../libs/event-store/open-event-store.js';
import { startApp, type TestApp } from '../support/apps.js';
import { expectStatus } from '../support/client.js';
import { ADMIN_KEY, startStores, STORES, type TestStores } from '../support/stores.js';
import { until } from '../support/until.js';
import { createWorld, type RunningExperiment } from '../support/world.js';
import { eventOf, Measuring, secondsAfter, tenMinutesAgo } from './measuring.js';

const HOUR_S = 3_600;
const DAY_S = 86_400;

describe.each(STORES)('the rules of telemetry on %s', (store) => {
  let stores: TestStores;
  let app: TestApp;
  let lab: Measuring;
  /** An exposure, and an event with an amount, which count in the metrics below. */
  let seen: string;
  let bought: string;
  let purchases: string;
  let perSeen: string;

  beforeAll(async () => {
    stores = await startStores(store);
    app = await startApp('standalone', { ...stores.environment, ASSAY_GUARDRAILS: 'on_request' });
    lab = new Measuring(await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY));
    seen = await lab.eventType('seen', { exposure: true });
    const amount = { type: 'number', minimum: 0 };
    bought = await lab.eventType('bought', { schema: { properties: { amount }, additionalProperties: false } });
    purchases = await lab.metric('count', { event: bought });
    perSeen = await lab.metric('ratio', { numeratorEvent: bought, denominatorEvent: seen });
  });

  afterAll(async () => {
    await app.stop();
    await stores.stop();
  });

  /** Everything that is stored of telemetry, as text. */
  async function telemetryLog(): Promise<string> {
    const { DATABASE_URL = '', EVENTSTORE_URL: url = DATABASE_URL, ASSAY_STREAM_PREFIX = '' } = stores.environment;
    const opened = await openEventStore({ url, streamPrefix: ASSAY_STREAM_PREFIX, logger: { warn: () => undefined } });
    const found: object[] = [];
    try {
      for await (const message of opened.subscribe({ filter: { streamPrefixes: ['telemetry-'] } })) {
        if (message.kind === 'caught_up') break;
        if (message.kind === 'event') found.push(message.event);
      }
    } finally {
      await opened.close();
    }
    return JSON.stringify(found);
  }

  describe('a batch', () => {
    it('has an answer to each event, in its order, and what is rejected counts nothing and burns no id', async () => {
      const experiment = await lab.experiment([perSeen]);
      const archived = await lab.eventType('archived');
      const someone = await lab.subjectIn(experiment, 'control');
      const now = new Date();
      const good = eventOf(bought, someone, now);
      const taken = eventOf(bought, someone, now);
      await lab.report(eventOf(seen, someone, now), eventOf(archived, someone, now), taken);
      await expectStatus(200, lab.world.owner.post(`/v1/event-types/${archived}/archive`));
      const wrong = (changes: object): object => ({ ...good, eventId: randomUUID(), ...changes });
      const tampered = `${someone.decisionId.slice(0, -4)}AAAA`;

      const rejected: readonly (readonly [sent: unknown, code: string])[] = [
        [wrong({ eventType: 'nothing' }), 'unknown_event_type'],
        [wrong({ eventType: archived }), 'archived_event_type'],
        [wrong({ properties: { amount: -1 } }), 'invalid_properties'],
        [wrong({ properties: { colour: 'red' } }), 'invalid_properties'],
        [wrong({ properties: 'none' }), 'invalid_properties'],
        [wrong({ decisionId: tampered }), 'invalid_decision'],
        [wrong({ decisionId: '' }), 'invalid_decision'],
        [wrong({ decisionId: someone.decisionId.repeat(20) }), 'invalid_decision'],
        [wrong({ decisionId: 7 }), 'invalid_event'],
        [wrong({ eventType: seen, decisionId: undefined }), 'invalid_decision'],
        [wrong({ eventType: seen, decisionId: null }), 'invalid_decision'],
        [wrong({ subjectId: 'somebody else' }), 'subject_mismatch'],
        [wrong({ timestamp: secondsAfter(now, 360).toISOString() }), 'timestamp_in_future'],
        [wrong({ timestamp: secondsAfter(now, -30 * DAY_S - 60).toISOString() }), 'timestamp_too_old'],
        [wrong({ timestamp: 'today' }), 'invalid_event'],
        [wrong({ subjectId: '' }), 'invalid_event'],
        [wrong({ colour: 'red' }), 'invalid_event'],
      ];
      const answered = [
        { sent: good, is: 'accepted' },
        ...rejected.map(([sent, code]) => ({ sent, is: code })),
        { sent: 7, is: 'invalid_event' },
        { sent: { ...taken, eventType: seen }, is: 'conflicting_duplicate' },
        { sent: { ...good, properties: { amount: 1 } }, is: 'conflicting_duplicate' },
        { sent: good, is: 'duplicate' },
        { sent: taken, is: 'duplicate' },
        { sent: wrong({ timestamp: secondsAfter(now, 240).toISOString() }), is: 'accepted' },
        { sent: wrong({ timestamp: secondsAfter(now, -30 * DAY_S + 60).toISOString() }), is: 'accepted' },
      ];
      const results = await lab.send(answered.map(({ sent }) => sent));

      expect(results.map(({ code, status }) => code ?? status)).toEqual(answered.map(({ is }) => is));
      const ids = answered.map(({ sent }) => (sent === 7 ? null : (sent as { eventId: string }).eventId));
      expect(results.map(({ eventId }) => eventId)).toEqual(ids);
      for (const { status, code, message } of results) {
        expect(code !== undefined).toBe(status === 'rejected');
        expect(typeof message === 'string').toBe(status === 'rejected');
      }
      expect(await lab.measured(experiment, perSeen)).toEqual([
        ['4', '1', '4'],
        ['0', '0', null],
      ]);

      const mended = rejected.map(([sent]) => ({ ...good, eventId: (sent as { eventId: string }).eventId }));
      await lab.report(...mended);
      const [[numerator] = []] = await lab.measured(experiment, perSeen);
      expect(numerator).toBe(String(4 + rejected.length));
    });

    it('is warned of texts where a metric counts a number, and accepted with them', async () => {
      const sold = await lab.eventType('sold');
      const sum = { event: sold, property: 'amount' };
      const metric = await lab.metric('sum', sum);
      await lab.metric('ratio', { numerator: { event: sold, property: 'tax' }, denominatorEvent: sold });
      const experiment = await lab.experiment([metric]);
      const subject = await lab.subjectIn(experiment, 'treatment');
      const now = new Date();
      await lab.report(eventOf(lab.world.exposure, subject, now));
      const events = [{ amount: '12.5', colour: '1' }, { amount: 12.5, tax: false }, { amount: 1 }].map((properties) =>
        eventOf(sold, subject, now, properties),
      );
      const answers = await lab.send(events);
      expect(answers.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
      expect(answers[0]?.warnings).toEqual([
        { code: 'not_a_number', pointer: '/properties/amount', message: expect.stringContaining('send a number') },
      ]);
      expect(answers[1]?.warnings).toMatchObject([{ pointer: '/properties/tax' }]);
      expect(answers[2]).not.toHaveProperty('warnings');
      expect((await lab.measured(experiment, metric))[1]).toEqual(['13.5', '1', '13.5']);
    });

    it('is corrected where its clock was off by more than 5 minutes, and again a duplicate with another sentAt', async () => {
      const experiment = await lab.experiment([purchases]);
      const someone = await lab.subjectIn(experiment, 'control');
      const before = new Date();
      const [ahead, behind] = [secondsAfter(before, 2 * HOUR_S), secondsAfter(before, -2 * HOUR_S)];
      const fast = eventOf(bought, someone, secondsAfter(ahead, -60));
      const slow = eventOf(bought, someone, secondsAfter(behind, -60));
      expect(await lab.send([fast])).toEqual([expect.objectContaining({ code: 'timestamp_in_future' })]);
      expect(await lab.send([fast], { sentAt: ahead.toISOString() })).toEqual([
        expect.objectContaining({ status: 'accepted' }),
      ]);
      await lab.send([slow], { sentAt: behind.toISOString() });
      // Within the slack of 5 minutes a time is taken as it is.
      const right = tenMinutesAgo();
      await lab.send([eventOf(bought, someone, right)], { sentAt: secondsAfter(before, -240).toISOString() });

      const { points } = await lab.read(experiment, `timeseries?metric=${purchases}`);
      const [first, ...corrected] = points.map(({ time }: { time: string }) => Date.parse(time));
      expect(first).toBe(right.getTime());
      expect(corrected.length).toBeGreaterThan(0);
      for (const time of corrected) {
        expect(time).toBeGreaterThan(secondsAfter(before, -71).getTime());
        expect(time).toBeLessThanOrEqual(Date.now() - 60_000);
      }
      const again = await lab.send([fast, slow], { sentAt: secondsAfter(before, 2 * HOUR_S + 1).toISOString() });
      expect(again[0]?.status).toBe('duplicate');
      expect(await lab.send([slow], { sentAt: secondsAfter(behind, 2).toISOString() })).toEqual([
        { eventId: slow.eventId, status: 'duplicate' },
      ]);
      expect(await telemetryLog()).toMatch(/"corrected":-?7\d{6}/);
    });

    it('is stored without its subjects, and without what is personal once that was validated', async () => {
      const email = { type: 'string', format: 'email', personal: true };
      const schema = {
        properties: { email, plan: { type: 'string' }, cards: { items: { type: 'string', personal: true } } },
        required: ['email'],
      };
      const signedUp = await lab.eventType('signed_up', { schema });
      const secret = await lab.eventType('secret', { schema: { allOf: [{ personal: true }] } });
      const subject = `raw_${randomUUID()}`;
      const properties = { email: 'olga.secret@example.org', plan: 'gold_plan', cards: ['card_4711'] };
      const event = eventOf(signedUp, subject, new Date(), properties);
      await lab.report(event, eventOf(secret, subject, new Date(), { all: 'all_of_it' }));
      await lab.link(subject, `other_${subject}`);
      const wrong = eventOf(signedUp, subject, new Date(), { ...properties, email: 'no address' });
      expect(await lab.send([wrong, eventOf(signedUp, subject, new Date())])).toEqual([
        expect.objectContaining({ code: 'invalid_properties' }),
        expect.objectContaining({ code: 'invalid_properties' }),
      ]);

      const log = await telemetryLog();
      expect(log).toContain(event.eventId);
      expect(log).toContain('gold_plan');
      for (const personal of ['olga.secret', 'card_4711', 'all_of_it', subject]) expect(log).not.toContain(personal);
      // What is not kept tells no two events apart.
      const other = { ...event, properties: { ...properties, email: 'somebody.else@example.org' } };
      expect(await lab.send([other])).toEqual([{ eventId: event.eventId, status: 'duplicate' }]);
    });
  });

  describe('an event without decision id', () => {
    it('counts in every experiment in which its subject was exposed, and in no other', async () => {
      const [one, two, three] = [
        await lab.experiment([purchases]),
        await lab.experiment([purchases]),
        await lab.experiment([purchases]),
      ];
      const inOne = await lab.subjectIn(one, 'treatment');
      const inTwo = await lab.decide(two, inOne.subjectId);
      await lab.decide(three, inOne.subjectId);
      const start = tenMinutesAgo();
      await lab.report(eventOf(seen, inOne, start), eventOf(seen, inTwo, start));
      await lab.report(eventOf(bought, inOne.subjectId, secondsAfter(start, 60)));
      expect(await lab.measured(one, purchases)).toEqual([
        ['0', '0', null],
        ['1', '1', '1'],
      ]);
      const { metrics, exposure } = await lab.read(two, 'results');
      expect(exposure.subjects[inTwo.variant]).toBe(1);
      expect(metrics[0].total).toMatchObject({ subjects: 1, numerator: '1', value: '1' });
      expect((await lab.read(three, 'results')).metrics[0].total).toMatchObject({ subjects: 0, numerator: '0' });
    });

    it('waits for an exposure that comes late, but none that is later than itself by more than 5 minutes', async () => {
      const experiment = await lab.experiment([purchases]);
      const [late, slack, after] = [
        await lab.subjectIn(experiment, 'control'),
        await lab.subjectIn(experiment, 'control'),
        await lab.subjectIn(experiment, 'control'),
      ];
      const start = tenMinutesAgo();
      await lab.report(...[late, slack, after].map(({ subjectId }) => eventOf(bought, subjectId, start)));
      const before = await lab.read(experiment, 'results');
      expect(before.metrics[0].total).toMatchObject({ subjects: 0, numerator: '0' });
      // Those with a decision id alone are shown as waiting.
      expect(before.exposure).toMatchObject({ waiting: 0, expired: 0 });

      await lab.report(eventOf(seen, late, secondsAfter(start, -60)));
      expect(await lab.measured(experiment, purchases)).toMatchObject([['1', '1', '1'], {}]);
      await lab.report(eventOf(seen, slack, secondsAfter(start, 300)));
      expect(await lab.measured(experiment, purchases)).toMatchObject([['2', '2', '1'], {}]);
      await lab.report(eventOf(seen, after, secondsAfter(start, 301)));
      expect(await lab.measured(experiment, purchases)).toMatchObject([['2', '3', '0.6666666667'], {}]);
      // An exposure known to be earlier after all takes it in.
      await lab.report(eventOf(seen, after, start));
      expect(await lab.measured(experiment, purchases)).toMatchObject([['3', '3', '1'], {}]);
    });
  });

  it('what no experiment took is counted by its type, until one takes it', async () => {
    const stray = await lab.eventType('stray');
    const experiment = await lab.experiment([await lab.metric('count', { event: stray })]);
    const [one, other] = [await lab.subjectIn(experiment, 'control'), await lab.subjectIn(experiment, 'control')];
    const start = tenMinutesAgo();
    const strays = [one, one, other].map(({ subjectId }) => eventOf(stray, subjectId, start));
    await lab.report(...strays, eventOf(stray, one, start));
    expect(await lab.unattributed(stray)).toBe(3);
    await lab.report(eventOf(seen, one, start));
    expect(await lab.unattributed(stray)).toBe(1);
    await lab.report(eventOf(seen, other, start));
    expect(await lab.unattributed(stray)).toBe(0);
  });

  it('a type that requires exposure waits for it, then counts', async () => {
    const paid = await lab.eventType('paid', { requiresExposure: true });
    const paidPerSeen = await lab.metric('ratio', { numeratorEvent: paid, denominatorEvent: seen });
    const experiment = await lab.experiment([paidPerSeen, perSeen]);
    const someone = await lab.subjectIn(experiment, 'treatment');
    const start = tenMinutesAgo();
    await lab.report(eventOf(paid, someone, start), eventOf(bought, someone, start));
    expect((await lab.read(experiment, 'results')).exposure).toMatchObject({ waiting: 1, expired: 0 });
    expect(await lab.measured(experiment, paidPerSeen)).toMatchObject([{}, ['0', '0', null]]);
    // One that does not require it counts at once.
    expect(await lab.measured(experiment, perSeen)).toMatchObject([{}, ['1', '0', null]]);

    await lab.report(eventOf(seen, someone, secondsAfter(start, 500)));
    expect((await lab.read(experiment, 'results')).exposure).toMatchObject({ waiting: 0, expired: 0 });
    expect(await lab.measured(experiment, paidPerSeen)).toMatchObject([{}, ['1', '1', '1']]);
    await lab.report(eventOf(paid, someone, start));
    expect(await lab.measured(experiment, paidPerSeen)).toMatchObject([{}, ['2', '1', '2']]);
  });

  describe('once enrolment is frozen', () => {
    const freeze = (id: string): Promise<unknown> =>
      expectStatus(200, lab.world.owner.post(`/v1/experiments/${id}/freeze-enrolment`, { comment: 'enough' }));

    async function reasonFor({ flag }: RunningExperiment, subjectId: string): Promise<string> {
      const { body } = await expectStatus(200, lab.world.product.post('/v1/decide', { flag, subjectId }));
      return body.reason;
    }

    it('nothing counts of those who were not enrolled by then, and all goes on for those who were', async () => {
      const experiment = await lab.experiment([purchases]);
      const [enrolled, other] = [
        await lab.subjectIn(experiment, 'treatment'),
        await lab.subjectIn(experiment, 'treatment'),
      ];
      const start = tenMinutesAgo();
      await lab.report(eventOf(seen, enrolled, start), eventOf(bought, other.subjectId, start));
      await freeze(experiment.id);
      for (const one of [enrolled, other])
        await lab.report(eventOf(seen, one, start), eventOf(bought, one, start), eventOf(bought, one.subjectId, start));
      expect((await lab.read(experiment, 'results')).exposure.subjects).toEqual({ control: 0, treatment: 1 });
      expect(await lab.measured(experiment, purchases)).toEqual([
        ['0', '0', null],
        ['2', '1', '2'],
      ]);
    });

    it('only they keep their variant, and those who turn out to be one with them', async () => {
      const experiment = await lab.experiment([purchases]);
      const [enrolled, other] = [
        await lab.subjectIn(experiment, 'control'),
        await lab.subjectIn(experiment, 'treatment'),
      ];
      const signedIn = `signed_in_${randomUUID()}`;
      await lab.report(eventOf(seen, enrolled, tenMinutesAgo()));
      await freeze(experiment.id);
      const served = (subject: string, reason: string): Promise<boolean> =>
        until(`${reason} for ${subject}`, async () => (await reasonFor(experiment, subject)) === reason);
      await served(other.subjectId, 'enrolment_frozen');
      await served(signedIn, 'enrolment_frozen');
      expect(await lab.decide(experiment, enrolled.subjectId)).toMatchObject({ variant: 'control' });

      await lab.link(other.subjectId, enrolled.subjectId);
      await served(other.subjectId, 'experiment_assigned');
      expect(await lab.decide(experiment, other.subjectId)).toMatchObject({ variant: 'treatment' });
      await lab.link(enrolled.subjectId, signedIn);
      await served(signedIn, 'experiment_assigned');
    });
  });

  describe('a link', () => {
    it('makes the anonymous and the signed-in subject one, also for what was received before it', async () => {
      const experiment = await lab.experiment([purchases]);
      const anonymous = await lab.subjectIn(experiment, 'treatment');
      const signedIn = `signed_in_${randomUUID()}`;
      const start = tenMinutesAgo();
      const asSignedIn = (): object => ({
        ...eventOf(bought, signedIn, start),
        decisionId: anonymous.decisionId,
      });
      await lab.report(eventOf(seen, anonymous, start), eventOf(bought, signedIn, start));
      expect(await lab.send([asSignedIn()])).toEqual([expect.objectContaining({ code: 'subject_mismatch' })]);
      expect(await lab.measured(experiment, purchases)).toMatchObject([{}, ['0', '1', '0']]);

      await lab.link(anonymous.subjectId, signedIn);
      expect(await lab.measured(experiment, purchases)).toMatchObject([{}, ['1', '1', '1']]);
      await lab.report(asSignedIn());
      expect(await lab.measured(experiment, purchases)).toMatchObject([{}, ['2', '1', '2']]);
      await lab.report(eventOf(bought, signedIn, secondsAfter(start, 60)));
      expect(await lab.measured(experiment, purchases)).toMatchObject([{}, ['3', '1', '3']]);
      expect((await lab.read(experiment, 'results')).exposure).toMatchObject({ doubleExposed: 0 });
    });

    it('is the first of its from: a later one changes nothing, and its answer says so', async () => {
      const experiment = await lab.experiment([purchases]);
      const anonymous = await lab.subjectIn(experiment, 'control');
      const [first, second] = [`first_${randomUUID()}`, `second_${randomUUID()}`];
      const start = tenMinutesAgo();
      await lab.report(eventOf(seen, anonymous, start));
      expect(await lab.link(anonymous.subjectId, first)).toBe(true);
      expect(await lab.link(anonymous.subjectId, second)).toBe(false);
      await lab.report(
        eventOf(bought, first, start),
        eventOf(bought, second, start),
        eventOf(bought, anonymous.subjectId, start),
        eventOf(seen, anonymous, secondsAfter(start, 1)),
      );
      expect(await lab.measured(experiment, purchases)).toMatchObject([['2', '1', '2'], {}]);
      // Now the projection has them, too.
      expect(await lab.link(anonymous.subjectId, second)).toBe(false);
      expect(await lab.link(anonymous.subjectId, first)).toBe(true);
      const ofSecond = { ...eventOf(bought, second, start), decisionId: anonymous.decisionId };
      expect(await lab.send([ofSecond])).toEqual([expect.objectContaining({ code: 'subject_mismatch' })]);
    });

    it('that joins two variants leaves the subject out of results; guardrails count it in both, once in the total', async () => {
      const guardrail = { metric: perSeen, threshold: '1000', action: 'pause', windowMinutes: 60 };
      const experiment = await lab.experiment([perSeen], [guardrail]);
      const [old, young, other] = [
        await lab.subjectIn(experiment, 'control'),
        await lab.subjectIn(experiment, 'treatment'),
        await lab.subjectIn(experiment, 'control'),
      ];
      const start = tenMinutesAgo();
      await lab.report(...[old, young, other].map((each) => eventOf(seen, each, start)));
      await lab.report(eventOf(bought, other, start), eventOf(bought, young.subjectId, start));
      expect(await lab.measured(experiment, perSeen)).toEqual([
        ['1', '2', '0.5'],
        ['1', '1', '1'],
      ]);

      await lab.link(old.subjectId, young.subjectId);
      const { exposure } = await lab.read(experiment, 'results');
      expect(exposure).toMatchObject({ subjects: { control: 1, treatment: 0 }, doubleExposed: 1 });
      expect(await lab.measured(experiment, perSeen)).toEqual([
        ['1', '1', '1'],
        ['0', '0', null],
      ]);
      const [judged] = (await lab.read(experiment, 'guardrails')).items;
      expect(judged).toMatchObject({
        variants: [
          { variant: 'control', numerator: '2', denominator: '2' },
          { variant: 'treatment', numerator: '1', denominator: '1' },
        ],
        total: { numerator: '2', denominator: '3' },
      });
    });
  });

  it('what happens after the completion is shown as its tail; what happened before it counts', async () => {
    const experiment = await lab.experiment([purchases]);
    const someone = await lab.subjectIn(experiment, 'control');
    const start = tenMinutesAgo();
    await lab.report(eventOf(seen, someone, start));
    await expectStatus(
      200,
      lab.world.owner.post(`/v1/experiments/${experiment.id}/complete`, { outcome: 'no_effect', comment: 'Enough' }),
    );
    await lab.report(
      eventOf(bought, someone, secondsAfter(new Date(), 60)),
      eventOf(bought, someone.subjectId, secondsAfter(new Date(), 60)),
      eventOf(bought, someone, start),
      eventOf(bought, someone.subjectId, start),
    );
    expect((await lab.read(experiment, 'results')).exposure).toMatchObject({ tail: 2 });
    expect(await lab.measured(experiment, purchases)).toMatchObject([['2', '1', '2'], {}]);
  });
});
