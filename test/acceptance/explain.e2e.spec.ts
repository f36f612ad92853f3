import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { startExperiment, type World } from '../support/world.js';

describe('the explanation of a decision', () => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
  });

  afterAll(() => assay.stop());

  const explain = async (body: object) => (await expectStatus(200, world.owner.post('/v1/decide/explain', body))).body;
  const names = (steps: readonly { step: string }[]): string[] => steps.map(({ step }) => step);

  it('names every step in order, and comes out as the decision does', async () => {
    const { flag, id } = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    const decided = (await expectStatus(200, world.product.post('/v1/decide', { flag, subjectId: 'sue' }))).body;
    const explained = await explain({ flag, subjectId: 'sue' });
    const { decisionId, ...same } = decided;
    expect(decisionId).toEqual(expect.any(String));
    expect(explained).toMatchObject(same);
    expect(explained).not.toHaveProperty('decisionId');
    expect(names(explained.steps)).toEqual([
      'flag',
      'enabled',
      'experiment',
      'paused',
      'targeting',
      'subject',
      'traffic',
      'variant',
    ]);
    expect(explained.steps.at(-1)).toMatchObject({ variant: decided.variant, armDisabled: false });
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/pause`));
    expect(names((await explain({ flag, subjectId: 'sue' })).steps)).toContain('excluded');
    expect(names((await explain({ flag: 'nobody_knows_it' })).steps)).toEqual(['flag']);
  });

  it('goes back in time', async () => {
    const flag = `flag_${randomUUID()}`;
    const before = new Date(Date.now() - 1).toISOString();
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'string', default: 'one' }));
    const created = (await expectStatus(200, world.owner.get(`/v1/flags/${flag}`))).body;
    expect(created.default).toBe('one');
    // The store's clock says when something was recorded; so a moment that lies between is looked for, not guessed.
    let between = '';
    for (let changed = false; !changed;) {
      between = new Date().toISOString();
      changed = (await explain({ flag, at: between })).value === 'one';
    }
    while (new Date().toISOString() === between);
    await expectStatus(200, world.owner.patch(`/v1/flags/${flag}`, { default: 'two' }));
    expect((await explain({ flag })).value).toBe('two');
    expect(await explain({ flag, at: between })).toMatchObject({ value: 'one', at: between });
    expect((await explain({ flag, at: before })).reason).toBe('flag_not_found');
  });

  it.each([
    [{ flags: ['a'] }, '/flag', 'required'],
    [{}, '/flag', 'required'],
    [{ flag: 'a', at: 'yesterday' }, '/at', 'invalid_time'],
    [{ flag: 'a', at: '2999-01-01T00:00:00Z' }, '/at', 'in_the_future'],
    [{ flag: 'a', subjectId: 7 }, '/subjectId', 'invalid_type'],
    [{ flag: 'a', why: true }, '/why', 'unknown_field'],
  ])('refuses %j', async (body, pointer, code) => {
    const refused = await expectStatus(400, world.owner.post('/v1/decide/explain', body));
    expect(refused.body.errors[0]).toMatchObject({ pointer, code });
  });

  it('is for those who may read', async () => {
    await expectStatus(403, world.product.post('/v1/decide/explain', { flag: 'a' }));
  });
});
