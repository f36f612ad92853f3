import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, type Client } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { eventsIn, expectRefused, named } from '../support/refused.js';
import { startExperiment, type World } from '../support/world.js';

/** Who sends it: people of the world, a viewer, a service key that decides and ingests, one that only decides. */
type Sender = 'owner' | 'admin' | 'viewer' | 'product' | 'decider';

/** A request that must be refused: `[why, method and path, body, status, code, pointer of the field, who sends it]`. */
type Bad = readonly [
  why: string,
  request: string,
  body: object,
  status: number,
  code: string,
  pointer?: string | undefined,
  sender?: Sender | undefined,
];

let assay: RunningWorld;
let world: World;
let senders: Record<Sender, Client>;
/** What the words in the table stand for. */
let names: Record<string, string>;

beforeAll(async () => {
  assay = await startWorld('postgresql');
  ({ world } = assay);
  const { admin, owner, product } = world;
  const service = { name: 'decider', scopes: ['decide'] };
  const decider = admin.as((await expectStatus(201, admin.post('/v1/api-keys', service))).body.key);
  const vera = { name: 'Vera', email: 'vera@example.org', role: 'viewer' };
  const { id: userId } = (await expectStatus(201, admin.post('/v1/users', vera))).body;
  const hers = { name: 'vera', userId, scopes: ['manage', 'read'] };
  const viewer = admin.as((await expectStatus(201, admin.post('/v1/api-keys', hers))).body.key);
  senders = { owner, admin, viewer, product, decider };
  const running = await startExperiment(world, { threshold: '0.5', action: 'pause' });
  const archived = `archived_${world.suffix}`;
  await expectStatus(201, owner.post('/v1/event-types', { key: archived, name: 'Archived' }));
  await expectStatus(200, owner.post(`/v1/event-types/${archived}/archive`));
  const priced = `priced_${world.suffix}`;
  const properties = {
    price: { type: 'number' },
    salary: { type: 'number', personal: true },
    currency: { type: 'string' },
  };
  await expectStatus(201, owner.post('/v1/event-types', { key: priced, name: 'Priced', schema: { properties } }));
  const total = { key: `total_${world.suffix}`, name: 'Total', kind: 'sum', direction: 'higher_is_better' };
  await expectStatus(201, owner.post('/v1/metrics', { ...total, rule: { event: priced, property: 'price' } }));
  names = {
    PRICED: priced,
    TOTAL: total.key,
    RUNNING: running.id,
    ARCHIVED: archived,
    CRASH: world.crash,
    SEEN: world.exposure,
    METRIC: world.metric,
  };
});

afterAll(async () => {
  await assay.stop();
});

const TYPES = 'POST /v1/event-types';
const EDIT = 'PATCH /v1/event-types/CRASH';
const METRICS = 'POST /v1/metrics';
const VERSIONS = 'POST /v1/metrics/METRIC/versions';
const LINK = 'POST /v1/subjects/link';
const EVENTS = 'POST /v1/events';

const PLAN = 'POST /v1/experiments/plan';
const NOWHERE = '5a0ad5f4-8d38-5bd0-9ddb-7a2c1b1f2a10';

const plan = (more: object): object => {
  return { metric: 'TOTAL', mde: '0.05', baseline: { n: 100, mean: 10, variance: 4 }, ...more };
};
const withSchema = (schema: unknown): object => ({ key: 'bad', name: 'Bad', schema });
const metric = (kind: string, rule: unknown): object => {
  return { key: 'bad', name: 'Bad', kind, direction: 'lower_is_better', rule };
};
const link = (from: unknown, to: unknown): object => ({ from, to });
const nested = (depth: number): object => (depth === 0 ? {} : { properties: { a: nested(depth - 1) } });
/** Each definition names the next one twice: a few lines that are a thousand schemas when references are followed. */
const doubling = (depth: number): object => ({
  $ref: '#/$defs/d0',
  $defs: Object.fromEntries(
    Array.from({ length: depth }, (_, n) => [
      `d${n}`,
      n === depth - 1 ? {} : { allOf: [{ $ref: `#/$defs/d${n + 1}` }, { $ref: `#/$defs/d${n + 1}` }] },
    ]),
  ),
});

const BAD: readonly Bad[] = [
  // Event types.
  ['an event type without a key', TYPES, { name: 'Bad' }, 400, 'validation_failed', '/key'],
  ['an event type without a name', TYPES, { key: 'bad' }, 400, 'validation_failed', '/name'],
  ['an event type that is there', TYPES, { key: 'CRASH', name: 'Bad' }, 409, 'key_taken'],
  [
    'an exposure that is a word',
    TYPES,
    { key: 'bad', name: 'Bad', exposure: 'yes' },
    400,
    'validation_failed',
    '/exposure',
  ],
  [
    'an exposure that requires one',
    TYPES,
    { key: 'bad', name: 'Bad', exposure: true, requiresExposure: true },
    400,
    'contradiction',
    '/requiresExposure',
  ],
  ['a retention of its own', TYPES, { key: 'bad', name: 'Bad', days: 1 }, 400, 'validation_failed', '/days'],
  ['an event type of a viewer', TYPES, { key: 'bad', name: 'Bad' }, 403, 'role_too_low', undefined, 'viewer'],
  ['an event type of a service key', TYPES, { key: 'bad', name: 'Bad' }, 403, 'missing_scope', undefined, 'product'],
  ['an event type renamed to nothing', EDIT, { name: '' }, 400, 'validation_failed', '/name'],
  ['an event type made an exposure later', EDIT, { exposure: true }, 400, 'validation_failed', '/exposure'],
  ['an archived event type renamed', 'PATCH /v1/event-types/ARCHIVED', { name: 'X' }, 409, 'event_type_archived'],
  [
    'an archived event type under a schema',
    'PATCH /v1/event-types/ARCHIVED',
    { schema: {} },
    409,
    'event_type_archived',
  ],
  ['an archived event type defined again', TYPES, { key: 'ARCHIVED', name: 'X' }, 409, 'key_taken'],
  ['an unknown event type renamed', 'PATCH /v1/event-types/nothing', { name: 'X' }, 404, 'not_found'],
  ['an unknown event type archived', 'POST /v1/event-types/nothing/archive', {}, 404, 'not_found'],
  ['an unknown event type restored', 'POST /v1/event-types/nothing/restore', {}, 404, 'not_found', undefined, 'admin'],
  ['an event type restored by no admin', 'POST /v1/event-types/ARCHIVED/restore', {}, 403, 'role_too_low'],
  [
    'an event type archived with a word',
    'POST /v1/event-types/CRASH/archive',
    { confirm: 'x' },
    400,
    'validation_failed',
    '/confirm',
  ],
  [
    'an event type archived that counts',
    'POST /v1/event-types/CRASH/archive',
    { confirm: true },
    409,
    'event_type_in_use',
  ],
  ['a schema of what counts', 'PATCH /v1/event-types/CRASH', { schema: {} }, 409, 'event_type_in_use'],
  [
    'a schema confirmed by a word',
    'PATCH /v1/event-types/CRASH',
    { schema: {}, confirm: 1 },
    400,
    'validation_failed',
    '/confirm',
  ],
  // Their schemas.
  ['a schema that is a text', TYPES, withSchema('{}'), 400, 'validation_failed', '/schema'],
  ['a schema that is true', TYPES, withSchema(true), 400, 'validation_failed', '/schema'],
  [
    'a schema of more than 16 KiB',
    TYPES,
    withSchema({ description: 'é'.repeat(9_000) }),
    400,
    'schema_too_large',
    '/schema',
  ],
  [
    'a schema of more than 64 KiB',
    TYPES,
    withSchema({ title: 'x'.repeat(70_000) }),
    400,
    'validation_failed',
    '/schema',
  ],
  ['a schema too deep', TYPES, withSchema(nested(8)), 400, 'schema_too_deep', `/schema${'/properties/a'.repeat(8)}`],
  ['a schema that grows without end', TYPES, withSchema(doubling(14)), 400, 'schema_too_large'],
  [
    'a $ref to another document',
    TYPES,
    withSchema({ properties: { a: { $ref: 'https://example.org/a.json' } } }),
    400,
    'ref_outside',
    '/schema/properties/a/$ref',
  ],
  ['a $ref to a file', TYPES, withSchema({ $ref: 'file:///etc/hosts' }), 400, 'ref_outside', '/schema/$ref'],
  ['a $ref to itself', TYPES, withSchema({ properties: { a: { $ref: '#' } } }), 400, 'recursive_ref', '/schema'],
  [
    'a $ref in a circle',
    TYPES,
    withSchema({
      $ref: '#/$defs/a',
      $defs: { a: { items: { $ref: '#/$defs/b' } }, b: { items: { $ref: '#/$defs/a' } } },
    }),
    400,
    'recursive_ref',
    '/schema',
  ],
  ['a $ref to nothing', TYPES, withSchema({ $ref: '#/$defs/nothing' }), 400, 'invalid_schema', '/schema'],
  ['a $ref that is no text', TYPES, withSchema({ $ref: 7 }), 400, 'invalid_schema', '/schema'],
  [
    'a pattern that looks ahead',
    TYPES,
    withSchema({ properties: { a: { pattern: '^(?=a)b' } } }),
    400,
    'invalid_schema',
    '/schema',
  ],
  [
    'a pattern that looks behind',
    TYPES,
    withSchema({ properties: { a: { pattern: '(?<=a)b' } } }),
    400,
    'invalid_schema',
    '/schema',
  ],
  [
    'a pattern that refers back',
    TYPES,
    withSchema({ properties: { a: { pattern: '(a+)\\1' } } }),
    400,
    'invalid_schema',
    '/schema',
  ],
  [
    'a pattern of names that refers back',
    TYPES,
    withSchema({ patternProperties: { '(a)\\1': {} } }),
    400,
    'invalid_schema',
    '/schema',
  ],
  ['a pattern that is none', TYPES, withSchema({ pattern: '(' }), 400, 'invalid_schema', '/schema'],
  ['a pattern of 501 characters', TYPES, withSchema({ pattern: 'a'.repeat(501) }), 400, 'invalid_schema', '/schema'],
  ['a schema with an $id', TYPES, withSchema({ $id: 'urn:a' }), 400, 'unsupported_keyword', '/schema/$id'],
  [
    'a $dynamicRef',
    TYPES,
    withSchema({ properties: { a: { $dynamicRef: '#b' } } }),
    400,
    'unsupported_keyword',
    '/schema/properties/a/$dynamicRef',
  ],
  [
    'items compared with each other',
    TYPES,
    withSchema({ properties: { a: { uniqueItems: true } } }),
    400,
    'unsupported_keyword',
    '/schema/properties/a/uniqueItems',
  ],
  ['an unknown keyword', TYPES, withSchema({ colour: 'red' }), 400, 'invalid_schema', '/schema'],
  ['an unknown type of value', TYPES, withSchema({ type: 'decimal' }), 400, 'invalid_schema', '/schema'],
  ['an unknown format', TYPES, withSchema({ format: 'colour' }), 400, 'invalid_schema', '/schema'],
  ['personal that is a word', TYPES, withSchema({ properties: { a: { personal: 'yes' } } }), 400, 'invalid_schema'],
  ['another draft', TYPES, withSchema({ $schema: 'http://json-schema.org/draft-07/schema#' }), 400, 'invalid_schema'],
  ['an edit to a schema too deep', EDIT, { schema: nested(8) }, 400, 'schema_too_deep'],
  ['an edit to a pattern that refers back', EDIT, { schema: { pattern: '(a)\\1' } }, 400, 'invalid_schema', '/schema'],
  // Metrics: each kind has its own rule.
  ['a metric of no kind', METRICS, { ...metric('count', {}), kind: undefined }, 400, 'validation_failed', '/kind'],
  ['a metric without a rule', METRICS, metric('count', undefined), 400, 'validation_failed', '/rule'],
  ['a rule that is a text', METRICS, metric('count', 'CRASH'), 400, 'validation_failed', '/rule'],
  [
    'a direction that there is not',
    METRICS,
    { ...metric('count', {}), direction: 'up' },
    400,
    'validation_failed',
    '/direction',
  ],
  [
    'a ratio of nothing',
    METRICS,
    metric('ratio', { denominatorEvent: 'SEEN' }),
    400,
    'required',
    '/rule/numeratorEvent',
  ],
  [
    'a ratio to nothing',
    METRICS,
    metric('ratio', { numeratorEvent: 'CRASH' }),
    400,
    'required',
    '/rule/denominatorEvent',
  ],
  [
    'a ratio of one event',
    METRICS,
    metric('ratio', { numeratorEvent: 'CRASH', denominatorEvent: 'SEEN', event: 'CRASH' }),
    400,
    'unknown_field',
    '/rule/event',
  ],
  [
    'a ratio to an unknown event type',
    METRICS,
    metric('ratio', { numeratorEvent: 'CRASH', denominatorEvent: 'nothing' }),
    400,
    'unknown_event_type',
    '/rule/denominatorEvent',
  ],
  ['a conversion to nothing', METRICS, metric('conversion', {}), 400, 'required', '/rule/event'],
  [
    'a conversion with a denominator',
    METRICS,
    metric('conversion', { event: 'CRASH', denominatorEvent: 'SEEN' }),
    400,
    'unknown_field',
    '/rule/denominatorEvent',
  ],
  ['a count of nothing', METRICS, metric('count', {}), 400, 'required', '/rule/event'],
  [
    'a count of a property',
    METRICS,
    metric('count', { event: 'CRASH', property: 'a' }),
    400,
    'unknown_field',
    '/rule/property',
  ],
  ['a sum of no property', METRICS, metric('sum', { event: 'CRASH' }), 400, 'required', '/rule/property'],
  ['a sum of no event', METRICS, metric('sum', { property: 'a' }), 400, 'required', '/rule/event'],
  [
    'a sum of an empty name',
    METRICS,
    metric('sum', { event: 'CRASH', property: '' }),
    400,
    'validation_failed',
    '/rule/property',
  ],
  [
    'a sum with a quantile',
    METRICS,
    metric('sum', { event: 'CRASH', property: 'a', quantile: '0.5' }),
    400,
    'unknown_field',
    '/rule/quantile',
  ],
  ...[
    ['salary', 'personal_property'],
    ['prize', 'undeclared_property'],
    ['currency', 'not_numeric'],
  ].flatMap(([property = '', code = '']): Bad[] => {
    const rule = { event: 'PRICED', property };
    return [
      [`a sum of ${property}`, METRICS, metric('sum', rule), 400, code, '/rule/property'],
      [`a mean of ${property}`, METRICS, metric('mean', rule), 400, code, '/rule/property'],
      [
        `the median of ${property}`,
        METRICS,
        metric('quantile', { ...rule, quantile: '0.5' }),
        400,
        code,
        '/rule/property',
      ],
      [`a version with ${property}`, 'POST /v1/metrics/TOTAL/versions', { rule }, 400, code, '/rule/property'],
    ];
  }),
  ['a mean of no property', METRICS, metric('mean', { event: 'CRASH' }), 400, 'required', '/rule/property'],
  [
    'a mean of an unknown event type',
    METRICS,
    metric('mean', { event: 'nothing', property: 'a' }),
    400,
    'unknown_event_type',
    '/rule/event',
  ],
  [
    'a quantile of no share',
    METRICS,
    metric('quantile', { event: 'CRASH', property: 'a' }),
    400,
    'required',
    '/rule/quantile',
  ],
  [
    'a quantile of no property',
    METRICS,
    metric('quantile', { event: 'CRASH', quantile: '0.5' }),
    400,
    'required',
    '/rule/property',
  ],
  ...(['0', '1', '-0.5', '95', '1.0'] as const).map((quantile): Bad => {
    const rule = { event: 'CRASH', property: 'a', quantile };
    return [`the quantile ${quantile}`, METRICS, metric('quantile', rule), 400, 'out_of_range', '/rule/quantile'];
  }),
  [
    'a quantile that is a word',
    METRICS,
    metric('quantile', { event: 'CRASH', property: 'a', quantile: 'x' }),
    400,
    'validation_failed',
    '/rule/quantile',
  ],
  [
    'a rule with a colour',
    METRICS,
    metric('count', { event: 'CRASH', colour: 1 }),
    400,
    'validation_failed',
    '/rule/colour',
  ],
  [
    'a metric with its version',
    METRICS,
    { ...metric('count', { event: 'CRASH' }), version: 2 },
    400,
    'validation_failed',
    '/version',
  ],
  ['a metric that is there', METRICS, { ...metric('count', { event: 'CRASH' }), key: 'METRIC' }, 409, 'key_taken'],
  ['a metric of a viewer', METRICS, metric('count', { event: 'CRASH' }), 403, 'role_too_low', undefined, 'viewer'],
  // Metrics: changes.
  ['a version without a rule', VERSIONS, {}, 400, 'validation_failed', '/rule'],
  ["a version with another kind's rule", VERSIONS, { rule: { event: 'CRASH' } }, 400, 'unknown_field', '/rule/event'],
  [
    'a version of another kind without its rule',
    VERSIONS,
    { kind: 'sum', rule: { event: 'CRASH' } },
    400,
    'required',
    '/rule/property',
  ],
  [
    'a version of an unknown event type',
    VERSIONS,
    { kind: 'count', rule: { event: 'nothing' } },
    400,
    'unknown_event_type',
    '/rule/event',
  ],
  [
    'a version with a name',
    VERSIONS,
    { kind: 'count', name: 'X', rule: { event: 'CRASH' } },
    400,
    'validation_failed',
    '/name',
  ],
  [
    'a version of a viewer',
    VERSIONS,
    { kind: 'count', rule: { event: 'CRASH' } },
    403,
    'role_too_low',
    undefined,
    'viewer',
  ],
  [
    'a version of an unknown metric',
    'POST /v1/metrics/nothing/versions',
    { rule: { event: 'CRASH' } },
    404,
    'not_found',
  ],
  ['an unknown metric renamed', 'PATCH /v1/metrics/nothing', { name: 'X' }, 404, 'not_found'],
  ['a metric renamed to nothing', 'PATCH /v1/metrics/METRIC', {}, 400, 'validation_failed', '/name'],
  [
    'the rule of a metric in use',
    'PATCH /v1/metrics/METRIC',
    { name: 'X', rule: { event: 'CRASH' } },
    400,
    'validation_failed',
    '/rule',
  ],
  // Telemetry.
  ...(['x', '', 7, [], {}, '2026-01-31', '2026-13-01T00:00:00Z', '2026-01-31T12:00:00'] as const).map((sentAt): Bad => {
    const body = { events: [], sentAt };
    const why = `sentAt ${JSON.stringify(sentAt)}`;
    return [why, EVENTS, body, 400, 'validation_failed', '/sentAt', 'product'];
  }),
  ['telemetry that is an object', EVENTS, { events: {} }, 400, 'validation_failed', '/events', 'product'],
  ['telemetry with a source', EVENTS, { events: [], source: 'x' }, 400, 'validation_failed', '/source', 'product'],
  ['telemetry with a key that decides', EVENTS, { events: [] }, 403, 'missing_scope', undefined, 'decider'],
  ['telemetry of a person', EVENTS, { events: [] }, 403, 'missing_scope'],
  // Links.
  ['a link to oneself', LINK, link('a', 'a'), 400, 'same_subject', '/to', 'product'],
  ['a link of nobody', LINK, { to: 'a' }, 400, 'validation_failed', '/from', 'product'],
  ['a link to nobody', LINK, { from: 'a' }, 400, 'validation_failed', '/to', 'product'],
  ['a link of an empty subject', LINK, link('', 'a'), 400, 'validation_failed', '/from', 'product'],
  ['a link to null', LINK, link('a', null), 400, 'validation_failed', '/to', 'product'],
  ['a link of a number', LINK, link(7, 'a'), 400, 'validation_failed', '/from', 'product'],
  ['a link of 1,001 characters', LINK, link('a'.repeat(1_001), 'b'), 400, 'validation_failed', '/from', 'product'],
  ['a link with a reason', LINK, { ...link('a', 'b'), reason: 'x' }, 400, 'validation_failed', '/reason', 'product'],
  ['a link with a key that decides', LINK, link('a', 'b'), 403, 'missing_scope', undefined, 'decider'],
  ['a link by a person', LINK, link('a', 'b'), 403, 'missing_scope'],
  // Plans.
  ['a plan without a metric', PLAN, { mde: '0.05' }, 400, 'validation_failed', '/metric'],
  ['a plan for an unknown metric', PLAN, plan({ metric: 'nothing' }), 400, 'validation_failed', '/metric'],
  ['a plan without an effect', PLAN, { metric: 'TOTAL' }, 400, 'validation_failed', '/mde'],
  ...(['0', '-0.1', '1001'] as const).map((mde): Bad => {
    return [`a plan for an effect of ${mde}`, PLAN, plan({ mde }), 400, 'validation_failed', '/mde'];
  }),
  ...(['0', '0.5', '1'] as const).map((alpha): Bad => {
    return [`a plan at an alpha of ${alpha}`, PLAN, plan({ alpha }), 400, 'validation_failed', '/alpha'];
  }),
  ...(['0.05', '0', '1'] as const).map((power): Bad => {
    return [`a plan with a power of ${power}`, PLAN, plan({ power }), 400, 'validation_failed', '/power'];
  }),
  ['a plan of one arm', PLAN, plan({ arms: 1 }), 400, 'validation_failed', '/arms'],
  ['a plan with one weight', PLAN, plan({ weights: [1] }), 400, 'validation_failed', '/weights'],
  ['a plan with a weight of 0', PLAN, plan({ weights: [1, 0] }), 400, 'validation_failed', '/weights/1'],
  [
    'a plan with more weights than arms',
    PLAN,
    plan({ arms: 2, weights: [1, 1, 1] }),
    400,
    'validation_failed',
    '/weights',
  ],
  ['a plan with words for weights', PLAN, plan({ weights: ['a', 'b'] }), 400, 'validation_failed', '/weights'],
  [
    'a plan by a baseline of nobody',
    PLAN,
    plan({ baseline: { n: 0, mean: 1, variance: 1 } }),
    400,
    'validation_failed',
    '/baseline/n',
  ],
  [
    'a plan without a variance',
    PLAN,
    plan({ baseline: { n: 9, mean: 1 } }),
    400,
    'validation_failed',
    '/baseline/variance',
  ],
  [
    'a plan with a negative variance',
    PLAN,
    plan({ baseline: { n: 9, mean: 1, variance: -1 } }),
    400,
    'validation_failed',
    '/baseline/variance',
  ],
  ['a plan by no baseline at all', PLAN, plan({ baseline: null }), 400, 'validation_failed', '/baseline'],
  ['a plan for an unknown flag', PLAN, plan({ flag: 'nothing' }), 400, 'validation_failed', '/flag'],
  ['a plan by an unknown experiment', PLAN, plan({ experiment: NOWHERE }), 400, 'validation_failed', '/experiment'],
  [
    'a plan by an experiment without the metric',
    PLAN,
    plan({ baseline: null, experiment: 'RUNNING' }),
    400,
    'validation_failed',
    '/metric',
  ],
  ['a plan with a colour', PLAN, plan({ colour: 1 }), 400, 'validation_failed', '/colour'],
];

describe('bad input to event types, metrics, telemetry and links', () => {
  const rows = BAD.map(([why, request, body, status, code, pointer, sender = 'owner']) => {
    return { why, request, body, status, code, pointer, sender };
  });

  it.each(rows)('$why is refused and changes nothing', async ({ request, body, status, code, pointer, sender }) => {
    const before = await head();
    const [method = '', path = ''] = named(request, names).split(' ');
    const answer = await senders[sender].send(method, path, named(JSON.stringify(body), names), {});

    expectRefused(answer, { status, code, pointer });
    expect(await head()).toBe(before);
  });

  it.each([
    ['results?phase=0', 'invalid_value'],
    ['results?phase=last', 'invalid_value'],
    ['results?phase=2', 'unknown_phase'],
    ['results?phase=99&format=csv', 'unknown_phase'],
    ['results?at=2999-01-01T00:00:00Z', 'out_of_range'],
    ['results?at=2020-01-01T00:00:00Z', 'out_of_range'],
    ['results?colour=red', 'unknown_parameter'],
    ['results?statistics=guesses', 'invalid_value'],
    ['results?dimension=nothing', 'unknown_dimension'],
    ['results?at=yesterday', 'invalid_value'],
    ['results?at=2026-11-26T11:05:38', 'invalid_value'],
    ['results?format=xml', 'invalid_value'],
    ['results?at=2026-02-30T00:00:00Z', 'invalid_value'],
    ['results/series', 'required'],
    ['results/series?metric=nothing', 'not_found'],
    ['results/series?metric=METRIC&variant=control', 'unknown_variant'],
    ['results/series?metric=METRIC&format=xml', 'invalid_value'],
    ['results/series?metric=METRIC&at=2026-11-26T11:05:38Z', 'unknown_parameter'],
    ['timeseries', 'required'],
    ['timeseries?metric=a%2Fb', 'required'],
    ['timeseries?metric=nothing', 'not_found'],
    ['timeseries?metric=METRIC&bucket=15', 'out_of_range'],
    ['timeseries?metric=METRIC&bucket=0', 'out_of_range'],
    ['timeseries?metric=METRIC&from=yesterday', 'invalid_value'],
    ['timeseries?metric=METRIC&to=2026-13-01T00:00:00Z', 'invalid_value'],
    ['timeseries?metric=METRIC&to=2027-02-30T00:00:00Z', 'invalid_value'],
    ['timeseries?metric=METRIC&from=2026-11-26T11:05:38', 'invalid_value'],
    ['timeseries?metric=METRIC&from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z', 'out_of_range'],
  ])('refuses GET %s', async (path, code) => {
    const answer = await world.owner.get(named(`/v1/experiments/RUNNING/${path}`, names));
    expect(answer.body.code).toBe(code);
    expect(answer.status).toBeLessThan(500);
    if (answer.status === 400)
      expect(answer.body.errors).toMatchObject([{ pointer: expect.stringMatching(/^\?/), code }]);
  });

  function head(): Promise<string> {
    return eventsIn(assay.stores.database);
  }
});

describe('a schema that is refused by no rule', () => {
  it('is taken: patterns of linear time, references into itself, limits just kept', async () => {
    const schemas = [
      {},
      nested(7),
      { pattern: 'a'.repeat(500) },
      { $ref: '#/$defs/a', $defs: { a: { properties: { b: { pattern: '^(a|b)+$' } } } } },
      { properties: { when: { type: 'string', format: 'date-time', personal: true } }, additionalProperties: false },
      doubling(8),
    ];
    for (const schema of schemas) {
      const body = { key: `good_${randomUUID()}`, name: 'Good', schema };
      const answer = await expectStatus(201, world.owner.post('/v1/event-types', body));
      expect(answer.body.schema).toEqual(schema);
    }
  });
});
