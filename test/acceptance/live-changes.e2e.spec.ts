import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, type Answer, type Client } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { decide, record, startExperiment, telemetry, type World } from '../support/world.js';

const SUBJECTS = Array.from({ length: 40 }, (_, n) => `user_${n}`);

describe.each(STORES)('what is live on %s', (store) => {
  let assay: RunningWorld;
  let world: World;
  let stopper: Client;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
    const key = { name: 'stopper', scopes: ['halt'] };
    stopper = world.admin.as((await expectStatus(201, world.admin.post('/v1/api-keys', key))).body.key);
  });

  afterAll(() => assay.stop());

  const running = () => startExperiment(world, { threshold: '0.1', action: 'pause' });
  const send = (client: Client, id: string, verb: string, body: object = {}): Promise<Answer> =>
    client.post(`/v1/experiments/${id}/${verb}`, body);
  const done = (client: Client, id: string, verb: string, body: object = {}): Promise<Answer> =>
    expectStatus(200, send(client, id, verb, body));
  const decisions = (flag: string, position: string) =>
    Promise.all(SUBJECTS.map((subject) => decide(world, flag, subject, position)));
  const itemsOf = async (id: string, report: string): Promise<Record<string, unknown>[]> =>
    (await expectStatus(200, world.owner.get(`/v1/experiments/${id}/${report}`))).body.items;

  it('is narrowed by anybody at once: traffic, an arm, enrolment, a guardrail, each in the history', async () => {
    const { id, flag, position } = await running();
    const before = await decisions(flag, position);
    expect(before.every((each) => each.reason === 'experiment_assigned')).toBe(true);

    const lowered = await done(world.approver, id, 'traffic', { traffic: '50', comment: 'careful' });
    expect(lowered.body).toMatchObject({ traffic: '50', phase: 2 });
    const half = await decisions(flag, lowered.body.position);
    const excluded = half.filter((each) => each.reason === 'traffic_excluded').length;
    expect(excluded).toBeGreaterThan(5);
    expect(excluded).toBeLessThan(35);
    expect((await send(world.approver, id, 'traffic', { traffic: '60' })).body.code).toBe('not_owner');
    const raised = await done(world.owner, id, 'traffic', { traffic: '100' });
    const values = (found: readonly { value: unknown }[]): unknown[] => found.map((each) => each.value);
    expect(values(await decisions(flag, raised.body.position))).toEqual(values(before));

    const disabled = await done(stopper, id, 'disable-arm', { variant: 'treatment', comment: 'crashes' });
    expect(disabled.body).toMatchObject({ disabledArms: ['treatment'], phase: 4 });
    const after = await decisions(flag, disabled.body.position);
    expect(values(after)).toEqual(SUBJECTS.map(() => 'old'));
    before.forEach((each, n) => {
      const expected = each.value === 'old' ? 'experiment_assigned' : 'arm_disabled';
      expect(after[n]).toMatchObject({ reason: expected, variant: each.value === 'old' ? 'control' : 'treatment' });
      if (expected === 'arm_disabled') expect(after[n]?.decisionId).toBeNull();
    });

    const frozen = await done(world.approver, id, 'freeze-enrolment', { comment: 'enough' });
    expect(frozen.body.frozenAt).toEqual(expect.any(String));
    const guardrail = { guardrail: world.metric, threshold: '0.05', comment: 'too many' };
    const tightened = await done(world.approver, id, 'tighten-guardrail', guardrail);
    expect(tightened.body.guardrails).toMatchObject([{ threshold: '0.05' }]);
    expect(tightened.body.contentHash).not.toBe(frozen.body.contentHash);
    const looser = await send(world.approver, id, 'tighten-guardrail', { ...guardrail, threshold: '0.06' });
    expect(looser).toMatchObject({ status: 400, body: { code: 'not_stricter' } });

    const history = await itemsOf(id, 'history');
    expect(history.slice(-6).map((item) => item['type'])).toEqual([
      'experiment_started',
      'experiment_traffic_changed',
      'experiment_traffic_changed',
      'experiment_arm_disabled',
      'experiment_enrolment_frozen',
      'experiment_guardrail_tightened',
    ]);
    expect(history.at(-3)).toMatchObject({
      by: { kind: 'key', name: 'stopper' },
      summary: expect.stringContaining('crashes'),
    });
    expect(await itemsOf(id, 'phases')).toMatchObject([
      { phase: 1, traffic: '100', frozen: false, disabledArms: [] },
      { phase: 2, traffic: '50' },
      { phase: 3, traffic: '100' },
      { phase: 4, disabledArms: ['treatment'], frozen: false },
      { phase: 5, frozen: true, to: null },
    ]);
  });

  it('is narrowed by others than its owner only with a reason, by a service key without', async () => {
    const { id } = await running();
    const ways: readonly [string, object][] = [
      ['traffic', { traffic: '50' }],
      ['freeze-enrolment', {}],
      ['disable-arm', { variant: 'treatment' }],
      ['tighten-guardrail', { guardrail: world.metric, threshold: '0.05' }],
      ['pause', {}],
    ];
    for (const [verb, body] of ways) {
      for (const comment of [undefined, ' ']) {
        expect(await send(world.approver, id, verb, { ...body, comment })).toMatchObject({
          status: 400,
          body: { code: 'required', errors: [{ pointer: '/comment' }] },
        });
      }
    }
    await done(world.owner, id, 'traffic', { traffic: '50' });
    await done(stopper, id, 'disable-arm', { variant: 'treatment' });
    expect((await done(world.admin, id, 'pause', { comment: 'an outage' })).body.status).toBe('paused');
  });

  it('keeps the event types that it counts: archiving one is refused with its name, also of a metric attached later', async () => {
    const [clicks, clicked] = [`click_${randomUUID()}`, `clicked_${randomUUID()}`];
    await expectStatus(201, world.owner.post('/v1/event-types', { key: clicks, name: 'Click' }));
    const metric = { key: clicked, name: 'C', kind: 'count', direction: 'higher_is_better', rule: { event: clicks } };
    await expectStatus(201, world.owner.post('/v1/metrics', metric));
    const { id } = await running();
    const { key, name } = (await expectStatus(200, world.owner.get(`/v1/experiments/${id}`))).body;
    const archive = (type: string, client = world.owner) => client.post(`/v1/event-types/${type}/archive`);
    const inUse = {
      status: 409,
      body: { code: 'event_type_in_use', detail: expect.stringMatching(new RegExp(`${key} \\(${name}\\), running`)) },
    };

    for (const type of [world.crash, world.exposure]) expect(await archive(type, world.admin)).toMatchObject(inUse);
    await expectStatus(200, archive(clicks));
    expect(await send(world.owner, id, 'metrics', { metric: clicked })).toMatchObject({
      status: 409,
      body: { code: 'event_type_archived' },
    });
    expect((await world.owner.post(`/v1/event-types/${clicks}/restore`)).body.code).toBe('role_too_low');
    const restored = await expectStatus(200, world.admin.post(`/v1/event-types/${clicks}/restore`));
    expect(restored.body).toMatchObject({ key: clicks, archived: false });
    await done(world.owner, id, 'metrics', { metric: clicked });
    expect(await archive(clicks)).toMatchObject(inUse);
    expect((await itemsOf(id, 'history')).at(-1)).toMatchObject({
      summary: `olga attached the metric ${clicked} after the start`,
    });

    await done(world.owner, id, 'pause');
    expect((await archive(clicks)).status).toBe(409);
    await done(world.owner, id, 'complete', { outcome: 'no_effect' });
    expect((await expectStatus(200, archive(clicks))).body.archived).toBe(true);
  });

  it('starts with nothing archived that it counts', async () => {
    const clicks = `click_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/event-types', { key: clicks, name: 'Click' }));
    const rule = { event: clicks };
    const metric = { key: clicks, name: 'C', kind: 'count', direction: 'lower_is_better', rule };
    await expectStatus(201, world.owner.post('/v1/metrics', metric));
    const flag = `flag_${randomUUID().slice(0, 8)}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const guardrails = [{ metric: clicks, threshold: '3', action: 'notify' }];
    const draft = { key: flag, name: 'Blind', flag, variants, guardrails };
    const { id } = (await expectStatus(201, world.owner.post('/v1/experiments', draft))).body;
    await done(world.owner, id, 'submit');
    await done(world.approver, id, 'approve');
    await expectStatus(200, world.owner.post(`/v1/event-types/${clicks}/archive`));
    expect(await send(world.owner, id, 'start')).toMatchObject({ status: 409, body: { code: 'event_type_archived' } });
    // Refused before it took the flag over.
    await expectStatus(200, world.owner.post(`/v1/flags/${flag}/archive`));
    await expectStatus(200, world.admin.post(`/v1/flags/${flag}/restore`));
    await expectStatus(200, world.admin.post(`/v1/event-types/${clicks}/restore`));
    expect((await done(world.owner, id, 'start')).body.status).toBe('running');
    await done(world.owner, id, 'complete', { outcome: 'no_effect' });
    await done(world.owner, id, 'archive');
    expect((await send(world.owner, id, 'restore')).body.code).toBe('role_too_low');
    expect((await done(world.admin, id, 'restore')).body.status).toBe('completed');
    expect(await send(world.admin, id, 'restore')).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  });

  it('has another schema of what it counts confirmed, because that may reject its events', async () => {
    const { id } = await running();
    const { key } = (await expectStatus(200, world.owner.get(`/v1/experiments/${id}`))).body;
    const edit = (changes: object, headers = {}) =>
      world.owner.patch(`/v1/event-types/${world.crash}`, changes, headers);
    const strict = { schema: { required: ['stack'] } };
    const refused = await edit(strict);
    expect(refused).toMatchObject({ status: 409, body: { code: 'event_type_in_use' } });
    expect(refused.body.detail).toContain(key);
    const renamed = await expectStatus(200, edit({ name: 'A crash' }));
    const confirmed = await expectStatus(200, edit({ ...strict, confirm: true }));
    expect(confirmed.body).toMatchObject({ name: 'A crash', schema: strict.schema });
    expect((await edit({ schema: null }, { 'if-match': renamed.headers.get('etag') ?? '' })).status).toBe(412);
    // Another experiment's start reserves the type, but does not change it.
    await running();
    const opened = await expectStatus(200, edit({ schema: null }, { 'if-match': confirmed.headers.get('etag') ?? '' }));
    expect(opened.body.schema).toBeNull();
  });

  it('is tightened to the side that its metric had when it was attached, whatever a newer version says', async () => {
    const crashes = `crashes_${randomUUID()}`;
    const rule = { event: world.crash };
    const metric = { key: crashes, name: 'C', kind: 'count', direction: 'lower_is_better', rule };
    await expectStatus(201, world.owner.post('/v1/metrics', metric));
    const { id } = await running();
    const guardrails = [{ metric: crashes, threshold: '0.5', action: 'notify' }];
    await done(world.owner, id, 'amend', { guardrails });
    await done(world.approver, id, 'approve');
    const turned = { direction: 'higher_is_better', rule };
    await expectStatus(201, world.owner.post(`/v1/metrics/${crashes}/versions`, turned));
    const tighten = (threshold: string) =>
      send(world.owner, id, 'tighten-guardrail', { guardrail: crashes, threshold });
    expect((await tighten('0.6')).body.code).toBe('not_stricter');
    expect((await expectStatus(200, tighten('0.4'))).body.guardrails).toMatchObject([{ threshold: '0.4' }]);
  });

  it('has exposures confirmed to be nobody’s before their type is archived, because no content names it', async () => {
    await running();
    const seen = `seen_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/event-types', { key: seen, name: 'Seen', exposure: true }));
    const archive = (body: object) => world.owner.post(`/v1/event-types/${seen}/archive`, body);
    expect(await archive({})).toMatchObject({ status: 409, body: { code: 'event_type_in_use' } });
    await expectStatus(200, archive({ confirm: true }));
  });

  it('lets a service key that halts pause and disable, and nothing else', async () => {
    const { id } = await running();
    for (const verb of ['traffic', 'freeze-enrolment', 'tighten-guardrail', 'amend', 'resume', 'complete', 'approve']) {
      expect(await send(stopper, id, verb)).toMatchObject({ status: 403, body: { code: 'missing_scope' } });
    }
    expect((await done(stopper, id, 'disable-arm', { variant: 'control' })).body.status).toBe('paused');
    await done(world.owner, id, 'resume');
    expect((await done(stopper, id, 'pause')).body.status).toBe('paused');
  });

  it('is widened by an amendment that others approve, while it stays live', async () => {
    const { id, flag } = await running();
    await done(world.owner, id, 'disable-arm', { variant: 'treatment' });
    const before = (await world.owner.get(`/v1/experiments/${id}`)).body;
    const looser = [{ metric: world.metric, threshold: '0.4', action: 'notify' }];
    const opened = await done(world.owner, id, 'amend', { disabledArms: [], guardrails: looser, comment: 'fixed' });
    expect(opened.body).toMatchObject({ status: 'running', disabledArms: ['treatment'] });
    expect(opened.body.amendment).toMatchObject({
      liveHash: before.liveHash,
      changes: { disabledArms: [] },
      votes: [],
    });
    expect((await send(world.owner, id, 'amend', { traffic: '1' })).body.code).toBe('amendment_open');
    expect((await send(world.owner, id, 'approve')).body.code).toBe('own_experiment');

    // Two last votes at once: one applies it.
    const votes = await Promise.all([world.approver, world.admin].map((client) => send(client, id, 'approve')));
    expect(votes.map((vote) => vote.status).sort()).toEqual([200, 409]);
    const amended = (await world.owner.get(`/v1/experiments/${id}`)).body;
    expect(amended).toMatchObject({ disabledArms: [], amendment: null, phase: 3, guardrails: [{ threshold: '0.4' }] });
    const reasons = (await decisions(flag, amended.position)).map((each) => each.reason);
    expect(new Set(reasons)).toEqual(new Set(['experiment_assigned']));
    const types = (await itemsOf(id, 'history')).map((item) => item['type']);
    expect(types.filter((type) => type === 'experiment_amended')).toHaveLength(1);
  });

  it('refuses the vote on an amendment of what has changed since', async () => {
    const { id } = await running();
    await done(world.owner, id, 'amend', { guardrails: [] });
    await done(world.approver, id, 'tighten-guardrail', {
      guardrail: world.metric,
      threshold: '0.01',
      comment: 'too many',
    });
    const stale = await send(world.approver, id, 'approve');
    expect(stale).toMatchObject({ status: 409, body: { code: 'stale_amendment' } });
    await done(world.owner, id, 'withdraw');
    await done(world.owner, id, 'amend', { guardrails: [] });
    expect((await done(world.approver, id, 'reject')).body).toMatchObject({ status: 'running', amendment: null });
  });

  it('goes on after a guardrail with its trigger and a reason, the second time by somebody else', async () => {
    const { id, flag, position } = await running();
    const trip = async (subject: string, from: string): Promise<string> => {
      const decision = await decide(world, flag, subject, from);
      await record(world, [telemetry(world.exposure, decision, subject), telemetry(world.crash, decision, subject)]);
      const check = await expectStatus(200, send(world.owner, id, 'guardrails/check'));
      return check.body.triggers[0].id;
    };
    const first = await trip('user_1', position);
    expect((await world.owner.get(`/v1/experiments/${id}`)).body.pausedBy).toEqual({
      trigger: first,
      guardrail: world.metric,
    });
    const silent = await send(world.owner, id, 'resume', { comment: 'fixed' });
    expect(silent).toMatchObject({ status: 400, body: { errors: [{ pointer: '/trigger' }] } });
    const resumed = await done(world.owner, id, 'resume', { trigger: first, comment: 'fixed' });
    expect(resumed.body).toMatchObject({ status: 'running', run: 2, phase: 2, pausedBy: null });

    const second = await trip('user_2', resumed.body.position);
    expect(second).not.toBe(first);
    const again = { trigger: second, comment: 'fixed again' };
    expect((await send(world.owner, id, 'resume', again)).body.code).toBe('second_opinion');
    expect((await done(world.approver, id, 'resume', again)).body).toMatchObject({ status: 'running', run: 3 });
    const item = (await itemsOf(id, 'history')).at(-1);
    expect(item).toMatchObject({ type: 'experiment_resumed', data: again, by: { name: 'anna' } });
  });

  it('measures a metric attached after the start outside of what was voted on', async () => {
    const { id } = await running();
    const before = (await world.owner.get(`/v1/experiments/${id}`)).body;
    const late = `late_${randomUUID()}`;
    const rule = { event: world.crash };
    const metric = { key: late, name: 'Late', kind: 'conversion', direction: 'lower_is_better', rule };
    await expectStatus(201, world.owner.post('/v1/metrics', metric));
    const attached = await done(world.owner, id, 'metrics', { metric: late });
    expect(attached.body).toMatchObject({
      metrics: [world.metric, late],
      addedMetrics: [late],
      addedAfterStart: [late],
      contentHash: before.contentHash,
      liveHash: before.liveHash,
      primaryMetric: null,
    });
  });

  /** The salt is for those who decide: no answer, list or history of an experiment has it. */
  async function expectNoSalt(copied: Answer): Promise<void> {
    const { id, key, position } = copied.body;
    const min = { 'assay-min-position': position as string };
    const read = (path: string): Promise<Answer> => expectStatus(200, world.owner.get(path, min));
    const [list, one] = [await read(`/v1/experiments?key=${key}`), await read(`/v1/experiments/${id}`)];
    const answers = [copied, list, one, await read(`/v1/experiments/${id}/history`)];
    for (const { text } of answers) {
      expect(text).toContain(key);
      expect(text).not.toContain('"salt"');
    }
  }

  it('is copied with the same people in the same arms, or afresh', async () => {
    const { id, flag, position } = await running();
    const before = (await decisions(flag, position)).map((each) => each.value);
    await done(world.owner, id, 'complete', { outcome: 'no_effect' });
    const copyOf = async (sameAssignment: boolean): Promise<unknown[]> => {
      const body = { key: `copy_${randomUUID()}`, sameAssignment };
      const copied = await expectStatus(201, send(world.approver, id, 'copy', body));
      expect(copied.body).toMatchObject({ status: 'draft', copiedFrom: id, owner: { name: 'anna' }, flag });
      await expectNoSalt(copied);
      await done(world.approver, copied.body.id, 'submit');
      await done(world.admin, copied.body.id, 'approve');
      const started = await done(world.approver, copied.body.id, 'start');
      const found = (await decisions(flag, started.body.position)).map((each) => each.value);
      await done(world.approver, copied.body.id, 'complete', { outcome: 'no_effect' });
      return found;
    };
    expect(await copyOf(true)).toEqual(before);
    expect(await copyOf(false)).not.toEqual(before);
  });

  it('warns at submission, and transfers with the new owner’s vote void', async () => {
    const flag = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'string', default: 'today' }));
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const guardrails = [{ metric: world.metric, threshold: '0.1', action: 'pause' }];
    const body = { key: `exp_${randomUUID()}`, name: 'Warned', flag, variants, guardrails };
    const { id } = (await expectStatus(201, world.owner.post('/v1/experiments', body))).body;
    const submitted = await done(world.owner, id, 'submit');
    const codes = submitted.body.warnings.map((warning: { code: string }) => warning.code);
    expect(codes).toEqual(['control_not_status_quo', 'hair_trigger', 'exposure_denominator']);
    const weightless = [
      { key: 'control', value: 'today', weight: '0', control: true },
      { key: 'one', value: 'new', weight: '60' },
      { key: 'other', value: 'new', weight: '40' },
    ];
    const idle = { key: `exp_${randomUUID()}`, name: 'Idle', flag, variants: weightless, traffic: '0' };
    const drafted = (await expectStatus(201, world.owner.post('/v1/experiments', idle))).body;
    expect((await done(world.owner, drafted.id, 'submit')).body.warnings).toMatchObject([
      { code: 'control_without_weight' },
      { code: 'same_value_arms', message: 'one, other serve the same value' },
      { code: 'no_traffic' },
    ]);

    await done(world.approver, id, 'approve');
    const anna = (await world.admin.get('/v1/users')).body.items.find((user: { name: string }) => user.name === 'anna');
    expect((await send(world.owner, id, 'transfer', { owner: anna.id })).body.code).toBe('role_too_low');
    const transferred = await done(world.admin, id, 'transfer', { owner: anna.id, comment: 'leaving' });
    expect(transferred.body).toMatchObject({ status: 'in_review', approvals: [], owner: { name: 'anna' } });
    expect((await send(world.approver, id, 'start')).body.code).toBe('wrong_state');
    await done(world.admin, id, 'approve');
    expect((await done(world.approver, id, 'start')).body.status).toBe('running');
  });
});
