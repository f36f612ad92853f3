import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { eventsIn, expectRefused, named } from '../support/refused.js';
import { startExperiment, type World } from '../support/world.js';

type Sender = 'owner' | 'admin' | 'approver' | 'product';

/** A request that must be refused: `[why, method and path, body, status, code, pointer of the field, sender]`. */
type Bad = readonly [
  why: string,
  request: string,
  body: unknown,
  status: number,
  code: string,
  pointer?: string | undefined,
  sender?: Sender,
];

const FIELD = 'validation_failed';

const GROUPS: readonly Bad[] = [
  ['a group without a key', 'POST /v1/groups', { subjects: [] }, 400, FIELD, '/key'],
  ['a group of a blank', 'POST /v1/groups', { key: 'a b', subjects: [] }, 400, FIELD, '/key'],
  ['a group of nobody and nothing', 'POST /v1/groups', { key: 'NEW' }, 400, 'required', '/subjects'],
  ['a group of both kinds', 'POST /v1/groups', { key: 'NEW', subjects: [], when: {} }, 400, 'invalid_value', '/when'],
  ['a group with a colour', 'POST /v1/groups', { key: 'NEW', subjects: [], colour: 1 }, 400, FIELD, '/colour'],
  ['subjects that are one', 'POST /v1/groups', { key: 'NEW', subjects: 'ada' }, 400, FIELD, '/subjects'],
  ['a subject that is a number', 'POST /v1/groups', { key: 'NEW', subjects: [1] }, 400, FIELD, '/subjects'],
  ['an empty subject', 'POST /v1/groups', { key: 'NEW', subjects: ['a', ''] }, 400, 'too_short', '/subjects/1'],
  ['a condition that is a list', 'POST /v1/groups', { key: 'NEW', when: [] }, 400, FIELD, '/when'],
  [
    'a condition of groups',
    'POST /v1/groups',
    { key: 'NEW', when: { a: { $inGroup: 'LIST' } } },
    400,
    'group_in_group',
    '/when/a/$inGroup',
  ],
  [
    'an unknown operator',
    'POST /v1/groups',
    { key: 'NEW', when: { a: { $near: 1 } } },
    400,
    'unknown_operator',
    '/when/a/$near',
  ],
  ['a group twice', 'POST /v1/groups', { key: 'LIST', subjects: [] }, 409, 'key_taken'],
  ['a group by a product', 'POST /v1/groups', { key: 'NEW', subjects: [] }, 403, 'missing_scope', undefined, 'product'],
  ['a group replaced by nothing', 'PUT /v1/groups/LIST', {}, 400, 'required', '/subjects'],
  ['a group that is not there', 'PUT /v1/groups/nothing', { subjects: [] }, 404, 'not_found'],
  ['a group of no key', 'PUT /v1/groups/%20', { subjects: [] }, 404, 'not_found'],
  [
    'a subject added and removed',
    'PATCH /v1/groups/LIST',
    { add: ['b'], remove: ['b'] },
    400,
    'invalid_value',
    '/add/0',
  ],
  ['a group changed by its list', 'PATCH /v1/groups/LIST', { subjects: [] }, 400, FIELD, '/subjects'],
  ['subjects of a condition', 'PATCH /v1/groups/CONDITION', { add: ['b'] }, 409, 'group_is_condition'],
  ['an archived group changed', 'PATCH /v1/groups/ARCHIVED', { add: ['b'] }, 409, 'group_archived'],
];

const O = 'POST /v1/overrides';
const ada = { flag: 'FLAG', subject: 'ada', variant: 'on' };
const OVERRIDES: readonly Bad[] = [
  ['an override of no flag', O, { ...ada, flag: undefined }, 400, FIELD, '/flag'],
  ['an override of an unknown flag', O, { ...ada, flag: 'nothing' }, 400, 'unknown_flag', '/flag'],
  ['an override for nobody', O, { ...ada, subject: undefined }, 400, 'required', '/subject'],
  ['an override for an empty subject', O, { ...ada, subject: '' }, 400, FIELD, '/subject'],
  ['an override for a subject of 1,001', O, { ...ada, subject: 'x'.repeat(1_001) }, 400, FIELD, '/subject'],
  ['an override for both', O, { ...ada, group: 'LIST' }, 400, 'invalid_value', '/group'],
  ['an unknown group', O, { ...ada, subject: undefined, group: 'nothing' }, 400, 'unknown_group', '/group'],
  ['an archived group', O, { ...ada, subject: undefined, group: 'ARCHIVED' }, 409, 'group_archived'],
  ['an unknown variant', O, { ...ada, variant: 'maybe' }, 400, 'unknown_variant', '/variant'],
  ['a variant of JavaScript', O, { ...ada, variant: 'constructor' }, 400, 'unknown_variant', '/variant'],
  ['a variant that is a value', O, { ...ada, variant: true }, 400, FIELD, '/variant'],
  ['an experiment that is no id', O, { ...ada, experiment: 'exp' }, 400, FIELD, '/experiment'],
  ['an unknown experiment', O, { ...ada, experiment: 'NOBODY' }, 400, 'unknown_experiment', '/experiment'],
  ["another flag's experiment", O, { ...ada, experiment: 'EXPERIMENT' }, 400, 'other_flag', '/experiment'],
  ['an expiry in the past', O, { ...ada, expiresAt: '2020-01-01T00:00:00Z' }, 400, 'in_the_past', '/expiresAt'],
  ['an expiry without a zone', O, { ...ada, expiresAt: '2099-01-01T00:00:00' }, 400, FIELD, '/expiresAt'],
  ['an override with a colour', O, { ...ada, colour: 1 }, 400, FIELD, '/colour'],
  ['an override by a product', O, ada, 403, 'missing_scope', undefined, 'product'],
  ['an override ended that is none', 'DELETE /v1/overrides/NOBODY', undefined, 404, 'not_found'],
  ['an override ended of no id', 'DELETE /v1/overrides/first', undefined, 404, 'not_found'],
];

const H = 'POST /v1/holdouts';
const held = { key: 'NEW', share: '5' };
const end = 'PATCH /v1/holdouts/HOLDOUT';
const HOLDOUTS: readonly Bad[] = [
  ['a holdout without a key', H, { share: '5' }, 400, FIELD, '/key', 'admin'],
  ['a holdout without a share', H, { key: 'NEW' }, 400, FIELD, '/share', 'admin'],
  ['a share of some', H, { ...held, share: 'some' }, 400, FIELD, '/share', 'admin'],
  ['a share of 10.01', H, { ...held, share: '10.01' }, 400, 'out_of_range', '/share', 'admin'],
  ['a negative share', H, { ...held, share: '-1' }, 400, 'out_of_range', '/share', 'admin'],
  ['a share of five decimals', H, { ...held, share: '0.00001' }, 400, 'too_many_decimals', '/share', 'admin'],
  ['no flags', H, { ...held, flags: [] }, 400, 'too_short', '/flags', 'admin'],
  ['a flag for a list', H, { ...held, flags: 'FLAG' }, 400, FIELD, '/flags', 'admin'],
  ['an unknown flag', H, { ...held, flags: ['FLAG', 'nothing'] }, 400, 'unknown_flag', '/flags/1', 'admin'],
  ['an end in the past', H, { ...held, endAt: '2020-01-01T00:00:00Z' }, 400, 'in_the_past', '/endAt', 'admin'],
  [
    'an end before its start',
    H,
    { ...held, startAt: '2099-01-02T00:00:00Z', endAt: '2099-01-01T00:00:00Z' },
    400,
    'end_before_start',
    '/endAt',
    'admin',
  ],
  ['a start that is no time', H, { ...held, startAt: 'soon' }, 400, FIELD, '/startAt', 'admin'],
  ['a holdout with a salt', H, { ...held, salt: 'x' }, 400, FIELD, '/salt', 'admin'],
  ['a holdout twice', H, { ...held, key: 'HOLDOUT' }, 409, 'key_taken', undefined, 'admin'],
  ['a holdout by an experimenter', H, held, 403, 'role_too_low'],
  ['a holdout changed without an end', end, {}, 400, FIELD, '/endAt', 'admin'],
  ['a holdout of another share', end, { share: '6', endAt: null }, 400, FIELD, '/share', 'admin'],
  ['a holdout ended in the past', end, { endAt: '2020-01-01T00:00:00Z' }, 400, 'in_the_past', '/endAt', 'admin'],
  ['a holdout taken up again', 'PATCH /v1/holdouts/ENDED', { endAt: null }, 409, 'wrong_state', undefined, 'admin'],
  ['a holdout ended that is none', 'POST /v1/holdouts/nothing/end', {}, 404, 'not_found', undefined, 'admin'],
];

const C = 'POST /v1/conflict-domains';
const E = 'POST /v1/experiments';
const arms = [
  { key: 'control', value: 'old', weight: '50', control: true },
  { key: 'treatment', value: 'new', weight: '50' },
];
const draft = { key: 'NEW', name: 'New', flag: 'FLAG', variants: arms };
const DOMAINS: readonly Bad[] = [
  ['a conflict domain without a key', C, {}, 400, FIELD, '/key', 'admin'],
  ['a conflict domain of a slash', C, { key: 'a/b' }, 400, FIELD, '/key', 'admin'],
  ['a conflict domain with a salt', C, { key: 'NEW', salt: 'x' }, 400, FIELD, '/salt', 'admin'],
  ['a conflict domain twice', C, { key: 'DOMAIN' }, 409, 'key_taken', undefined, 'admin'],
  ['a conflict domain by an experimenter', C, { key: 'NEW' }, 403, 'role_too_low'],
  [
    'an unknown conflict domain',
    E,
    { ...draft, conflictDomain: 'nothing' },
    400,
    'unknown_conflict_domain',
    '/conflictDomain',
  ],
  [
    "another environment's conflict domain",
    `${E}?environment=ELSEWHERE`,
    { ...draft, conflictDomain: 'DOMAIN' },
    400,
    'unknown_conflict_domain',
    '/conflictDomain',
  ],
  ['a conflict domain that is a list', E, { ...draft, conflictDomain: ['DOMAIN'] }, 400, FIELD, '/conflictDomain'],
  ['a priority of a half', E, { ...draft, priority: 0.5 }, 400, FIELD, '/priority'],
  ['a priority of 1,001', E, { ...draft, priority: 1_001 }, 400, FIELD, '/priority'],
  ['a start without room', 'POST /v1/experiments/WAITING/start', {}, 409, 'domain_full'],
  [
    'a live experiment moved to a conflict domain',
    'PATCH /v1/experiments/EXPERIMENT',
    { conflictDomain: 'DOMAIN' },
    409,
    'wrong_state',
  ],
];

const inGroup = (key: string): object => ({ a: { $not: { $inGroup: key } } });
const rulesFor = (key: string): object[] => ['LIST', key].map((group) => ({ when: inGroup(group), serve: 'on' }));
const newFlag = { key: 'NEW', type: 'string', variants: { on: 'new' }, defaultVariant: 'on' };
const [UNKNOWN, IN_GROUP] = ['unknown_group', 'a/$not/$inGroup'];
const R = 'PUT /v1/flags/FLAG/rules';
const P = 'PATCH /v1/experiments/DRAFT';
const NAMED_GROUPS: readonly Bad[] = [
  ['a rule for a group that is not there', R, rulesFor('NEW'), 400, UNKNOWN, `/1/when/${IN_GROUP}`],
  ['a rule for a group of no key', R, rulesFor('a b'), 400, UNKNOWN, `/1/when/${IN_GROUP}`],
  ['a rule for an archived group', R, rulesFor('ARCHIVED'), 409, 'group_archived'],
  [
    'a flag for a group that is not there',
    'POST /v1/flags',
    { ...newFlag, rules: rulesFor('NEW') },
    400,
    UNKNOWN,
    `/rules/1/when/${IN_GROUP}`,
  ],
  [
    'a flag for an archived group',
    'POST /v1/flags',
    { ...newFlag, rules: rulesFor('ARCHIVED') },
    409,
    'group_archived',
  ],
  [
    'targeting for a group that is not there',
    E,
    { ...draft, targeting: inGroup('NEW') },
    400,
    UNKNOWN,
    `/targeting/${IN_GROUP}`,
  ],
  ['targeting for an archived group', E, { ...draft, targeting: inGroup('ARCHIVED') }, 409, 'group_archived'],
  [
    'targeting moved to a group that is not there',
    P,
    { targeting: inGroup('NEW') },
    400,
    UNKNOWN,
    `/targeting/${IN_GROUP}`,
  ],
  ['targeting moved to an archived group', P, { targeting: inGroup('ARCHIVED') }, 409, 'group_archived'],
];

const L = 'PUT /v1/participation-limit';
const LIMITS: readonly Bad[] = [
  ['a limit of nothing', L, {}, 400, FIELD, '/limit', 'admin'],
  ['a limit of 0', L, { limit: 0 }, 400, FIELD, '/limit', 'admin'],
  ['a limit of a half', L, { limit: 1.5 }, 400, FIELD, '/limit', 'admin'],
  ['a limit that is a text', L, { limit: '3' }, 400, FIELD, '/limit', 'admin'],
  ['a limit of a colour', L, { limit: 3, colour: 1 }, 400, FIELD, '/colour', 'admin'],
  ['a limit by an approver', L, { limit: 3 }, 403, 'role_too_low', undefined, 'approver'],
  [
    'a confirmation that is a text',
    'POST /v1/experiments/EXPERIMENT/traffic',
    { traffic: '50', confirm: 'yes' },
    400,
    FIELD,
    '/confirm',
  ],
  [
    'a confirmation of an amendment that is a text',
    'POST /v1/experiments/EXPERIMENT/amend',
    { traffic: '50', confirm: 'yes' },
    400,
    FIELD,
    '/confirm',
  ],
];

describe('bad input of what bears on subjects, on PostgreSQL', () => {
  let assay: RunningWorld;
  let world: World;
  const suffix = randomUUID().slice(0, 8);
  const names: Record<string, string> = Object.fromEntries(
    ['FLAG', 'LIST', 'CONDITION', 'ARCHIVED', 'HOLDOUT', 'ENDED', 'DOMAIN', 'ELSEWHERE', 'NEW'].map((name) => [
      name,
      `${name.toLowerCase()}_${suffix}`,
    ]),
  );

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
    const { owner } = world;
    const variants = { on: 'new', off: 'old' };
    const flag = { key: names['FLAG'], type: 'string', variants, defaultVariant: 'off' };
    await expectStatus(201, owner.post('/v1/flags', flag));
    const other = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    await expectStatus(201, world.admin.post('/v1/conflict-domains', { key: names['DOMAIN'] }));
    await expectStatus(201, world.admin.post('/v1/environments', { key: names['ELSEWHERE'] }));
    for (const key of [names['HOLDOUT'], names['ENDED']]) {
      await expectStatus(201, world.admin.post('/v1/holdouts', { key, share: '5' }));
    }
    await expectStatus(200, world.admin.post(`/v1/holdouts/${names['ENDED']}/end`));
    const waiting = await waitingInFullDomain();
    Object.assign(names, { EXPERIMENT: other.id, WAITING: waiting, NOBODY: randomUUID() });
    await expectStatus(201, owner.post('/v1/groups', { key: names['LIST'], subjects: ['ada'] }));
    await expectStatus(201, owner.post('/v1/groups', { key: names['CONDITION'], when: {} }));
    await expectStatus(201, owner.post('/v1/groups', { key: names['ARCHIVED'], subjects: ['ada'] }));
    await expectStatus(200, owner.post(`/v1/groups/${names['ARCHIVED']}/archive`));
    const drafted = { ...draft, key: `exp_${randomUUID()}`, flag: names['FLAG'] };
    names['DRAFT'] = (await expectStatus(201, owner.post('/v1/experiments', drafted))).body.id;
  });

  afterAll(() => assay.stop());

  it.each([...GROUPS, ...OVERRIDES, ...HOLDOUTS, ...DOMAINS, ...NAMED_GROUPS, ...LIMITS])(
    '%s is refused and changes nothing',
    (...bad) => refuses(bad),
  );

  /** An approved experiment whose conflict domain another one has for itself. */
  async function waitingInFullDomain(): Promise<string> {
    let last = '';
    for (const verb of ['start', undefined]) {
      const flag = `flag_${randomUUID()}`;
      await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'string', default: 'old' }));
      const body = { ...draft, key: `exp_${randomUUID()}`, flag, conflictDomain: names['DOMAIN'] };
      last = (await expectStatus(201, world.owner.post('/v1/experiments', body))).body.id;
      await expectStatus(200, world.owner.post(`/v1/experiments/${last}/submit`));
      await expectStatus(200, world.approver.post(`/v1/experiments/${last}/approve`));
      if (verb) await expectStatus(200, world.owner.post(`/v1/experiments/${last}/${verb}`));
    }
    return last;
  }

  async function refuses([, request, body, status, code, pointer, sender = 'owner']: Bad): Promise<void> {
    const [method = '', path = ''] = named(request, names).split(' ');
    const before = await head();
    const answer = await world[sender].send(
      method,
      path,
      body === undefined ? body : named(JSON.stringify(body), names),
      {},
    );
    expectRefused(answer, { status, code, pointer });
    expect(await head()).toBe(before);
  }

  function head(): Promise<string> {
    return eventsIn(assay.stores.database);
  }
});
