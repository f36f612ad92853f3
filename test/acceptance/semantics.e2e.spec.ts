import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStore, JsonObject } from '../../libs/event-store/index.js';
import { openEventStore } from '../../libs/event-store/open-event-store.js';
import { asJson } from '../../libs/event-sourcing/recorded-event.js';
import { experimentStream } from '../../libs/experiments/index.js';
import { flagStream } from '../../libs/flags/index.js';
import { groupStream } from '../../libs/subjects/index.js';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import type { World } from '../support/world.js';

const PRODUCTION = 'production';
const newer = (than: string): object => ({ version: { $vgt: than } });
const rulesFor = (when: object): readonly object[] => [{ when, serve: 'on' }];

/** Events are appended in the form in which an earlier version stored them. */
describe.each(STORES)('what targeting was written to mean, on %s', (store) => {
  let assay: RunningWorld;
  let world: World;
  let log: EventStore;
  let position: string;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
    const {
      DATABASE_URL = '',
      EVENTSTORE_URL: url = DATABASE_URL,
      ASSAY_STREAM_PREFIX = '',
    } = assay.stores.environment;
    log = await openEventStore({ url, streamPrefix: ASSAY_STREAM_PREFIX, logger: { warn: () => undefined } });
  });

  afterAll(async () => {
    await log.close();
    await assay.stop();
  });

  /** Copies the first event of one stream to another, changed, as an earlier version stored it. */
  async function storeAsBefore(from: string, to: string, change: (data: JsonObject) => JsonObject): Promise<void> {
    for await (const { type, data, metadata } of log.read(from)) {
      const { semantics: _, ...before } = change(data);
      const event = { id: randomUUID(), type, data: before, metadata: { ...metadata, v: 1, commandId: randomUUID() } };
      ({ position } = await log.append(to, [event], { expected: 'no_stream' }));
      return;
    }
  }

  async function newFlag(rules: readonly object[] = []): Promise<string> {
    const key = `flag_${randomUUID()}`;
    const values = { variants: { on: 'new', off: 'old' }, defaultVariant: 'off' };
    await expectStatus(201, world.owner.post('/v1/flags', { key, type: 'string', ...values, rules }));
    return key;
  }

  async function flagFromBefore(when: object): Promise<string> {
    const key = `flag_${randomUUID()}`;
    const rules = [{ name: null, when: asJson(when), serve: 'on' }];
    await storeAsBefore(flagStream(await newFlag()), flagStream(key), (data) => ({ ...data, key, rules }));
    return key;
  }

  async function reasonOf(flag: string, attributes: object): Promise<string> {
    const asked = { flag, subjectId: 'ada', attributes };
    const seen = { 'assay-min-position': position };
    return (await expectStatus(200, world.product.post('/v1/decide', asked, seen))).body.reason;
  }

  const semanticsOf = async (path: string): Promise<unknown> =>
    (await expectStatus(200, world.owner.get(path, { 'assay-min-position': position }))).body.semantics;

  const formatNow = async (): Promise<unknown> =>
    (await expectStatus(200, world.product.get('/v1/snapshot'))).body.format;

  it('stays for rules until they are others, and the snapshot says which', async () => {
    const flag = await flagFromBefore(newer('1.0.99999'));
    const path = `/v1/flags/${flag}`;
    expect(await reasonOf(flag, { version: '1.0.100000' })).toBe('default');
    expect(await reasonOf(flag, { version: 'unknown' })).toBe('rule_match');
    expect(await semanticsOf(path)).toBe(1);
    expect(await formatNow()).toBe(1);

    const same = await expectStatus(200, world.owner.put(`${path}/rules`, rulesFor(newer('1.0.99999'))));
    expect(same.body.semantics).toBe(1);
    expect(await reasonOf(flag, { version: '1.0.100000' })).toBe('default');

    await expectStatus(200, world.owner.put(`${path}/rules`, rulesFor(newer('1.0.99998'))));
    expect(await reasonOf(flag, { version: '1.0.100000' })).toBe('rule_match');
    expect(await reasonOf(flag, { version: 'unknown' })).toBe('default');
    expect(await semanticsOf(path)).toBe(2);
    expect(await formatNow()).toBe(2);

    await expectStatus(200, world.owner.put(`${path}/rules`, rulesFor({ country: 'DE' })));
    expect(await semanticsOf(path)).toBe(2);
    expect(await formatNow()).toBe(1);
  });

  it('stays for an experiment that starts later, and for its bucketBy', async () => {
    const variants = [
      { key: 'control', value: 'old', weight: '50', control: true },
      { key: 'treatment', value: 'new', weight: '50' },
    ];
    const started = async (id: string): Promise<void> => {
      const path = `/v1/experiments/${id}`;
      await expectStatus(200, world.owner.post(`${path}/submit`));
      await expectStatus(200, world.approver.post(`${path}/approve`));
      await expectStatus(200, world.owner.post(`${path}/start`));
    };
    const content = { bucketBy: 'company.id', targeting: { 'user.country': 'DE' }, variants, metrics: [world.metric] };
    const draft = { key: `exp_${randomUUID()}`, name: 'Now', flag: await newFlag(), ...content };
    const { id: now } = (await expectStatus(201, world.owner.post('/v1/experiments', draft))).body;
    const before = randomUUID();
    const flag = await newFlag();
    await storeAsBefore(experimentStream(PRODUCTION, now), experimentStream(PRODUCTION, before), (data) => ({
      ...data,
      ...{ id: before, key: `exp_${before}`, salt: before, flag },
    }));
    await started(now);
    await started(before);
    const [flat, nested] = [{ 'company.id': 'c1' }, { company: { id: 'c1' } }];
    const [flatCountry, nestedCountry] = [{ 'user.country': 'DE' }, { user: { country: 'DE' } }];
    const reasons = async (of: string): Promise<string[]> => [
      await reasonOf(of, { ...flat, ...flatCountry }),
      await reasonOf(of, { ...nested, ...flatCountry }),
      await reasonOf(of, { ...flat, ...nestedCountry }),
      await reasonOf(of, { ...nested, ...nestedCountry }),
    ];
    expect(await reasons(draft.flag)).toEqual(Array(4).fill('experiment_assigned'));
    expect(await reasons(flag)).toEqual([...Array<string>(3).fill('not_targeted'), 'experiment_assigned']);
    expect(await semanticsOf(`/v1/experiments/${now}`)).toBe(2);
    expect(await semanticsOf(`/v1/experiments/${before}`)).toBe(1);

    const rolledOut = { outcome: 'rollout', winner: 'treatment' };
    for (const id of [now, before]) {
      await expectStatus(200, world.owner.post(`/v1/experiments/${id}/complete`, rolledOut));
    }
    expect(await reasonOf(draft.flag, flatCountry)).toBe('rolled_out');
    expect(await reasonOf(flag, flatCountry)).toBe('default');
    expect(await reasonOf(flag, nestedCountry)).toBe('rolled_out');
  });

  it('stays for a group, whoever names it', async () => {
    const when = { plan: { $regex: 'null' } };
    const now = `group_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/groups', { key: now, when }));
    const before = `group_${randomUUID()}`;
    await storeAsBefore(groupStream(now), groupStream(before), () => ({
      key: before,
      members: { kind: 'condition', when },
    }));
    const inGroup = async (group: string): Promise<string> =>
      reasonOf(await newFlag(rulesFor({ subjectId: { $inGroup: group } })), {});
    expect(await inGroup(before)).toBe('rule_match');
    expect(await inGroup(now)).toBe('default');
    expect(await semanticsOf(`/v1/groups/${before}`)).toBe(1);
    await expectStatus(200, world.owner.put(`/v1/groups/${before}`, { when: { plan: { $regex: 'nul+' } } }));
    expect(await inGroup(before)).toBe('default');
    expect(await semanticsOf(`/v1/groups/${before}`)).toBe(2);
  });

  it('is taken up to 10,000 items of a list, and decides by each', async () => {
    const ids = Array.from({ length: 10_000 }, () => randomUUID());
    const flag = await newFlag(rulesFor({ id: { $in: ids } }));
    expect(await reasonOf(flag, { id: ids.at(-1) })).toBe('rule_match');
    expect(await reasonOf(flag, { id: randomUUID() })).toBe('default');
    const { body } = await expectStatus(200, world.product.get('/v1/snapshot'));
    const sent = body.snapshot.flags.find(({ key }: { key: string }) => key === flag);
    expect(sent.rules[0].when.id.$in).toHaveLength(10_000);
    const context = { context: { targetingKey: 'ada', id: ids[0] } };
    const ofrep = await expectStatus(200, world.product.post(`/ofrep/v1/evaluate/flags/${flag}`, context));
    expect(ofrep.body.value).toBe('new');
    const more = [...ids, randomUUID()];
    const refused = await world.owner.put(`/v1/flags/${flag}/rules`, rulesFor({ id: { $in: more } }));
    expect(refused.body).toMatchObject({ status: 400, code: 'list_too_long', errors: [{ pointer: '/0/when/id/$in' }] });
  });
});
