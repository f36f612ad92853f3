import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bodyOf, expectStatus, type Client } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { decide, record, startExperiment, telemetry, type World } from '../support/world.js';
import { Spending } from './spending.js';

interface Listed<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}
interface Of {
  readonly experiment: { readonly id: string };
}
interface Inbox {
  readonly reviews: Listed<Of>;
  readonly amendments: Listed<Of & { readonly completes: boolean }>;
  readonly triggers: Listed<Of & { readonly action: string }>;
  readonly decisions: Listed<Of & { readonly verdict: { readonly kind: string } }> & Record<string, unknown>;
  readonly learnings: Listed<Of>;
}

describe.each(STORES)('what needs somebody now, on %s', (store) => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
  });

  afterAll(() => assay.stop());

  const read = (who: Client, query = ''): Promise<Inbox> => bodyOf<Inbox>(200, who.get(`/v1/inbox${query}`));
  const idsIn = ({ items }: Listed<Of>): string[] => items.map(({ experiment }) => experiment.id);
  const has = async (who: Client, list: keyof Inbox, id: string): Promise<boolean> =>
    idsIn((await read(who))[list]).includes(id);
  const act = (who: Client, id: string, verb: string, body: object = {}) =>
    expectStatus(200, who.post(`/v1/experiments/${id}/${verb}`, body));

  async function drafted(more: object = {}): Promise<string> {
    const name = randomUUID().slice(0, 8);
    const flag = `flag_${name}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const draft = { key: `exp_${name}`, name, flag, variants, metrics: [world.metric], ...more };
    return (await expectStatus(201, world.owner.post('/v1/experiments', draft))).body.id;
  }

  it('is a review for those who may vote and have not, and for nobody else', async () => {
    const id = await drafted();
    expect(await has(world.approver, 'reviews', id)).toBe(false);
    await act(world.owner, id, 'submit');
    expect(await has(world.approver, 'reviews', id)).toBe(true);
    expect(await has(world.admin, 'reviews', id)).toBe(true);
    expect(await has(world.owner, 'reviews', id)).toBe(false);
    const { reviews } = await read(world.approver);
    expect(reviews.total).toBe(reviews.items.length);
    expect(reviews.items.find(({ experiment }) => experiment.id === id)).toMatchObject({
      ...{ required: 1, votes: 0 },
      experiment: { status: 'in_review', owner: { name: 'olga' } },
    });
    await act(world.approver, id, 'approve');
    expect(await has(world.approver, 'reviews', id)).toBe(false);
  });

  it('is an amendment, until it is voted on', async () => {
    const { id } = await startExperiment(world, { threshold: '0.9', action: 'pause' });
    await act(world.owner, id, 'amend', { hypothesis: 'another' });
    expect(await has(world.approver, 'amendments', id)).toBe(true);
    expect(await has(world.owner, 'amendments', id)).toBe(false);
    const { amendments } = await read(world.approver);
    expect(amendments.items.find(({ experiment }) => experiment.id === id)).toMatchObject({
      completes: false,
      votes: 0,
    });
    await act(world.approver, id, 'approve');
    expect(await has(world.approver, 'amendments', id)).toBe(false);
  });

  it('is a breach of an experiment of theirs, and its learning once it is over', async () => {
    const experiment = await startExperiment(world, { threshold: '0.05', action: 'rollback' });
    const decision = await decide(world, experiment.flag, 'sue', experiment.position);
    await record(world, [telemetry(world.exposure, decision, 'sue'), telemetry(world.crash, decision, 'sue')]);
    await expectStatus(200, world.owner.post(`/v1/experiments/${experiment.id}/guardrails/check`));
    const { triggers, learnings } = await read(world.owner);
    expect(triggers.items[0]).toMatchObject({
      experiment: { id: experiment.id },
      action: 'rollback',
      outcome: 'acted',
    });
    expect(idsIn(learnings)).toContain(experiment.id);
    expect(await has(world.approver, 'triggers', experiment.id)).toBe(false);
    const noted = { summary: 'it crashed' };
    await expectStatus(200, world.owner.put(`/v1/experiments/${experiment.id}/learning`, noted));
    expect(await has(world.owner, 'learnings', experiment.id)).toBe(false);
  });

  it('is a decision, once the verdict on a live experiment of theirs is no longer to keep it running', async () => {
    const spending = await Spending.in(world);
    const undecided = await spending.running({}, 0, 0);
    const running = await spending.running({}, 120, 120);
    await spending.play(
      running,
      (variant, n) => (variant === 'treatment' ? 12 : 10) + (n % 2 === 0 ? 1 : -1),
      (variant) => (variant === 'treatment' ? 5 : 10),
    );
    expect((await spending.results(running)).verdict.kind).toBe('ship');
    const { decisions } = await read(world.owner);
    expect(decisions.items.find(({ experiment }) => experiment.id === running.id)).toMatchObject({
      verdict: { kind: 'ship', variant: 'treatment' },
    });
    expect(idsIn(decisions)).not.toContain(undecided.id);
    expect(decisions['judged']).toBeGreaterThanOrEqual(2);
    expect(await has(world.approver, 'decisions', running.id)).toBe(false);
  });

  it('is nothing for a key without a user, and of one environment', async () => {
    const { key } = (await expectStatus(201, world.admin.post('/v1/api-keys', { name: 'reader', scopes: ['read'] })))
      .body;
    const nothing = { items: [], total: 0 };
    expect(await read(world.admin.as(key))).toMatchObject({ reviews: nothing, learnings: nothing, decisions: nothing });
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging' }));
    const id = await drafted();
    await act(world.owner, id, 'submit');
    expect(idsIn((await read(world.approver, '?environment=staging')).reviews)).toEqual([]);
  });
});
