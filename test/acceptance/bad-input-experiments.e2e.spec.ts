import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, type Client } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { expectRefused, named } from '../support/refused.js';
import { startExperiment, type World } from '../support/world.js';

/** Who sends it: people of the world, a service key that only halts, one of another environment. */
type Sender = 'owner' | 'approver' | 'admin' | 'stopper' | 'stranger';

/** A request that must be refused: `[why, path, body, status, code, pointer of the field, who sends it]`. */
type Bad = readonly [
  why: string,
  path: string,
  body: object,
  status: number,
  code: string,
  pointer?: string | undefined,
  sender?: Sender | undefined,
];

let assay: RunningWorld;
let world: World;
let senders: Record<Sender, Client>;
/** Ids by the word that stands for them in the paths below. */
let ids: Record<string, string>;

const variants = [
  { key: 'control', value: 'old', weight: '50', control: true },
  { key: 'treatment', value: 'new', weight: '50' },
];
const guardrail = { metric: 'METRIC', threshold: '1', action: 'pause' };

beforeAll(async () => {
  assay = await startWorld('postgresql');
  ({ world } = assay);
  await expectStatus(201, world.admin.post('/v1/environments', { key: 'staging' }));
  const keyOf = async (environment: string): Promise<Client> => {
    const body = { name: 'stopper', scopes: ['halt'], environment };
    return world.admin.as((await expectStatus(201, world.admin.post('/v1/api-keys', body))).body.key);
  };
  const { owner, approver, admin } = world;
  senders = { owner, approver, admin, stopper: await keyOf('production'), stranger: await keyOf('staging') };
  const running = await startExperiment(world, { threshold: '0.5', action: 'pause' });
  const paused = await startExperiment(world, { threshold: '0.5', action: 'pause' });
  await expectStatus(200, owner.post(`/v1/experiments/${paused.id}/pause`));
  const amending = await startExperiment(world, { threshold: '0.5', action: 'pause' });
  await expectStatus(200, owner.post(`/v1/experiments/${amending.id}/amend`, { guardrails: [] }));
  const body = { key: `draft_${randomUUID()}`, name: 'Draft', flag: running.flag, variants };
  const draft = await expectStatus(201, owner.post('/v1/experiments', body));
  ids = {
    RUNNING: running.id,
    PAUSED: paused.id,
    AMENDING: amending.id,
    DRAFT: draft.body.id,
    FLAG: running.flag,
    METRIC: world.metric,
    NOBODY: randomUUID(),
  };
});

afterAll(async () => {
  await assay.stop();
});

const drafting = (changes: object): object => ({ key: 'bad', name: 'Bad', flag: 'FLAG', variants, ...changes });
const E = '/v1/experiments';
const deep = (levels: number): object => Array.from({ length: levels }).reduce<object>(($not) => ({ $not }), {});

const BAD: readonly Bad[] = [
  // Environments.
  ['an environment without a key', '/v1/environments', {}, 400, 'validation_failed', '/key', 'admin'],
  ['an environment with a colon', '/v1/environments', { key: 'a:b' }, 400, 'validation_failed', '/key', 'admin'],
  ['an environment that is there', '/v1/environments', { key: 'production' }, 409, 'key_taken', undefined, 'admin'],
  [
    'an environment with a colour',
    '/v1/environments',
    { key: 'a', colour: 1 },
    400,
    'validation_failed',
    '/colour',
    'admin',
  ],
  ['an environment made by no admin', '/v1/environments', { key: 'a' }, 403, 'role_too_low'],
  ['an experiment nowhere', `${E}?environment=nowhere`, drafting({}), 404, 'unknown_environment'],
  ["another environment's experiment", `${E}/RUNNING/pause?environment=staging`, {}, 404, 'not_found'],
  [
    'a key for nowhere',
    '/v1/api-keys',
    { name: 'x', scopes: ['read'], environment: 'nowhere' },
    400,
    'unknown_environment',
    '/environment',
    'admin',
  ],
  [
    'a service key in another environment',
    `${E}/RUNNING/pause?environment=production`,
    {},
    403,
    'wrong_environment',
    undefined,
    'stranger',
  ],
  [
    "a service key's own environment, where it is not",
    `${E}/RUNNING/pause`,
    {},
    404,
    'not_found',
    undefined,
    'stranger',
  ],
  // Content.
  [
    'a condition with an unknown operator',
    E,
    drafting({ targeting: { a: { $near: 1 } } }),
    400,
    'unknown_operator',
    '/targeting/a/$near',
  ],
  [
    'a pattern that backtracks',
    E,
    drafting({ targeting: { a: { $regex: '(a)\\1' } } }),
    400,
    'invalid_pattern',
    '/targeting/a/$regex',
  ],
  [
    'a condition too deep',
    E,
    drafting({ targeting: deep(21) }),
    400,
    'condition_too_deep',
    `/targeting${'/$not'.repeat(20)}`,
  ],
  [
    'a list of 10,001 items',
    E,
    drafting({ targeting: { a: { $in: Array.from({ length: 10_001 }, (_, n) => n) } } }),
    400,
    'list_too_long',
    '/targeting/a/$in',
  ],
  [
    'a pattern of 501 characters',
    E,
    drafting({ targeting: { a: { $regexi: 'x'.repeat(501) } } }),
    400,
    'pattern_too_long',
    '/targeting/a/$regexi',
  ],
  [
    'a version that is none',
    E,
    drafting({ targeting: { a: { $vgte: 'latest' } } }),
    400,
    'invalid_version',
    '/targeting/a/$vgte',
  ],
  ['a condition that is a text', E, drafting({ targeting: 'country' }), 400, 'validation_failed', '/targeting'],
  [
    'a condition of more than 480 KiB',
    E,
    drafting({ targeting: { a: 'x'.repeat(480 * 1_024) } }),
    400,
    'validation_failed',
    '/targeting',
  ],
  ['a path with an empty step', E, drafting({ bucketBy: 'company.' }), 400, 'invalid_path', '/bucketBy'],
  ['an empty path', E, drafting({ bucketBy: '' }), 400, 'validation_failed', '/bucketBy'],
  ['an exposure of no kind', E, drafting({ exposure: 'sometimes' }), 400, 'validation_failed', '/exposure'],
  ['targeting amended', `${E}/RUNNING/amend`, { targeting: null }, 400, 'validation_failed', '/targeting'],
  ['traffic above its maximum', E, drafting({ traffic: '51', trafficMax: '50' }), 400, 'above_traffic_max', '/traffic'],
  ['a maximum above 100', E, drafting({ trafficMax: '101' }), 400, 'out_of_range', '/trafficMax'],
  ['a maximum that is no number', E, drafting({ trafficMax: 'all' }), 400, 'validation_failed', '/trafficMax'],
  [
    'a schedule without a zone',
    E,
    drafting({ schedule: { startAt: '2030-01-01T00:00:00' } }),
    400,
    'validation_failed',
    '/schedule/startAt',
  ],
  [
    'a schedule on no day',
    E,
    drafting({ schedule: { stopAt: '2030-13-01T00:00:00Z' } }),
    400,
    'validation_failed',
    '/schedule/stopAt',
  ],
  [
    'a stop before its start',
    E,
    drafting({ schedule: { startAt: '2030-01-02T00:00:00Z', stopAt: '2030-01-01T23:00:00-01:00' } }),
    400,
    'stop_before_start',
    '/schedule/stopAt',
  ],
  [
    'a start in the past',
    E,
    drafting({ schedule: { startAt: '2020-01-01T00:00:00Z' } }),
    400,
    'start_in_past',
    '/schedule/startAt',
  ],
  [
    'a stop in the past before any vote',
    E,
    drafting({ schedule: { stopAt: '2020-01-01T00:00:00Z' } }),
    400,
    'stop_in_past',
    '/schedule/stopAt',
  ],
  [
    'a ratio below zero',
    E,
    drafting({ guardrails: [guardrail, { ...guardrail, threshold: '-0.01' }] }),
    400,
    'impossible_threshold',
    '/guardrails/1/threshold',
  ],
  [
    'a ratio below zero attached',
    `${E}/DRAFT/guardrails`,
    { ...guardrail, threshold: -1 },
    400,
    'impossible_threshold',
    '/threshold',
  ],
  [
    'a ratio below zero amended',
    `${E}/RUNNING/amend`,
    { guardrails: [{ ...guardrail, threshold: '-1' }] },
    400,
    'impossible_threshold',
    '/guardrails/0/threshold',
  ],
  [
    'a ratio tightened below zero',
    `${E}/RUNNING/tighten-guardrail`,
    { guardrail: 'METRIC', threshold: '-1' },
    400,
    'impossible_threshold',
    '/threshold',
  ],
  ['a schedule that is a word', E, drafting({ schedule: 'soon' }), 400, 'validation_failed', '/schedule'],
  [
    'a schedule with a pause',
    E,
    drafting({ schedule: { pauseAt: null } }),
    400,
    'validation_failed',
    '/schedule/pauseAt',
  ],
  [
    'a guardrail per day',
    E,
    drafting({ guardrails: [{ ...guardrail, per: 'day' }] }),
    400,
    'validation_failed',
    '/guardrails/0/per',
  ],
  [
    'half a sample',
    E,
    drafting({ guardrails: [{ ...guardrail, minSample: 0.5 }] }),
    400,
    'validation_failed',
    '/guardrails/0/minSample',
  ],
  [
    'a negative sample',
    E,
    drafting({ guardrails: [{ ...guardrail, minSample: -1 }] }),
    400,
    'validation_failed',
    '/guardrails/0/minSample',
  ],
  [
    'a scope that there is not',
    E,
    drafting({ guardrails: [{ ...guardrail, scope: 'control' }] }),
    400,
    'validation_failed',
    '/guardrails/0/scope',
  ],
  [
    'a margin beside a threshold',
    E,
    drafting({ guardrails: [{ ...guardrail, margin: '1' }] }),
    400,
    'unknown_field',
    '/guardrails/0/margin',
  ],
  ['a salt of its own', E, drafting({ salt: 's' }), 400, 'validation_failed', '/salt'],
  [
    'an unknown metric attached to what runs',
    `${E}/RUNNING/metrics`,
    { metric: 'nothing' },
    400,
    'unknown_metric',
    '/metric',
  ],
  ['a guardrail attached to what runs', `${E}/RUNNING/guardrails`, guardrail, 409, 'wrong_state'],
  // Review, transfer, copy.
  ['an approval of a draft', `${E}/DRAFT/approve`, {}, 409, 'wrong_state', undefined, 'approver'],
  ['a transfer to nobody', `${E}/RUNNING/transfer`, { owner: 'NOBODY' }, 400, 'unknown_user', '/owner', 'admin'],
  ['a transfer to no id', `${E}/RUNNING/transfer`, { owner: 'olga' }, 400, 'validation_failed', '/owner', 'admin'],
  ['a transfer to none', `${E}/RUNNING/transfer`, {}, 400, 'validation_failed', '/owner', 'admin'],
  ['a copy without a key', `${E}/RUNNING/copy`, {}, 400, 'validation_failed', '/key'],
  ['a copy of nothing', `${E}/NOBODY/copy`, { key: 'copy' }, 404, 'not_found'],
  [
    'a copy with half the assignment',
    `${E}/RUNNING/copy`,
    { key: 'copy', sameAssignment: 'half' },
    400,
    'validation_failed',
    '/sameAssignment',
  ],
  // Live changes.
  ['no traffic', `${E}/RUNNING/traffic`, {}, 400, 'validation_failed', '/traffic'],
  ['traffic of 101', `${E}/RUNNING/traffic`, { traffic: '101' }, 400, 'out_of_range', '/traffic'],
  ['traffic too fine', `${E}/RUNNING/traffic`, { traffic: '0.00001' }, 400, 'too_many_decimals', '/traffic'],
  ['traffic of a draft', `${E}/DRAFT/traffic`, { traffic: '1' }, 409, 'wrong_state'],
  ['a freeze of a draft', `${E}/DRAFT/freeze-enrolment`, {}, 409, 'wrong_state'],
  ['a freeze by a service key', `${E}/RUNNING/freeze-enrolment`, {}, 403, 'missing_scope', undefined, 'stopper'],
  ...(
    [
      ['traffic', { traffic: '1' }],
      ['freeze-enrolment', {}],
      ['disable-arm', { variant: 'treatment' }],
      ['pause', {}],
      ['tighten-guardrail', { guardrail: 'METRIC', threshold: '0' }],
    ] as const
  ).map(([verb, body]): Bad => [
    `${verb} of another's without a reason`,
    `${E}/RUNNING/${verb}`,
    body,
    400,
    'required',
    '/comment',
    'approver',
  ]),
  ['an experiment restored that is not archived', `${E}/RUNNING/restore`, {}, 409, 'wrong_state', undefined, 'admin'],
  ['an experiment restored by its owner', `${E}/RUNNING/restore`, {}, 403, 'role_too_low'],
  ['no arm', `${E}/RUNNING/disable-arm`, {}, 400, 'validation_failed', '/variant'],
  [
    'an arm that is none',
    `${E}/RUNNING/disable-arm`,
    { variant: 'nobody' },
    400,
    'unknown_variant',
    '/variant',
    'stopper',
  ],
  ['control disabled while paused', `${E}/PAUSED/disable-arm`, { variant: 'control' }, 409, 'wrong_state'],
  [
    'a threshold that is a word',
    `${E}/RUNNING/tighten-guardrail`,
    { guardrail: 'METRIC', threshold: 'low' },
    400,
    'validation_failed',
    '/threshold',
  ],
  [
    'a guardrail that is none',
    `${E}/RUNNING/tighten-guardrail`,
    { guardrail: 'nothing', threshold: '0' },
    400,
    'unknown_guardrail',
    '/guardrail',
  ],
  [
    'a guardrail loosened',
    `${E}/RUNNING/tighten-guardrail`,
    { guardrail: 'METRIC', threshold: '0.6' },
    400,
    'not_stricter',
    '/threshold',
  ],
  ['an amendment of nothing', `${E}/RUNNING/amend`, {}, 400, 'nothing_changed'],
  ['other variants', `${E}/RUNNING/amend`, { variants }, 400, 'validation_failed', '/variants'],
  [
    'a primary metric past the draft',
    `${E}/RUNNING/amend`,
    { primaryMetric: 'METRIC' },
    400,
    'validation_failed',
    '/primaryMetric',
  ],
  [
    'control among the disabled',
    `${E}/RUNNING/amend`,
    { disabledArms: ['control'] },
    400,
    'is_control',
    '/disabledArms/0',
  ],
  [
    "an amendment's unknown metric",
    `${E}/RUNNING/amend`,
    { guardrails: [{ ...guardrail, metric: 'nothing' }] },
    400,
    'unknown_metric',
    '/guardrails/0/metric',
  ],
  [
    'a stop in the past',
    `${E}/RUNNING/amend`,
    { schedule: { stopAt: '2020-01-01T00:00:00Z' } },
    400,
    'stop_in_past',
    '/schedule/stopAt',
  ],
  ['a second amendment', `${E}/AMENDING/amend`, { traffic: '1' }, 409, 'amendment_open'],
  ["one's own amendment approved", `${E}/AMENDING/approve`, {}, 403, 'own_experiment'],
  ["another's amendment withdrawn", `${E}/AMENDING/withdraw`, {}, 403, 'not_owner', undefined, 'approver'],
  [
    'a trigger where none paused',
    `${E}/PAUSED/resume`,
    { trigger: 'NOBODY', comment: 'x' },
    400,
    'wrong_trigger',
    '/trigger',
  ],
  ['a trigger that is no id', `${E}/PAUSED/resume`, { trigger: 't' }, 400, 'validation_failed', '/trigger'],
  ["another's experiment resumed", `${E}/PAUSED/resume`, {}, 403, 'not_owner', undefined, 'approver'],
  ['a running one archived', `${E}/RUNNING/archive`, {}, 409, 'wrong_state'],
  // Pins.
  ['a pin of nobody adopted', '/v1/flags/FLAG/pins/NOBODY/adopt', {}, 404, 'not_found'],
  ['a pin that is not there yet lifted', '/v1/flags/FLAG/pins/RUNNING/lift', {}, 404, 'not_found'],
  ['a pin of no id', '/v1/flags/FLAG/pins/first/lift', {}, 404, 'not_found'],
  ['a pin on no flag', '/v1/flags/nothing/pins/NOBODY/lift', {}, 404, 'not_found'],
];

describe('bad input to environments, experiments and pins', () => {
  const rows = BAD.map(([why, path, body, status, code, pointer, sender = 'owner']) => {
    return { why, path, body, status, code, pointer, sender };
  });

  it.each(rows)('$why is refused and changes nothing', async ({ path, body, status, code, pointer, sender }) => {
    const before = await revisions();
    const answer = await senders[sender].send('POST', named(path, ids), named(JSON.stringify(body), ids), {});

    expectRefused(answer, { status, code, pointer });
    expect(await revisions()).toEqual(before);
  });

  async function revisions(): Promise<object[]> {
    return assay.stores.database.query(
      `SELECT stream, max(revision) AS revision FROM event_store.events
       WHERE category <> 'access_record' GROUP BY 1 ORDER BY 1`,
    );
  }
});
