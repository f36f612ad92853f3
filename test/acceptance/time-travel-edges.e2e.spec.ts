import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { nextMillisecond } from '../support/next-millisecond.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { until } from '../support/until.js';
import { decide, record, startExperiment, telemetry, type World } from '../support/world.js';

const PLACES = ['/v1/experiments', '/v1/flags', '/v1/groups', '/v1/overrides', '/v1/holdouts'];

describe('at the edges of time travel', () => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
  });
  afterAll(() => assay.stop());

  const get = (path: string, at: string) => world.owner.get(`${path}?at=${encodeURIComponent(at)}`);

  it.each([
    ['yesterday', 'invalid_value'],
    ['2026-01-31T12:00:00', 'invalid_value'],
    ['2999-01-01T00:00:00Z', 'out_of_range'],
    ['2001-01-01T00:00:00Z', 'out_of_range'],
  ])('refuses %s', async (at, code) => {
    for (const path of PLACES) {
      const { body } = await expectStatus(400, get(path, at));
      expect(body.errors[0]).toMatchObject({ pointer: '?at', code });
    }
    const explained = world.owner.post(`/v1/decide/explain?at=${at}`, { flag: 'any' });
    expect((await expectStatus(400, explained)).body.errors[0]).toMatchObject({ pointer: '?at', code });
  });

  it('refuses an explanation at two times, one before the log, and what was stale then', async () => {
    const [at, before] = [new Date().toISOString(), '2001-01-01T00:00:00Z'];
    const twice = await expectStatus(400, world.owner.post(`/v1/decide/explain?at=${at}`, { flag: 'any', at }));
    expect(twice.body.errors[0]).toMatchObject({ pointer: '?at', code: 'invalid_value' });
    const early = await expectStatus(400, world.owner.post('/v1/decide/explain', { flag: 'any', at: before }));
    expect(early.body.errors[0]).toMatchObject({ pointer: '/at', code: 'before_the_log' });
    const stale = await expectStatus(400, world.owner.get(`/v1/flags?stale=30d&at=${at}`));
    expect(stale.body.errors[0]).toMatchObject({ pointer: '?stale', code: 'invalid_value' });
  });

  it('shows a draft that was deleted since, with its revision and without its salt, and nothing before it was there', async () => {
    await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging', name: 'Staging' }));
    await nextMillisecond();
    const before = new Date().toISOString();
    await nextMillisecond();
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    await expectStatus(201, world.owner.post('/v1/flags', { key: 'brief', type: 'string', default: 'old' }));
    const draft = { key: 'brief', name: 'Brief', flag: 'brief', variants };
    const { id } = (await expectStatus(201, world.owner.post('/v1/experiments', draft))).body;
    await nextMillisecond();
    const during = new Date().toISOString();
    const present = (await expectStatus(200, world.owner.get(`/v1/experiments/${id}`))).body;
    await nextMillisecond();
    await expectStatus(200, world.owner.delete(`/v1/experiments/${id}`));

    const past = await expectStatus(200, get(`/v1/experiments/${id}`, during));
    expect(past.body).toEqual(present);
    expect(past.body).not.toHaveProperty('salt');
    expect(past.headers.get('etag')).toBe(`"${present.revision}"`);
    expect(past.headers.get('assay-as-of-position')).toBe(present.position);
    const listed = await expectStatus(200, get('/v1/experiments', during));
    expect(listed.body).toMatchObject({ total: 1, items: [{ id }] });
    await expectStatus(404, world.owner.get(`/v1/experiments/${id}`));
    await expectStatus(404, get(`/v1/experiments/${id}`, before));
    await expectStatus(404, get('/v1/flags/brief', before));
    // Another environment has the flag, and not the experiment.
    await expectStatus(404, world.owner.get(`/v1/experiments/${id}?environment=staging&at=${during}`));
    await expectStatus(200, world.owner.get(`/v1/flags/brief?environment=staging&at=${during}`));
    await expectStatus(403, world.product.get(`/v1/flags/brief?at=${during}`));
  });

  it('explains who was enrolled when enrolment was frozen, also after the experiment has ended', async () => {
    const { id, flag, position } = await startExperiment(world, { threshold: '0.9', action: 'pause' });
    const early = await decide(world, flag, 'early', position);
    await record(world, [telemetry(world.exposure, early, 'early')]);
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/freeze-enrolment`));
    const late = { flag, subjectId: 'late' };
    await until('the filter of the enrolled', async () => {
      const { body } = await expectStatus(200, world.product.post('/v1/decide', late));
      return body.reason === 'enrolment_frozen';
    });
    const at = new Date().toISOString();
    const explained = async (subjectId: string) =>
      (await expectStatus(200, world.owner.post('/v1/decide/explain', { flag, subjectId, at }))).body;
    const answers = async () => [await explained('early'), await explained('late')];
    const frozen = await answers();
    expect(frozen).toMatchObject([
      { reason: 'experiment_assigned', variant: early.variant },
      { reason: 'enrolment_frozen' },
    ]);
    await nextMillisecond();
    await expectStatus(
      200,
      world.owner.post(`/v1/experiments/${id}/complete`, { outcome: 'rollback', comment: 'enough' }),
    );
    expect(await answers()).toEqual(frozen);
  });
});
