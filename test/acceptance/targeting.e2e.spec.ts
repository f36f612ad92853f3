import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import type { World } from '../support/world.js';

interface Decided {
  readonly value: unknown;
  readonly variant: string;
  readonly reason: string;
  readonly decisionId: string | null;
}

describe('targeted experiments', () => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
  });

  afterAll(() => assay.stop());

  async function running(content: object): Promise<{ flag: string; path: string }> {
    const flag = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const body = { key: `exp_${randomUUID()}`, name: 'Targeted', flag, variants, metrics: [world.metric], ...content };
    const { id } = (await expectStatus(201, world.owner.post('/v1/experiments', body))).body;
    const path = `/v1/experiments/${id}`;
    await expectStatus(200, world.owner.post(`${path}/submit`));
    await expectStatus(200, world.approver.post(`${path}/approve`));
    await expectStatus(200, world.owner.post(`${path}/start`));
    return { flag, path };
  }

  const decided = async (flag: string, subjectId: string, attributes = {}): Promise<Decided> =>
    (await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId, attributes }))).body;

  it('take those whom they are for, and pin for them alone', async () => {
    const targeting = { country: { $in: ['DE', 'AT'] }, subjectId: { '$not-regex': '^bot-' } };
    const { flag, path } = await running({ targeting, exposure: 'on_decide' });
    const shown = await expectStatus(200, world.owner.get(path));
    expect(shown.body).toMatchObject({ targeting, bucketBy: null, exposure: 'on_decide' });
    expect(await decided(flag, 'ada', { country: 'DE' })).toMatchObject({ reason: 'experiment_assigned' });
    for (const [subject, attributes] of [
      ['ada', {}],
      ['ada', { country: 'FR' }],
      ['bot-7', { country: 'DE' }],
      ['bot-7', { country: 'DE', subjectId: 'ada' }],
    ] as const) {
      expect(await decided(flag, subject, attributes)).toMatchObject({
        value: 'old',
        reason: 'not_targeted',
        decisionId: null,
      });
    }

    await expectStatus(200, world.owner.post(`${path}/complete`, { outcome: 'rollout', winner: 'treatment' }));
    expect(await decided(flag, 'ada', { country: 'AT' })).toMatchObject({ value: 'new', reason: 'rolled_out' });
    expect(await decided(flag, 'ada', { country: 'FR' })).toMatchObject({ value: 'old', reason: 'default' });
    const { pins } = (await expectStatus(200, world.owner.get(`/v1/flags/${flag}`))).body;
    expect(pins).toMatchObject([{ variant: 'treatment', targeting }]);
  });

  it('that bucket by a company give all of it one variant, count it once, and take telemetry of its people', async () => {
    const { flag, path } = await running({ bucketBy: 'company.id' });
    const people = Array.from({ length: 12 }, (_, index) => ({ subjectId: `user-${index}`, company: `c${index % 3}` }));
    const decisions = await Promise.all(
      people.map(({ subjectId, company }) => decided(flag, subjectId, { company: { id: company } })),
    );
    expect(new Set(decisions.map(({ reason }) => reason))).toEqual(new Set(['experiment_assigned']));
    const variantsOf = new Map<string | undefined, Set<string>>();
    decisions.forEach(({ variant }, index) => {
      const company = people[index]?.company;
      variantsOf.set(company, (variantsOf.get(company) ?? new Set()).add(variant));
    });
    for (const variants of variantsOf.values()) expect(variants.size).toBe(1);
    expect(await decided(flag, 'user-1')).toMatchObject({ value: 'old', reason: 'not_targeted', decisionId: null });

    const event = (eventType: string, index: number, decisionId?: string | null) => ({
      ...{ eventId: randomUUID(), eventType, subjectId: people[index]?.subjectId, timestamp: new Date().toISOString() },
      ...(decisionId && { decisionId }),
    });
    const exposures = decisions.map(({ decisionId }, index) => event(world.exposure, index, decisionId));
    const events = [...exposures, event(world.crash, 0), event(world.crash, 1)];
    const sent = await expectStatus(200, world.product.post('/v1/events', { events }));
    expect(sent.body).toMatchObject({ accepted: events.length, rejected: 0 });
    const behind = { 'assay-min-position': sent.headers.get('assay-position') ?? '' };
    const results = await expectStatus(200, world.owner.get(`${path}/results`, behind));
    const subjects: Record<string, number> = results.body.exposure.subjects;
    expect(Object.values(subjects).reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(results.body.metrics).toMatchObject([{ total: { subjects: 3, numerator: '2', denominator: '12' } }]);
    const company = { ...event(world.crash, 0, decisions[0]?.decisionId), subjectId: 'c0' };
    const mismatch = await expectStatus(200, world.product.post('/v1/events', { events: [company] }));
    expect(mismatch.body.results).toMatchObject([{ code: 'subject_mismatch' }]);
  });
});
