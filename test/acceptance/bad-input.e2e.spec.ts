import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { eventsIn } from '../support/refused.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { decide, startExperiment, telemetry, type RunningExperiment, type World } from '../support/world.js';

/** A request that must be refused: what it sends, and the status, code and pointer of the answer. */
interface Bad {
  readonly why: string;
  readonly method?: 'POST' | 'PUT' | 'PATCH';
  readonly path: string | (() => string);
  readonly body: () => unknown;
  readonly status: number;
  readonly code: string;
  readonly pointer?: string;
  /** Code of the field's error, where it differs from the answer's own. */
  readonly fieldCode?: string;
  readonly as?: 'owner' | 'admin' | 'product' | 'approver';
}

let assay: RunningWorld;
let world: World;
let running: RunningExperiment;

beforeAll(async () => {
  assay = await startWorld('postgresql');
  ({ world } = assay);
  running = await startExperiment(world, { threshold: '0.5', action: 'pause' });
});

afterAll(async () => {
  await assay.stop();
});

const variants = [
  { key: 'control', value: 'old', weight: '50', control: true },
  { key: 'treatment', value: 'new', weight: '50' },
];
const draft = (changes: object): (() => object) => {
  return () => ({ key: `x_${randomUUID()}`, name: 'X', flag: running.flag, variants, ...changes });
};
const field = (fieldCode: string, pointer: string) => ({ status: 400, code: 'validation_failed', fieldCode, pointer });
const rule = (code: string, pointer: string) => ({ status: 400, code, fieldCode: code, pointer });
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

const BAD: readonly Bad[] = [
  { why: 'no key', path: '/v1/flags', body: () => ({ type: 'string', default: 'x' }), ...field('required', '/key') },
  {
    why: 'a key with a slash',
    path: '/v1/flags',
    body: () => ({ key: 'a/b', type: 'string', default: 'x' }),
    ...field('invalid_key', '/key'),
  },
  {
    why: "a key of Assay's own",
    path: '/v1/flags',
    body: () => ({ key: 'assay.x', type: 'string', default: 'x' }),
    ...field('invalid_key', '/key'),
  },
  {
    why: 'an unknown type',
    path: '/v1/flags',
    body: () => ({ key: 'bad', type: 'date', default: 'x' }),
    ...field('invalid_value', '/type'),
  },
  {
    why: "a default not of the flag's type",
    path: '/v1/flags',
    body: () => ({ key: 'bad', type: 'boolean', default: 'x' }),
    ...rule('wrong_value_type', '/default'),
  },
  {
    why: 'an unknown field',
    path: '/v1/flags',
    body: () => ({ key: 'bad', type: 'string', default: 'x', colour: 1 }),
    ...field('unknown_field', '/colour'),
  },
  {
    why: 'a key that is taken',
    path: '/v1/flags',
    body: () => ({ key: running.flag, type: 'string', default: 'x' }),
    status: 409,
    code: 'key_taken',
  },
  {
    why: 'a list for a body',
    path: '/v1/flags',
    body: () => [],
    status: 400,
    code: 'validation_failed',
    pointer: '',
    fieldCode: 'invalid_type',
  },
  {
    why: 'weights that sum to 99.9',
    path: '/v1/experiments',
    body: draft({ variants: [{ ...variants[0], weight: '49.9' }, variants[1]] }),
    ...rule('weights_sum', '/variants'),
  },
  {
    why: 'weights that only floating point sums to 100',
    path: '/v1/experiments',
    body: draft({
      variants: [
        { ...variants[0], weight: '33.33333' },
        { ...variants[1], weight: '66.66667' },
      ],
    }),
    ...rule('too_many_decimals', '/variants/0/weight'),
  },
  {
    why: 'two controls',
    path: '/v1/experiments',
    body: draft({ variants: variants.map((each) => ({ ...each, control: true })) }),
    ...rule('several_controls', '/variants'),
  },
  {
    why: 'no control',
    path: '/v1/experiments',
    body: draft({ variants: variants.map((each) => ({ ...each, control: false })) }),
    ...rule('no_control', '/variants'),
  },
  {
    why: 'two variants of one key',
    path: '/v1/experiments',
    body: draft({ variants: [variants[0], { ...variants[1], key: 'control' }] }),
    ...rule('duplicate_key', '/variants/1/key'),
  },
  {
    why: 'one variant',
    path: '/v1/experiments',
    body: draft({ variants: [variants[0]] }),
    ...field('too_short', '/variants'),
  },
  {
    why: '21 variants',
    path: '/v1/experiments',
    body: draft({ variants: Array.from({ length: 21 }, (_, n) => ({ ...variants[1], key: `v${n}` })) }),
    ...field('too_long', '/variants'),
  },
  {
    why: 'a variant that is null',
    path: '/v1/experiments',
    body: draft({ variants: [null, variants[1]] }),
    ...field('invalid_type', '/variants'),
  },
  {
    why: 'a value not of the flag',
    path: '/v1/experiments',
    body: draft({ variants: [variants[0], { ...variants[1], value: 7 }] }),
    ...rule('wrong_value_type', '/variants/1/value'),
  },
  {
    why: 'an unknown field in a variant',
    path: '/v1/experiments',
    body: draft({ variants: [variants[0], { ...variants[1], color: 1 }] }),
    ...field('unknown_field', '/variants/1/color'),
  },
  {
    why: 'a weight that is no decimal',
    path: '/v1/experiments',
    body: draft({ variants: [variants[0], { ...variants[1], weight: 'half' }] }),
    ...field('invalid_decimal', '/variants/1/weight'),
  },
  {
    why: 'traffic above 100',
    path: '/v1/experiments',
    body: draft({ traffic: '100.01' }),
    ...rule('out_of_range', '/traffic'),
  },
  {
    why: 'traffic below 0',
    path: '/v1/experiments',
    body: draft({ traffic: '-1' }),
    ...rule('out_of_range', '/traffic'),
  },
  {
    why: 'traffic as a huge number',
    path: '/v1/experiments',
    body: draft({ traffic: 1e300 }),
    ...field('invalid_decimal', '/traffic'),
  },
  {
    why: 'an unknown flag',
    path: '/v1/experiments',
    body: draft({ flag: 'nobody' }),
    ...rule('unknown_flag', '/flag'),
  },
  {
    why: 'an unknown metric',
    path: '/v1/experiments',
    body: draft({ metrics: ['nothing'] }),
    ...rule('unknown_metric', '/metrics/0'),
  },
  {
    why: "a guardrail's unknown metric",
    path: '/v1/experiments',
    body: draft({ guardrails: [{ metric: 'nothing', threshold: '1', action: 'pause' }] }),
    ...rule('unknown_metric', '/guardrails/0/metric'),
  },
  {
    why: 'a threshold that is no decimal',
    path: '/v1/experiments',
    body: draft({ guardrails: [{ metric: 'm', threshold: '5%', action: 'pause' }] }),
    ...field('invalid_decimal', '/guardrails/0/threshold'),
  },
  {
    why: 'an action that there is not',
    path: '/v1/experiments',
    body: draft({ guardrails: [{ metric: 'm', threshold: '1', action: 'explode' }] }),
    ...field('invalid_value', '/guardrails/0/action'),
  },
  {
    why: 'a window of no minutes',
    path: '/v1/experiments',
    body: draft({ guardrails: [{ metric: 'm', threshold: '1', action: 'pause', windowMinutes: 0 }] }),
    ...field('out_of_range', '/guardrails/0/windowMinutes'),
  },
  {
    why: 'a metric kind that there is not',
    path: '/v1/metrics',
    body: () => ({ key: 'bad', name: 'B', kind: 'median', direction: 'lower_is_better', rule: {} }),
    ...field('invalid_value', '/kind'),
  },
  {
    why: 'a rule without its denominator',
    path: '/v1/metrics',
    body: () => ({
      key: 'bad',
      name: 'B',
      kind: 'ratio',
      direction: 'lower_is_better',
      rule: { numeratorEvent: world.crash },
    }),
    ...rule('required', '/rule/denominatorEvent'),
  },
  {
    why: 'a rule with an unknown event type',
    path: '/v1/metrics',
    body: () => ({
      key: 'bad',
      name: 'B',
      kind: 'conversion',
      direction: 'higher_is_better',
      rule: { event: 'nothing' },
    }),
    ...rule('unknown_event_type', '/rule/event'),
  },
  {
    why: 'a schema that is a list',
    path: '/v1/event-types',
    body: () => ({ key: 'bad', name: 'B', schema: [] }),
    ...field('invalid_type', '/schema'),
  },
  {
    why: 'a half approval',
    path: '/v1/review-policy',
    method: 'PUT',
    body: () => ({ minApprovals: 0.5, allowAnyApprover: true }),
    ...field('invalid_type', '/minApprovals'),
    as: 'admin',
  },
  {
    why: 'a policy that forbids what is against the verdict',
    path: '/v1/review-policy',
    method: 'PUT',
    body: () => ({ minApprovals: 1, allowAnyApprover: true, againstVerdict: 'never' }),
    ...field('invalid_value', '/againstVerdict'),
    as: 'admin',
  },
  {
    why: 'an e-mail address that is none',
    path: '/v1/users',
    body: () => ({ name: 'X', email: 'x', role: 'viewer' }),
    ...field('invalid_email', '/email'),
    as: 'admin',
  },
  {
    why: 'a service key that manages',
    path: '/v1/api-keys',
    body: () => ({ name: 'X', scopes: ['manage'] }),
    ...rule('scope_needs_user', '/scopes'),
    as: 'admin',
  },
  {
    why: 'a client key that reads',
    path: '/v1/api-keys',
    body: () => ({ name: 'X', kind: 'client', scopes: ['decide', 'read'], origins: ['*'] }),
    ...rule('scope_not_for_clients', '/scopes'),
    as: 'admin',
  },
  {
    why: 'an origin with a path',
    path: '/v1/api-keys',
    body: () => ({
      name: 'X',
      kind: 'client',
      scopes: ['decide'],
      origins: ['https://a.example', 'https://b.example/'],
    }),
    ...rule('invalid_origin', '/origins/1'),
    as: 'admin',
  },
  {
    why: 'any origin, and another',
    path: '/v1/api-keys',
    body: () => ({ name: 'X', kind: 'client', scopes: ['decide'], origins: ['*', 'https://a.example'] }),
    ...rule('invalid_origin', '/origins'),
    as: 'admin',
  },
  {
    why: 'origins of a service key',
    path: '/v1/api-keys',
    body: () => ({ name: 'X', scopes: ['decide'], origins: ['*'] }),
    ...rule('invalid_value', '/origins'),
    as: 'admin',
  },
  {
    why: 'a key for nobody',
    path: '/v1/api-keys',
    body: () => ({ name: 'X', userId: randomUUID(), scopes: ['read'] }),
    ...rule('unknown_user', '/userId'),
    as: 'admin',
  },
  {
    why: 'a user managed by an experimenter',
    path: '/v1/users',
    body: () => ({ name: 'X', email: 'x@example.org', role: 'admin' }),
    status: 403,
    code: 'role_too_low',
  },
  {
    why: 'a flag made with a service key',
    path: '/v1/flags',
    body: () => ({ key: 'bad', type: 'string', default: 'x' }),
    status: 403,
    code: 'missing_scope',
    as: 'product',
  },
  {
    why: 'a start twice',
    path: () => `/v1/experiments/${running.id}/start`,
    body: () => ({}),
    status: 409,
    code: 'wrong_state',
  },
  {
    why: 'an edit of what runs',
    method: 'PATCH',
    path: () => `/v1/experiments/${running.id}`,
    body: () => ({ traffic: '50' }),
    status: 409,
    code: 'wrong_state',
  },
  {
    why: "another's experiment completed",
    path: () => `/v1/experiments/${running.id}/complete`,
    body: () => ({ outcome: 'no_effect' }),
    status: 403,
    code: 'not_owner',
    as: 'approver',
  },
  {
    why: 'a rollout without a winner',
    path: () => `/v1/experiments/${running.id}/complete`,
    body: () => ({ outcome: 'rollout' }),
    ...rule('required', '/winner'),
  },
  {
    why: 'a winner that is no variant',
    path: () => `/v1/experiments/${running.id}/complete`,
    body: () => ({ outcome: 'rollout', winner: 'nobody' }),
    ...rule('unknown_variant', '/winner'),
  },
  {
    why: 'an experiment that is not there',
    path: `/v1/experiments/${randomUUID()}/submit`,
    body: () => ({}),
    status: 404,
    code: 'not_found',
  },
  { why: 'an id that is none', path: '/v1/experiments/..%2f/submit', body: () => ({}), status: 404, code: 'not_found' },
  {
    why: 'a NUL character',
    path: '/v1/flags',
    body: () => ({ key: 'bad', type: 'string', default: 'a\u0000b' }),
    status: 400,
    code: 'nul_character',
    pointer: '/default',
  },
  {
    why: 'a lone surrogate',
    path: '/v1/flags',
    body: () => ({ key: 'bad', type: 'string', default: '\ud800' }),
    status: 400,
    code: 'invalid_unicode',
    pointer: '/default',
  },
  {
    why: 'JSON 40 levels deep',
    path: '/v1/flags',
    body: () => ({ key: 'bad', type: 'json', default: nested(40) }),
    status: 400,
    code: 'too_deep',
  },
  {
    why: 'a decision for a number',
    path: '/v1/decide',
    body: () => ({ flag: running.flag, subjectId: 7 }),
    ...field('invalid_type', '/subjectId'),
    as: 'product',
  },
  {
    why: 'a decision of no flag',
    path: '/v1/decide',
    body: () => ({ subjectId: 'a' }),
    ...field('required', '/flag'),
    as: 'product',
  },
  {
    why: 'a number as flag',
    path: '/v1/decide',
    body: () => ({ flag: 7, subjectId: 'a' }),
    ...field('invalid_type', '/flag'),
    as: 'product',
  },
  {
    why: 'a number among flags',
    path: '/v1/decide',
    body: () => ({ flags: ['a', 7], subjectId: 'a' }),
    ...field('invalid_type', '/flags/1'),
    as: 'product',
  },
  {
    why: 'a text as flags',
    path: '/v1/decide',
    body: () => ({ flags: 'a', subjectId: 'a' }),
    ...field('invalid_type', '/flags'),
    as: 'product',
  },
  {
    why: '1,001 flags',
    path: '/v1/decide',
    body: () => ({ flags: Array.from({ length: 1_001 }, () => 'a'), subjectId: 'a' }),
    ...field('too_long', '/flags'),
    as: 'product',
  },
  {
    why: 'telemetry without events',
    path: '/v1/events',
    body: () => ({}),
    ...field('required', '/events'),
    as: 'product',
  },
  {
    why: 'sentAt without a zone',
    path: '/v1/events',
    body: () => ({ events: [], sentAt: '2026-01-31T12:00:00' }),
    ...field('invalid_time', '/sentAt'),
    as: 'product',
  },
  {
    why: 'more than 1,000 events',
    path: '/v1/events',
    body: () => ({ events: Array.from({ length: 1_001 }, () => 1) }),
    status: 413,
    code: 'too_many_events',
    as: 'product',
  },
];

describe('bad input', () => {
  it.each(BAD)(
    '$why is refused and changes nothing',
    async ({ method = 'POST', path, body, status, as = 'owner', ...expected }) => {
      const before = await head();
      const client = world[as];
      const at = typeof path === 'string' ? path : path();
      const answer = await client.send(method, at, JSON.stringify(body()), {});

      expect(answer).toMatchObject({ status, body: { status, code: expected.code } });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      const error = {
        ...(expected.pointer !== undefined && { pointer: expected.pointer }),
        ...(expected.fieldCode && { code: expected.fieldCode }),
      };
      if (Object.keys(error).length > 0) expect(answer.body.errors).toContainEqual(expect.objectContaining(error));
      expect(await head()).toBe(before);
    },
  );

  it.each([
    ['malformed JSON', '{"key": ', 'application/json', 400, 'malformed_json'],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'application/json', 400, 'malformed_json'],
    [
      'an infinite number',
      '{"key":"bad","type":"number","default":1e999}',
      'application/json',
      400,
      'number_out_of_range',
    ],
    [
      'a field that every object inherits',
      '{"key":"bad","type":"json","default":{},"__proto__":{"description":"x"}}',
      'application/json',
      400,
      'validation_failed',
    ],
    ['another media type', 'key=bad', 'application/x-www-form-urlencoded', 415, 'unsupported_media_type'],
    ['a body of a megabyte', `{"key":"${'x'.repeat(1_000_000)}"}`, 'application/json', 413, 'content_too_large'],
    ['100,000 brackets', '['.repeat(100_000) + ']'.repeat(100_000), 'application/json', 400, 'too_deep'],
  ])('%s is refused', async (_, body, type, status, code) => {
    const before = await head();
    const raw = typeof body === 'string' ? body : new Uint8Array(body);
    const answer = await world.owner.send('POST', '/v1/flags', raw, { 'content-type': type });
    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(await head()).toBe(before);
  });

  it('says by an example what an e-mail address is', async () => {
    const answer = await world.admin.post('/v1/users', { name: 'X', email: 'x@', role: 'viewer' });
    expect(answer).toMatchObject({
      status: 400,
      body: { detail: '/email: must be an e-mail address, such as anna@example.org' },
    });
  });

  it('answers no request with a 5xx, whatever it sends', async () => {
    const paths = [
      ...[
        'flags',
        'event-types',
        'metrics',
        'experiments',
        'users',
        'api-keys',
        'guardrails/check',
        'session',
        'decide',
        'events',
      ],
      ...['submit', 'complete', 'metrics', 'guardrails', 'guardrails/check'].map(
        (verb) => `experiments/${randomUUID()}/${verb}`,
      ),
    ];
    const names = [
      'key',
      'name',
      'type',
      'default',
      'flag',
      'flags',
      'variants',
      'weight',
      'value',
      'control',
      'traffic',
      'metrics',
    ];
    const more = [
      'guardrails',
      'rule',
      'kind',
      'direction',
      'events',
      'subjectId',
      'scopes',
      'userId',
      'email',
      'role',
      'outcome',
    ];
    const word = fc.constantFrom(
      '',
      'x',
      'string',
      'boolean',
      'ratio',
      'lower_is_better',
      '50',
      '-1',
      'rollout',
      'viewer',
      'a/b',
      '\\',
      '💥',
    );
    const leaf = fc.oneof(word, fc.double(), fc.constant(null), fc.boolean(), fc.constant(1e308));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, leaf, tie('list'), tie('record')),
      list: fc.array(tie('value'), { maxLength: 4 }),
      record: fc.dictionary(fc.constantFrom(...names, ...more), tie('value'), { maxKeys: 6 }),
    }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), value, async (path, body) => {
        const client = path === 'decide' || path === 'events' ? world.product : world.admin;
        const { status } = await client.post(`/v1/${path}`, body);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 1_500, seed: 11 },
    );
  });

  it.each([
    ['/v1/experiments?limit=0', 'out_of_range'],
    ['/v1/experiments?limit=ten', 'out_of_range'],
    ['/v1/experiments?cursor=%00', 'invalid_value'],
    ['/v1/experiments?cursor=Zm9v', 'invalid_cursor'],
    ['/v1/flags?cursor=AAAA', 'invalid_cursor'],
    ['/v1/event-types?cursor=Zm9vIGJhcg', 'invalid_cursor'],
    ['/v1/overrides?cursor=', 'invalid_cursor'],
    ['/v1/experiments?owner=nope', 'invalid_id'],
    ['/v1/experiments?status=happy', 'invalid_value'],
    ['/v1/experiments?status=draft&status=paused', 'invalid_value'],
    ['/v1/experiments?colour=red', 'unknown_parameter'],
    ['/v1/flags?environment=staging', 'unknown_environment'],
    ['/v1/flags/%00', 'not_found'],
    ['/v1/experiments/no-id', 'not_found'],
    ['/v1/stream?experiment=x', 'invalid_id'],
    ['/v1/nothing', 'not_found'],
  ])('refuses GET %s', async (path, code) => {
    const answer = await world.owner.get(path);
    expect(answer.body.code).toBe(code);
    expect(answer.status).toBeLessThan(500);
  });

  it.each([
    ['cannot be decoded', '/v1/flags/100%', 400, 'malformed_request'],
    ['has a name without end', `/v1/flags/${'x'.repeat(300)}`, 404, 'not_found'],
  ])('says so as a problem where an address %s', async (_, path, status, code) => {
    const answer = await world.owner.get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ status, code, detail: expect.any(String) });
  });

  it('refuses who it does not know', async () => {
    for (const key of ['', 'assay_x', 'x'.repeat(600)]) {
      expect((await world.owner.as(key).post('/v1/flags', {})).status).toBe(401);
    }
    const { status } = await fetch(`${assay.app.url}/v1/experiments`);
    expect(status).toBe(401);
  });

  it('names what is wrong with each event of a batch, and takes the others', async () => {
    const decision = await decide(world, running.flag, 'user_bad', running.position);
    const good = telemetry(world.exposure, decision, 'user_bad', 'good');
    const wrong: readonly (readonly [object, string])[] = [
      [{ ...good, eventId: 'e1', eventType: 'nothing' }, 'unknown_event_type'],
      [{ ...good, eventId: 'e2', decisionId: `${decision.decisionId.slice(0, -2)}AA` }, 'invalid_decision'],
      [{ ...good, eventId: 'e3', subjectId: 'somebody else' }, 'subject_mismatch'],
      [{ ...good, eventId: 'e4', timestamp: new Date(Date.now() + 600_000).toISOString() }, 'timestamp_in_future'],
      [{ ...good, eventId: 'e5', timestamp: '2020-01-01T00:00:00Z' }, 'timestamp_too_old'],
      [{ ...good, eventId: 'e6', timestamp: 'yesterday' }, 'invalid_event'],
      [{ ...good, eventId: 'e7', properties: [] }, 'invalid_properties'],
      [{ ...good, eventId: 'e8', colour: 'red' }, 'invalid_event'],
      [{ ...good, eventId: '' }, 'invalid_event'],
      [{ ...good, eventType: world.crash }, 'conflicting_duplicate'],
    ];
    const events = [good, ...wrong.map(([event]) => event), null, good];
    const answer = await expectStatus(200, world.product.post('/v1/events', { events }));

    const codes = answer.body.results.map((result: { code?: string; status: string }) => result.code ?? result.status);
    expect(codes).toEqual(['accepted', ...wrong.map(([, code]) => code), 'invalid_event', 'duplicate']);
    expect(answer.body).toMatchObject({ accepted: 1, duplicates: 1, rejected: wrong.length + 1 });

    // A rejected event does not burn its id.
    const again = await expectStatus(200, world.product.post('/v1/events', { events: [{ ...good, eventId: 'e1' }] }));
    expect(again.body.results).toEqual([{ eventId: 'e1', status: 'accepted' }]);
  });

  function head(): Promise<string> {
    return eventsIn(assay.stores.database);
  }
});
