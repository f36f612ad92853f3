import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { expectStatus, type Answer, type Client } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { eventOf, type Decided } from './measuring.js';
import { Spending, type Running } from './spending.js';

const rollout = { outcome: 'rollout', winner: 'treatment' };
const rollback = { outcome: 'rollback' };
const PER_ARM = 120;

describe.each(STORES)('completing against the verdict, on %s', (store) => {
  let assay: RunningWorld;
  let spending: Spending;

  beforeAll(async () => {
    assay = await startWorld(store);
    spending = await Spending.in(assay.world);
  });

  afterAll(() => assay.stop());

  const noisy = (mean: number, n: number): number => mean + (n % 2 === 0 ? 1 : -1);
  const owner = (): Client => assay.world.owner;
  const complete = (id: string, body: object, key: string = randomUUID()): Promise<Answer> =>
    owner().post(`/v1/experiments/${id}/complete`, body, { 'idempotency-key': key });
  // Answers are asserted field by field.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const last = async (id: string): Promise<any> => {
    const { items } = (await expectStatus(200, owner().get(`/v1/experiments/${id}/history`))).body;
    return items.at(-1);
  };
  const policy = (more: object): Promise<Answer> =>
    expectStatus(200, assay.world.admin.put('/v1/review-policy', { minApprovals: 1, allowAnyApprover: true, ...more }));

  /** An experiment whose planned end is reached, and whose effect is neither there nor ruled out. */
  async function inconclusive(): Promise<Running> {
    const planned = { mde: '0.01', subjects: 2 * PER_ARM };
    const experiment = await spending.running({ planned }, PER_ARM, PER_ARM);
    await spending.play(experiment, (variant, n) => noisy(variant === 'treatment' ? 10.3 : 10, n));
    expect((await spending.results(experiment)).verdict.kind).toBe('inconclusive');
    return experiment;
  }

  async function shipping(): Promise<Running> {
    const experiment = await spending.running({}, PER_ARM, PER_ARM);
    await spending.play(
      experiment,
      (variant, n) => noisy(variant === 'treatment' ? 12 : 10, n),
      (variant) => (variant === 'treatment' ? 5 : 10),
    );
    expect((await spending.results(experiment)).verdict).toMatchObject({ kind: 'ship', variant: 'treatment' });
    return experiment;
  }

  it('takes a comment that names it, which stays in the answer and in the history', async () => {
    const { id } = await inconclusive();
    for (const comment of [undefined, null, '', 'we like it']) {
      expect(await complete(id, { ...rollout, comment })).toMatchObject({
        status: 409,
        body: {
          ...{ code: 'against_verdict', verdict: 'inconclusive', detail: expect.stringContaining('"inconclusive"') },
          reasons: expect.arrayContaining(['plan_reached', 'primary_undecided']),
          errors: [{ pointer: '/comment', code: 'against_verdict' }],
        },
      });
    }
    expect((await expectStatus(200, owner().get(`/v1/experiments/${id}`))).body.status).toBe('running');
    const [key, comment] = [randomUUID(), 'Inconclusive, but the code is simpler'];
    const first = await expectStatus(200, complete(id, { ...rollout, comment }, key));
    expect(first.body).toMatchObject({
      ...{ status: 'completed', outcome: { kind: 'rollout', winner: 'treatment', verdict: 'inconclusive', comment } },
    });
    const again = await expectStatus(200, complete(id, { ...rollout, comment }, key));
    expect(again.body).toEqual(first.body);
    expect(await last(id)).toMatchObject({
      type: 'experiment_completed',
      data: { verdict: 'inconclusive', comment },
      summary: `olga completed it with outcome rollout of treatment, against the verdict inconclusive: ${comment}`,
    });
  });

  it('is asked for right after the start, before the counts know of it', async () => {
    for (let n = 0; n < 5; n += 1) {
      const { id } = await spending.running({}, 0, 0);
      expect(await complete(id, rollout)).toMatchObject({ status: 409, body: { verdict: 'keep_running' } });
    }
  });

  it('is asked for by the counts that there are, where they stay behind the last change', async () => {
    const { id } = await inconclusive();
    await assay.stores.database.query(
      `UPDATE measurement.measured_experiments SET
         state = jsonb_set(state::jsonb, '{updatedAt}', '"2020-01-01T00:00:00.000Z"')::json WHERE id = '${id}'`,
    );
    expect(await complete(id, rollout)).toMatchObject({ status: 409, body: { verdict: 'inconclusive' } });
  });

  it('is harmful where a guardrail has found the treatment worse than control, also one that only notifies', async () => {
    const guardrails = [
      { key: 'harm', metric: spending.keys.errors, scope: 'treatment_vs_control', margin: '0.2', action: 'notify' },
    ];
    const content = { metrics: [spending.keys.spend], guardrails };
    const experiment = await spending.running(content, PER_ARM, PER_ARM);
    const [lower, higher] = [10, 30];
    await spending.play(
      experiment,
      (variant, n) => noisy(variant === 'treatment' ? 12 : 10, n),
      (variant) => (variant === 'treatment' ? higher : lower),
    );
    const reasons = [{ kind: 'margin_violated', metric: spending.keys.errors, guardrail: 'harm' }];
    expect((await spending.results(experiment)).verdict).toMatchObject({ kind: 'harmful', reasons });
    expect(await complete(experiment.id, rollout)).toMatchObject({ status: 409, body: { verdict: 'harmful' } });
  });

  it('asks nothing for what the verdict says, nor for a way back to control', async () => {
    const better = await shipping();
    expect(await complete(better.id, rollback)).toMatchObject({
      status: 409,
      body: { code: 'against_verdict', verdict: 'ship' },
    });
    const shipped = await expectStatus(200, complete(better.id, rollout));
    expect(shipped.body.outcome).not.toHaveProperty('verdict');
    const undecided = await inconclusive();
    const back = await expectStatus(200, complete(undecided.id, rollback));
    expect(back.body).toMatchObject({ status: 'completed', outcome: { kind: 'rollback', comment: null } });
    expect(back.body.outcome).not.toHaveProperty('verdict');
  });

  it('completes as before what declares neither a primary metric nor a margin', async () => {
    const metrics = [spending.keys.spend];
    const experiment = await spending.running({ primaryMetric: null, metrics }, 150, 0);
    const exposure = (of: Decided): object => eventOf(assay.world.exposure, of, new Date());
    await spending.report(experiment.control.map(exposure));
    expect((await spending.results(experiment)).verdict.kind).toBe('unhealthy');
    const done = await expectStatus(200, complete(experiment.id, rollout));
    expect(done.body.outcome).toEqual({ kind: 'rollout', winner: 'treatment', by: expect.anything(), comment: null });
  });

  it('waits for another’s vote where the policy says so, but not on the way back to control', async () => {
    const [asked, left] = [await inconclusive(), await inconclusive()];
    expect((await policy({ againstVerdict: 'second_vote' })).body.againstVerdict).toBe('second_vote');
    try {
      const [key, comment] = [randomUUID(), 'inconclusive, yet cheaper'];
      expect(await complete(asked.id, rollout)).toMatchObject({ status: 409, body: { code: 'against_verdict' } });
      const first = await expectStatus(200, complete(asked.id, { ...rollout, comment }, key));
      expect(first.body).toMatchObject({
        ...{ status: 'running', outcome: null },
        amendment: {
          changes: {},
          completion: { kind: 'rollout', winner: 'treatment', verdict: 'inconclusive' },
          comment,
        },
      });
      expect((await expectStatus(200, complete(asked.id, { ...rollout, comment }, key))).body).toEqual(first.body);
      expect(await last(asked.id)).toMatchObject({ summary: expect.stringContaining('asked to complete it') });
      const vote = (client = assay.world.approver): Promise<Answer> =>
        client.post(`/v1/experiments/${asked.id}/approve`);
      expect(await vote(owner())).toMatchObject({ status: 403, body: { code: 'own_experiment' } });
      const { items, amendment } = (await expectStatus(200, owner().get(`/v1/experiments/${asked.id}/reviews`))).body;
      expect([items.length, amendment.completion.verdict]).toEqual([1, 'inconclusive']);
      const voted = await expectStatus(200, vote());
      expect(voted.body).toMatchObject({
        ...{ status: 'completed', amendment: null },
        outcome: { verdict: 'inconclusive', comment, askedBy: { name: 'olga' }, by: { name: 'anna' } },
      });

      await expectStatus(200, complete(left.id, { ...rollout, comment }));
      const back = await expectStatus(200, complete(left.id, rollback));
      expect(back.body).toMatchObject({ status: 'completed', outcome: { kind: 'rollback' }, amendment: null });
    } finally {
      expect((await policy({})).body.againstVerdict).toBe('comment');
    }
  });

  it('is not held up where the verdict cannot be had: counts of a part of the log, a database that dawdles', async () => {
    const { database } = assay.stores;
    const [partly, slow] = [await inconclusive(), await inconclusive()];
    await database.query('UPDATE measurement.checkpoint SET caught_up = false');
    try {
      const done = await expectStatus(200, complete(partly.id, rollout));
      expect(done.body.outcome).not.toHaveProperty('verdict');
    } finally {
      await database.query('UPDATE measurement.checkpoint SET caught_up = true');
    }
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    try {
      await other.query('BEGIN; LOCK TABLE measurement.measured_experiments IN ACCESS EXCLUSIVE MODE');
      const done = await expectStatus(200, complete(slow.id, rollout));
      expect(done.body.outcome).not.toHaveProperty('verdict');
    } finally {
      await other.end();
    }
  });
});
