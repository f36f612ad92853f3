import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { eventsIn, expectRefused } from '../support/refused.js';
import type { World } from '../support/world.js';

/** A body that must be refused: `[why, body, code, pointer of the field]`. */
type Bad = readonly [why: string, body: unknown, code: string, pointer: string];

const FIELD = 'validation_failed';
const variants = { on: 'new', off: 'old' };
const creating = (changes: object): object => ({ type: 'string', variants, defaultVariant: 'off', ...changes });
const ruled = (rule: unknown): unknown => [{ when: {}, serve: 'on' }, rule];
const many = (count: number, value: (index: number) => unknown): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}`, value(index)]));

const CREATED: readonly Bad[] = [
  ['no default at all', { type: 'string' }, 'required', '/default'],
  ['variants without a default', { type: 'string', variants }, 'required', '/defaultVariant'],
  ['a default and a variant', creating({ default: 'old' }), 'invalid_value', '/defaultVariant'],
  ['a default that is no variant', creating({ defaultVariant: 'maybe' }), 'unknown_variant', '/defaultVariant'],
  ['a default of JavaScript', creating({ defaultVariant: 'constructor' }), 'unknown_variant', '/defaultVariant'],
  ['a value that no variant has', { type: 'string', variants, default: 'x' }, 'unknown_variant', '/default'],
  ['a variant of another type', creating({ variants: { off: 'old', on: 1 } }), 'wrong_value_type', '/variants/on'],
  ['a variant of null', creating({ variants: { off: 'old', on: null } }), 'wrong_value_type', '/variants/on'],
  ['a variant with a slash', creating({ variants: { off: 'old', 'a/b': 'x' } }), 'invalid_key', '/variants/a~1b'],
  [
    "a variant of Assay's own",
    creating({ variants: { off: 'old', 'assay.x': 'x' } }),
    'invalid_key',
    '/variants/assay.x',
  ],
  ['51 variants', creating({ variants: { off: 'old', ...many(50, String) } }), 'too_many_variants', '/variants'],
  ['a list of variants', creating({ variants: ['old'] }), FIELD, '/variants'],
  ['variants of 64 KiB', creating({ variants: { off: 'x'.repeat(65_536) } }), FIELD, '/variants'],
  ['metadata in metadata', creating({ metadata: { a: { b: 1 } } }), 'invalid_value', '/metadata/a'],
  ['metadata of null', creating({ metadata: { a: null } }), 'invalid_value', '/metadata/a'],
  ['metadata of 1,001 characters', creating({ metadata: { a: 'x'.repeat(1_001) } }), 'too_long', '/metadata/a'],
  ['51 entries of metadata', creating({ metadata: many(51, (index) => index) }), 'too_much_metadata', '/metadata'],
  ['metadata under a name with a blank', creating({ metadata: { 'a b': 1 } }), 'invalid_key', '/metadata/a b'],
  ['a visibility that is no boolean', creating({ clientVisible: 'yes' }), FIELD, '/clientVisible'],
  ['an owner of 201 characters', creating({ owner: 'x'.repeat(201) }), FIELD, '/owner'],
  ['rules with a plain default', { type: 'string', default: 'x', rules: ruled({}) }, FIELD, '/rules/1/when'],
  [
    'a rule that serves no variant',
    creating({ rules: ruled({ when: {}, serve: 'x' }) }),
    'unknown_variant',
    '/rules/1/serve',
  ],
];

const RULES: readonly Bad[] = [
  ['an object for a list', { when: {}, serve: 'on' }, FIELD, ''],
  ['a text for a rule', ruled('on'), FIELD, '/1'],
  ['a rule without a condition', ruled({ serve: 'on' }), FIELD, '/1/when'],
  ['a rule with a colour', ruled({ when: {}, serve: 'on', colour: 1 }), FIELD, '/1/colour'],
  ['a rule of an empty name', ruled({ name: '', when: {}, serve: 'on' }), FIELD, '/1/name'],
  ['two rules of one name', ['a', 'a'].map((name) => ({ name, when: {}, serve: 'on' })), 'duplicate_name', '/1/name'],
  ['an unknown operator', ruled({ when: { a: { $near: 1 } }, serve: 'on' }), 'unknown_operator', '/1/when/a/$near'],
  [
    'a pattern that looks ahead',
    ruled({ when: { a: { $regex: '(?=a)' } }, serve: 'on' }),
    'invalid_pattern',
    '/1/when/a/$regex',
  ],
  ['a condition that is a list', ruled({ when: [], serve: 'on' }), FIELD, '/1/when'],
  ['a variant that there is not', ruled({ when: {}, serve: 'maybe' }), 'unknown_variant', '/1/serve'],
  ['a number to serve', ruled({ when: {}, serve: 1 }), 'invalid_type', '/1/serve'],
  ['an object without a split', ruled({ when: {}, serve: { on: '100' } }), 'invalid_type', '/1/serve'],
  [
    'a split with a colour',
    ruled({ when: {}, serve: { split: { on: '100' }, colour: 1 } }),
    'unknown_field',
    '/1/serve/colour',
  ],
  [
    'a split of an unknown variant',
    ruled({ when: {}, serve: { split: { maybe: '100' } } }),
    'unknown_variant',
    '/1/serve/split/maybe',
  ],
  ['shares of 99.9', ruled({ when: {}, serve: { split: { on: '99.9' } } }), 'split_sum', '/1/serve/split'],
  ['no shares', ruled({ when: {}, serve: { split: {} } }), 'split_sum', '/1/serve/split'],
  [
    'a negative share',
    ruled({ when: {}, serve: { split: { on: '-1', off: '101' } } }),
    'out_of_range',
    '/1/serve/split/on',
  ],
  [
    'a share of five decimals',
    ruled({ when: {}, serve: { split: { on: '0.00001', off: '99.99999' } } }),
    'too_many_decimals',
    '/1/serve/split/on',
  ],
  [
    'a share that is no number',
    ruled({ when: {}, serve: { split: { on: 'all' } } }),
    'invalid_decimal',
    '/1/serve/split/on',
  ],
  ['101 rules', Array.from({ length: 101 }, () => ({ when: {}, serve: 'on' })), 'too_many_rules', ''],
];

const needing = (...requires: readonly object[]): readonly object[] => requires;
const REQUIRES: readonly Bad[] = [
  ['an object for a list', { flag: 'other', variant: 'on' }, FIELD, ''],
  ['a text', ['other'], FIELD, '/0'],
  ['no flag', needing({ variant: 'on' }), FIELD, '/0/flag'],
  ['no variant', needing({ flag: 'other' }), FIELD, '/0/variant'],
  ['a colour', needing({ flag: 'other', variant: 'on', colour: 1 }), FIELD, '/0/colour'],
  ['a key with a blank', needing({ flag: 'o ther', variant: 'on' }), FIELD, '/0/flag'],
  ['a flag that there is not', needing({ flag: 'nothing', variant: 'on' }), 'unknown_flag', '/0/flag'],
  ['a flag of JavaScript', needing({ flag: 'constructor', variant: 'on' }), 'unknown_flag', '/0/flag'],
  [
    'a variant that it has not',
    needing({ flag: 'other', variant: 'on' }, { flag: 'third', variant: 'maybe' }),
    'unknown_variant',
    '/1/variant',
  ],
  ['a variant of JavaScript', needing({ flag: 'other', variant: 'toString' }), 'unknown_variant', '/0/variant'],
  ['the default of named variants', needing({ flag: 'other', variant: 'default' }), 'unknown_variant', '/0/variant'],
  ['another value of a plain flag', needing({ flag: 'plain', variant: 'on' }), 'unknown_variant', '/0/variant'],
  [
    'one flag twice',
    needing({ flag: 'other', variant: 'on' }, { flag: 'other', variant: 'off' }),
    'duplicate_key',
    '/1/flag',
  ],
  ['itself', needing({ flag: 'itself', variant: 'on' }), 'circular_requirement', '/0/flag'],
  [
    '11 others',
    Array.from({ length: 11 }, (_, index) => ({ flag: `f${index}`, variant: 'on' })),
    'too_many_requirements',
    '',
  ],
];

const EDITED: readonly Bad[] = [
  ['a variant with another value', { variants: { on: 'newer' } }, 'variant_changed', '/variants/on'],
  ['a default that is no variant', { defaultVariant: 'maybe' }, 'unknown_variant', '/defaultVariant'],
  ['a value that no variant has', { default: 'x' }, 'unknown_variant', '/default'],
  ['a default twice', { default: 'new', defaultVariant: 'on' }, 'invalid_value', '/defaultVariant'],
  ['another default and bad metadata', { default: 'new', metadata: { a: [] } }, 'invalid_value', '/metadata/a'],
  [
    'another default and a bad variant',
    { defaultVariant: 'on', variants: { b: 1 } },
    'wrong_value_type',
    '/variants/b',
  ],
  ['rules', { rules: [] }, FIELD, '/rules'],
];

describe('bad input of flags on PostgreSQL', () => {
  let assay: RunningWorld;
  let world: World;
  const key = `flag_${randomUUID()}`;

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
    await expectStatus(201, world.owner.post('/v1/flags', creating({ key })));
  });

  afterAll(() => assay.stop());

  function head(): Promise<string> {
    return eventsIn(assay.stores.database);
  }

  const refuses = async (
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    [, body, code, pointer]: Bad,
  ): Promise<void> => {
    const before = await head();
    const answer = await world.owner.send(method, path, JSON.stringify(body), {});
    expectRefused(answer, { status: 400, code, pointer });
    expect(await head()).toBe(before);
  };

  it.each(CREATED)('refuses to create with %s', async (...bad) => {
    const [why, body, ...expected] = bad;
    await refuses('POST', '/v1/flags', [why, { key: `bad_${randomUUID()}`, ...(body as object) }, ...expected]);
  });
  it.each(RULES)('refuses rules with %s', (...bad) => refuses('PUT', `/v1/flags/${key}/rules`, bad));
  describe('prerequisites', () => {
    beforeAll(async () => {
      for (const name of ['itself', 'other', 'third']) {
        await expectStatus(201, world.owner.post('/v1/flags', creating({ key: name })));
      }
      await expectStatus(201, world.owner.post('/v1/flags', { key: 'plain', type: 'string', default: 'on' }));
    });

    it.each(REQUIRES)('refuses to require %s', (...bad) => refuses('PUT', '/v1/flags/itself/requires', bad));

    it('refuses to require for nothing, by nobody, and at another revision', async () => {
      const path = '/v1/flags/itself/requires';
      expectRefused(await world.owner.put('/v1/flags/nothing/requires', []), { status: 404, code: 'not_found' });
      expectRefused(await world.product.put(path, []), { status: 403, code: 'missing_scope' });
      expectRefused(await world.owner.put(path, [], { 'if-match': '"7"' }), { status: 412, code: 'revision_mismatch' });
      const variants = '/v1/flags/itself/variants';
      expectRefused(await world.owner.delete(`${variants}/maybe`), { status: 404, code: 'not_found' });
      expectRefused(await world.owner.delete(`${variants}/toString`), { status: 404, code: 'not_found' });
      expectRefused(await world.owner.delete('/v1/flags/nothing/variants/on'), { status: 404, code: 'not_found' });
      const stale = await world.owner.delete(`${variants}/on`, { 'if-match': '"7"' });
      expectRefused(stale, { status: 412, code: 'revision_mismatch' });
      expectRefused(await world.owner.get('/v1/flags/nothing/dependents'), { status: 404, code: 'not_found' });
    });
  });

  it.each(EDITED)('refuses to edit with %s', (...bad) => refuses('PATCH', `/v1/flags/${key}`, bad));

  it('refuses rules of nothing, by nobody, and of what is archived', async () => {
    const path = `/v1/flags/${key}/rules`;
    expectRefused(await world.owner.put('/v1/flags/nothing/rules', []), { status: 404, code: 'not_found' });
    expectRefused(await world.product.put(path, []), { status: 403, code: 'missing_scope' });
    expectRefused(await world.owner.put(path, [], { 'if-match': '"7"' }), { status: 412, code: 'revision_mismatch' });
    await expectStatus(200, world.owner.post(`/v1/flags/${key}/archive`));
    expectRefused(await world.owner.put(path, []), { status: 409, code: 'flag_archived' });
  });
});
