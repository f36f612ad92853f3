import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, type Answer, type Client } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import { decide, record, telemetry, type World } from '../support/world.js';

const variants = [
  { key: 'control', value: 'old', weight: '50', control: true },
  { key: 'treatment', value: 'new', weight: '50' },
];

describe.each(STORES)('the content of an experiment on %s', (store) => {
  let assay: RunningWorld;
  let world: World;
  let orders: string;
  let revenue: string;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
    const { owner, suffix } = world;
    orders = `orders_${suffix}`;
    revenue = `revenue_${suffix}`;
    const conversion = { key: orders, name: 'Orders', kind: 'conversion', direction: 'higher_is_better' };
    await expectStatus(201, owner.post('/v1/metrics', { ...conversion, rule: { event: world.crash } }));
    const sum = { key: revenue, name: 'Revenue', kind: 'sum', direction: 'higher_is_better' };
    await expectStatus(201, owner.post('/v1/metrics', { ...sum, rule: { event: world.crash, property: 'paid' } }));
  });

  afterAll(() => assay.stop());

  const send = (client: Client, id: string, verb: string, body: object = {}): Promise<Answer> =>
    client.post(`/v1/experiments/${id}/${verb}`, body);
  const done = async (client: Client, id: string, verb: string, body: object = {}): Promise<Answer['body']> =>
    (await expectStatus(200, send(client, id, verb, body))).body;

  async function newDraft(content: object): Promise<Answer['body']> {
    const flag = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
    const body = { key: `exp_${randomUUID()}`, name: 'Content', flag, variants, ...content };
    return (await expectStatus(201, world.owner.post('/v1/experiments', body))).body;
  }

  const comparison = () => ({
    metric: world.metric,
    scope: 'treatment_vs_control',
    margin: 0.1,
    action: 'disable_arm',
    key: 'harm',
  });
  const threshold = () => ({ metric: world.metric, threshold: '0.5', action: 'pause', minSample: 1_000 });
  const content = () => ({
    metrics: [
      { metric: orders, role: 'primary', margin: '0.01' },
      revenue,
      { metric: world.metric, role: 'guard', margin: '0.02' },
    ],
    guardrails: [threshold(), comparison()],
    planned: { mde: '0.05', days: 14 },
    dimensions: [{ key: 'country', attribute: 'address.country', values: ['NL', 'BE'] }],
  });

  it('has roles, margins, a plan, dimensions and comparisons, reviewed, tightened and amended', async () => {
    const drafted = await newDraft(content());
    const { id } = drafted;
    const kept = {
      primaryMetric: orders,
      metrics: [orders, revenue, world.metric],
      attached: [
        { metric: orders, role: 'primary', margin: '0.01' },
        { metric: revenue, role: 'secondary', margin: null },
        { metric: world.metric, role: 'guard', margin: '0.02' },
      ],
      planned: { mde: '0.05', power: '0.8', alpha: '0.05', days: 14 },
      dimensions: [{ key: 'country', attribute: 'address.country', values: ['NL', 'BE'] }],
    };
    const harm = { kind: 'comparison', sources: 'server', ...comparison(), margin: '0.1' };
    const watched = { kind: 'threshold', key: world.metric, ...threshold(), windowMinutes: 60, scope: 'any_variant' };
    expect(drafted).toMatchObject({ ...kept, guardrails: [watched, harm] });

    const submitted = await done(world.owner, id, 'submit');
    const codes = submitted.warnings.map(({ code }: { code: string }) => code);
    expect(codes).not.toContain('no_margin');
    expect(codes).not.toContain('underpowered');
    await done(world.approver, id, 'approve');
    const started = await done(world.owner, id, 'start');
    expect(started).toMatchObject({ status: 'running', contentHash: submitted.contentHash, ...kept });

    const tightened = await done(world.approver, id, 'tighten-guardrail', {
      guardrail: 'harm',
      margin: '0.05',
      comment: 'closer',
    });
    expect(tightened.guardrails).toEqual([started.guardrails[0], { ...harm, margin: '0.05' }]);
    expect(tightened.contentHash).not.toBe(started.contentHash);
    expect(
      (await send(world.owner, id, 'tighten-guardrail', { guardrail: 'harm', margin: '0.06' })).body,
    ).toMatchObject({ code: 'not_stricter' });

    // What was answered is sent back, with a wider margin.
    const guardrails = [tightened.guardrails[0], { ...harm, margin: '0.2' }];
    await done(world.owner, id, 'amend', { guardrails });
    const amended = await done(world.approver, id, 'approve');
    expect(amended).toMatchObject({ guardrails, amendment: null, ...kept });
    expect((await expectStatus(200, world.owner.get(`/v1/experiments/${id}`))).body).toMatchObject({
      guardrails,
      ...kept,
    });
    const history = (await expectStatus(200, world.owner.get(`/v1/experiments/${id}/history`))).body.items;
    const summaries = history.map(({ summary }: { summary: string }) => summary);
    expect(summaries).toContain('anna tightened the guardrail harm to a margin of 0.05: closer');

    const copied = (await expectStatus(201, send(world.owner, id, 'copy', { key: `copy_${randomUUID()}` }))).body;
    expect(copied).toMatchObject({ status: 'draft', guardrails, ...kept });
  });

  it('is judged by its thresholds as ever, beside a comparison', async () => {
    const { id, flag } = await newDraft({ guardrails: [{ ...threshold(), minSample: 0 }, comparison()] });
    await done(world.owner, id, 'submit');
    await done(world.approver, id, 'approve');
    const { position } = await done(world.owner, id, 'start');
    const decision = await decide(world, flag, 'somebody', position);
    const events = [world.exposure, world.crash].map((type) => telemetry(type, decision, 'somebody'));
    await record(world, events);
    const { triggers } = await done(world.owner, id, 'guardrails/check');
    expect(triggers).toMatchObject([{ guardrail: world.metric, threshold: '0.5', value: '1', outcome: 'acted' }]);
    const rates = (await expectStatus(200, world.owner.get(`/v1/experiments/${id}/guardrails`))).body.items;
    expect(rates).toMatchObject([{ guardrail: world.metric, state: 'breached' }]);
  });

  it('keeps roles where a draft names keys alone, and warns of a guard without a margin', async () => {
    const { id } = await newDraft(content());
    const patch = async (body: object): Promise<Answer['body']> =>
      (await expectStatus(200, world.owner.patch(`/v1/experiments/${id}`, body))).body;
    const guard = { metric: world.metric, role: 'guard', margin: null };
    expect(await patch({ metrics: [revenue, { metric: world.metric, role: 'guard' }], planned: null })).toMatchObject({
      attached: [
        { metric: orders, role: 'primary', margin: '0.01' },
        { metric: revenue, role: 'secondary', margin: null },
        guard,
      ],
      planned: null,
    });
    const plain = await patch({ metrics: [world.metric], primaryMetric: null, dimensions: [] });
    expect(plain).toMatchObject({ attached: [guard], dimensions: [] });
    const { warnings } = await done(world.owner, id, 'submit');
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'no_margin', metric: world.metric }));
  });

  it('takes a guard metric past the draft outside the hash, whose margin is declared once', async () => {
    const { id } = await newDraft({ metrics: [orders] });
    await done(world.owner, id, 'submit');
    await done(world.approver, id, 'approve');
    const { contentHash, liveHash } = await done(world.owner, id, 'start');
    await done(world.owner, id, 'metrics', { metric: revenue });
    const declared = await done(world.owner, id, 'metrics', { metric: revenue, role: 'guard', margin: '0.02' });
    expect(declared).toMatchObject({
      attached: [
        { metric: orders, role: 'secondary', margin: null },
        { metric: revenue, role: 'guard', margin: '0.02' },
      ],
      addedMetrics: [revenue],
      contentHash,
      liveHash,
    });
    const again = await send(world.owner, id, 'metrics', { metric: revenue, role: 'guard', margin: '0.5' });
    expect(again).toMatchObject({ status: 409, body: { code: 'already_attached' } });
  });
});
