import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bodyOf, expectStatus } from '../support/client.js';
import { expectRefused } from '../support/refused.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { decide, record, telemetry, type World } from '../support/world.js';

interface Learning {
  readonly experiment: string;
  readonly key: string;
  readonly summary: unknown;
}

interface Similar extends Learning {
  readonly score: number;
  readonly reasons: readonly { readonly kind: string; readonly shared: readonly string[] }[];
}

describe.each(STORES)('what experiments taught, on %s', (store) => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
  });

  afterAll(() => assay.stop());

  const newFlag = async (changes: object = {}): Promise<string> => {
    const key = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key, type: 'string', default: 'old', ...changes }));
    return key;
  };
  const draft = async (flag: string, content: object = {}) => {
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const body = { key: `exp_${randomUUID()}`, name: 'An experiment', flag, variants, ...content };
    return bodyOf<{ id: string; key: string; warnings: { code: string; message: string; experiment?: string }[] }>(
      201,
      world.owner.post('/v1/experiments', body),
    );
  };
  async function started(flag: string, content: object = {}): Promise<{ id: string; key: string; position: string }> {
    const { id, key } = await draft(flag, content);
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/submit`));
    await expectStatus(200, world.approver.post(`/v1/experiments/${id}/approve`));
    const { position } = await bodyOf<{ position: string }>(200, world.owner.post(`/v1/experiments/${id}/start`));
    return { id, key, position };
  }
  async function completed(flag: string, content: object, outcome: object) {
    const experiment = await started(flag, content);
    const done = await expectStatus(200, world.owner.post(`/v1/experiments/${experiment.id}/complete`, outcome));
    return { ...experiment, body: done.body };
  }
  const rollback = { outcome: 'rollback' };
  const found = (query: string) =>
    bodyOf<{ items: Learning[]; total: number; nextCursor: string | null; facets: Record<string, object[]> }>(
      200,
      world.owner.get(`/v1/learnings?${query}`),
    );
  const keysOf = async (query: string): Promise<string[]> => (await found(query)).items.map(({ key }) => key);

  it('is noted at the completion or later, by the owner, and asked for until then', async () => {
    const flag = await newFlag();
    const summary = { expected: 'More orders', happened: 'Fewer orders', now: 'We keep the old one' };
    const told = await completed(flag, {}, { ...rollback, summary, tags: ['checkout', 'checkout', 'shop'] });
    const path = `/v1/experiments/${told.id}`;
    expect(told.body).toMatchObject({ status: 'completed', summary, tags: ['checkout', 'shop'], learningAsked: false });
    const { items } = await bodyOf<{ items: { type: string; summary: string }[] }>(
      200,
      world.owner.get(`${path}/history`),
    );
    expect(items.slice(-2).map(({ type }) => type)).toEqual(['experiment_completed', 'experiment_learning_noted']);

    const silent = await completed(flag, {}, rollback);
    expect(silent.body).toMatchObject({ summary: null, tags: [], learningAsked: true });
    expect(await keysOf(`flag=${flag}&asked=true`)).toEqual([silent.key]);
    expect(await keysOf(`flag=${flag}&asked=false`)).toEqual([told.key]);
    const later = `/v1/experiments/${silent.id}/learning`;
    expect(await world.approver.put(later, { summary: 'Nothing' })).toMatchObject({ status: 403 });
    await expectStatus(200, world.owner.put(later, { tags: ['shop'] }));
    expect(await keysOf(`flag=${flag}&asked=true`)).toEqual([silent.key]);
    const noted = await expectStatus(200, world.owner.put(later, { summary: 'We learnt nothing' }));
    expect(noted.body).toMatchObject({ summary: 'We learnt nothing', tags: ['shop'], learningAsked: false });
    expect(await bodyOf(200, world.owner.get(`/v1/experiments/${silent.id}`))).toMatchObject({
      summary: 'We learnt nothing',
    });
    expect(await keysOf(`flag=${flag}&asked=true`)).toEqual([]);
  });

  it('is asked for after the rollback of a guardrail, which has nobody to ask', async () => {
    const flag = await newFlag();
    const { exposure, crash, metric, owner } = world;
    const guardrails = [{ metric, threshold: '0.1', action: 'rollback' }];
    const { id, key, position } = await started(flag, { metrics: [metric], guardrails });
    const decision = await decide(world, flag, 'sue', position);
    await record(world, [telemetry(exposure, decision, 'sue'), telemetry(crash, decision, 'sue')]);
    await expectStatus(200, owner.post(`/v1/experiments/${id}/guardrails/check`));
    const experiment = await bodyOf<{ owner: { id: string } }>(200, owner.get(`/v1/experiments/${id}`));
    expect(experiment).toMatchObject({ status: 'completed', summary: null, learningAsked: true });
    const mine = `asked=true&owner=${experiment.owner.id}&limit=200`;
    expect(await keysOf(mine)).toContain(key);
    await expectStatus(200, owner.put(`/v1/experiments/${id}/learning`, { summary: 'It crashed' }));
    expect(await keysOf(mine)).not.toContain(key);
  });

  it('waits with a completion against the verdict that takes a vote', async () => {
    const flag = await newFlag();
    const policy = { minApprovals: 1, allowAnyApprover: true };
    await expectStatus(200, world.admin.put('/v1/review-policy', { ...policy, againstVerdict: 'second_vote' }));
    const { id } = await started(flag, { metrics: [world.metric], primaryMetric: world.metric });
    const outcome = { outcome: 'rollout', winner: 'treatment', comment: 'keep_running, and yet we want it' };
    const asking = { ...outcome, summary: 'A guess', tags: ['guess'] };
    const asked = await expectStatus(200, world.owner.post(`/v1/experiments/${id}/complete`, asking));
    expect(asked.body).toMatchObject({
      status: 'running',
      amendment: { completion: { learning: { summary: 'A guess', tags: ['guess'] } } },
    });
    const voted = await expectStatus(200, world.approver.post(`/v1/experiments/${id}/approve`));
    expect(voted.body).toMatchObject({ status: 'completed', summary: 'A guess', tags: ['guess'] });
    await expectStatus(200, world.admin.put('/v1/review-policy', { ...policy, againstVerdict: 'comment' }));
  });

  it('is found by words, tags, metric, flag and outcome, with facets, page by page', async () => {
    const [one, two] = [await newFlag(), await newFlag()];
    const word = `zebra${world.suffix}`;
    const green = await completed(
      one,
      { name: 'Green button', hypothesis: `${word}: buttons that are green sell more`, metrics: [world.metric] },
      { ...rollback, summary: 'Nobody cares about colours', tags: ['button', 'colour'] },
    );
    const blue = await completed(
      one,
      { name: 'Blue button', hypothesis: `${word}: a blue button sells more` },
      { outcome: 'rollout', winner: 'treatment', summary: 'It sold', tags: ['button'], comment: 'Astonishing' },
    );
    const text = await completed(two, { hypothesis: `${word}: shorter texts` }, { outcome: 'no_effect' });
    const all = [text.key, blue.key, green.key];
    expect(await keysOf(`q=${word}`)).toEqual(all);
    expect(await keysOf(`q=${word}%20button`)).toEqual([blue.key, green.key]);
    expect(await keysOf(`q=${word}%20-selling`)).toEqual([text.key]);
    expect(await keysOf(`q=${word}%20colour`)).toEqual([green.key]);
    expect(await keysOf(`q=${word}%20astonishing`)).toEqual([blue.key]);
    expect(await keysOf(`q=${word}%20%22blue%20button%20sells%22`)).toEqual([blue.key]);
    expect(await keysOf(`q=nothing${word}%27)%3B--`)).toEqual([]);
    expect(await keysOf(`q=${word}&tag=button`)).toEqual([blue.key, green.key]);
    expect(await keysOf(`q=${word}&metric=${world.metric}`)).toEqual([green.key]);
    expect(await keysOf(`q=${word}&flag=${two}`)).toEqual([text.key]);
    expect(await keysOf(`q=${word}&outcome=rollout`)).toEqual([blue.key]);
    const { facets } = await found(`q=${word}&limit=1`);
    expect(facets).toEqual({
      flag: [
        { value: one, count: 2 },
        { value: two, count: 1 },
      ],
      metric: [{ value: world.metric, count: 1 }],
      tag: [
        { value: 'button', count: 2 },
        { value: 'colour', count: 1 },
      ],
      outcome: [
        { value: 'no_effect', count: 1 },
        { value: 'rollback', count: 1 },
        { value: 'rollout', count: 1 },
      ],
    });
    const pages: string[] = [];
    for (let cursor = ''; ;) {
      const page = await found(`q=${word}&limit=2${cursor}`);
      pages.push(...page.items.map(({ key }) => key));
      expect(page.total).toBe(3);
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(pages).toEqual(all);
    // Archived ones teach as well, and ask for nothing.
    await expectStatus(200, world.owner.post(`/v1/experiments/${text.id}/archive`));
    expect(await keysOf(`q=${word}`)).toEqual(all);
    expect(await keysOf(`q=${word}&asked=true`)).toEqual([]);

    const exported = await expectStatus(200, world.owner.get(`/v1/learnings?q=${word}&format=markdown`));
    expect(exported.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    const headings = exported.text.split('\n').filter((line) => /^##? /.test(line));
    expect(headings).toEqual(['# Learnings', '## An experiment', '## Blue button', '## Green button']);
    expect(exported.text).toContain('> Nobody cares about colours');
    const accepted = await expectStatus(200, world.owner.get(`/v1/learnings?q=${word}`, { accept: 'text/markdown' }));
    expect(accepted.text).toBe(exported.text);
  });

  it('is told of when a similar experiment is drafted, with reasons', async () => {
    const tag = `tag_${world.suffix}`;
    const [flag, other, third] = [await newFlag({ tags: [tag] }), await newFlag({ tags: [tag] }), await newFlag()];
    const hypothesis = 'Ostriches running past the giraffes convince customers';
    const targeting = { habitat: 'savanna' };
    const first = await completed(flag, { hypothesis, targeting }, { ...rollback, tags: ['animals'] });
    const again = await draft(flag, { hypothesis: 'An ostrich runs past giraffes', targeting });
    expect(again.warnings).toEqual([
      {
        code: 'similar_before',
        experiment: first.id,
        message: expect.stringMatching(
          new RegExp(`^${first.key} ended with rollback on .*; in common: the same flag ${flag}; .*giraffes`),
        ),
      },
    ]);
    const similar = async (id: string): Promise<Similar[]> =>
      (await bodyOf<{ items: Similar[] }>(200, world.owner.get(`/v1/learnings/similar?experiment=${id}`))).items;
    const [found] = await similar(again.id);
    expect(found).toMatchObject({ experiment: first.id, tags: ['animals'] });
    expect(new Map(found?.reasons.map(({ kind, shared }) => [kind, shared]))).toEqual(
      new Map([
        ['flag', [flag]],
        ['tags', [tag]],
        ['words', ['giraffes', 'ostrich', 'past', 'runs']],
        ['audience', ['habitat']],
      ]),
    );
    const byTag = await draft(other);
    expect((await similar(byTag.id)).map(({ experiment, reasons }) => [experiment, reasons])).toContainEqual([
      first.id,
      [{ kind: 'tags', shared: [tag] }],
    ]);
    // What has little in common is listed, but nobody is warned of it.
    expect(byTag.warnings).toEqual([]);
    const byWords = await draft(third, { hypothesis: 'Giraffes convince' });
    expect((await similar(byWords.id)).map(({ experiment }) => experiment)).toEqual([first.id]);
    expect(await similar((await draft(third, { hypothesis: 'Whales' })).id)).toEqual([]);
    // A completed one is compared as well, and never with itself.
    expect((await similar(first.id)).map(({ experiment }) => experiment)).not.toContain(first.id);
  });

  it.each([
    ['an owner that is no id', '?owner=olga', 'invalid_id', '?owner'],
    ['another outcome', '?outcome=won', 'invalid_value', '?outcome'],
    ['a word for asked', '?asked=maybe', 'invalid_value', '?asked'],
    ['another format', '?format=pdf', 'invalid_value', '?format'],
    ['a page of an export', '?format=markdown&limit=5', 'invalid_value', '?limit'],
    ['a long search', `?q=${'x'.repeat(201)}`, 'too_long', '?q'],
    ['an unknown parameter', '?colour=red', 'unknown_parameter', '?colour'],
    ['no experiment', '/similar', 'required', '?experiment'],
    ['an experiment that is no id', '/similar?experiment=e1', 'invalid_id', '?experiment'],
  ])('refuses %s', async (_, query, code, pointer) => {
    expectRefused(await world.owner.get(`/v1/learnings${query}`), { status: 400, code, pointer });
  });

  it('refuses what is no summary, and of what has not ended', async () => {
    const { id } = await completed(await newFlag(), {}, rollback);
    const path = `/v1/experiments/${id}/learning`;
    const bad: readonly (readonly [body: object, pointer: string])[] = [
      [{ summary: '' }, '/summary'],
      [{ summary: '  ' }, '/summary'],
      [{ summary: 5 }, '/summary'],
      [{ summary: {} }, '/summary'],
      [{ summary: { expected: '', now: ' ' } }, '/summary'],
      [{ summary: { happened: 'x', colour: 'red' } }, '/summary'],
      [{ summary: { happened: 7 } }, '/summary'],
      [{ summary: 'x'.repeat(10_001) }, '/summary'],
      [{ tags: 'a' }, '/tags'],
      [{ tags: [''] }, '/tags'],
      [{ tags: ['x'.repeat(51)] }, '/tags'],
      [{ tags: Array.from({ length: 21 }, (_, index) => `t${index}`) }, '/tags'],
      [{ colour: 'red' }, '/colour'],
    ];
    for (const [body, pointer] of bad) {
      expectRefused(await world.owner.put(path, body), { status: 400, code: 'validation_failed', pointer });
    }
    expectRefused(await world.owner.put(path, {}), { status: 400, code: 'required', pointer: '/summary' });
    const running = await started(await newFlag());
    const early = await world.owner.put(`/v1/experiments/${running.id}/learning`, { summary: 'Early' });
    expectRefused(early, { status: 409, code: 'wrong_state' });
    const unknown = `/v1/learnings/similar?experiment=${randomUUID()}`;
    expectRefused(await world.owner.get(unknown), { status: 404, code: 'not_found' });
  });
});
