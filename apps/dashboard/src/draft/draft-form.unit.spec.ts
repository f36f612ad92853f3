import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contentOf } from './content-of.js';
import { emptyForm, newDimension, newGuardrail, newMetric, type DraftForm, type Flag } from './form.js';
import { keyOf } from './key-of.js';
import { hairTriggerOf } from './hair-trigger.js';
import { withArm, withFlag, withoutArm } from './variants.js';
import { restOf, splitEvenly, withRest } from './weights.js';

const flag = (change: Partial<Flag>): Flag =>
  // The cast is safe: a draft reads nothing else of a flag.
  ({ key: 'checkout', type: 'string', default: 'classic', defaultVariant: null, variants: {}, ...change }) as Flag;

const named = (change: Partial<DraftForm> = {}): DraftForm => ({
  ...withFlag({ ...emptyForm(), name: 'Checkout', key: 'checkout' }, flag({})),
  ...change,
});

const faultsIn = (form: DraftForm) => contentOf(form).faults.map(({ pointer }) => pointer);

describe('the variants of a draft', () => {
  it('begin with what the flag serves as control', () => {
    const { variants } = withFlag(emptyForm(), flag({ type: 'boolean', default: true }));
    expect(variants).toMatchObject([
      { key: 'control', value: 'true', weight: '50', control: true },
      { key: 'treatment', value: 'false', weight: '50', control: false },
    ]);
  });

  it('are those of the flag where it names some', () => {
    const { variants } = withFlag(
      emptyForm(),
      flag({ defaultVariant: 'b', default: 2, type: 'number', variants: { a: 1, b: 2, c: 3 } }),
    );
    expect(variants.map(({ key, value, weight }) => [key, value, weight])).toEqual([
      ['b', '2', '33.3334'],
      ['a', '1', '33.3333'],
      ['c', '3', '33.3333'],
    ]);
  });

  it('have a control, also when that one goes', () => {
    const three = withArm(named().variants, 'string');
    const [first] = three;
    expect(withoutArm(three, first?.id ?? '').map(({ key, control }) => [key, control])).toEqual([
      ['treatment', true],
      ['treatment_2', false],
    ]);
  });

  it('share exactly 100, however many there are', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 20 }), (count) => expect(restOf(splitEvenly(count))).toBe('0')));
    expect(restOf(['60', '50'])).toBe('-10');
    expect(withRest('50', '-10')).toBe('40');
    expect(withRest('5', '-10')).toBe('0');
  });
});

describe('the content of a form', () => {
  it('is complete where the form is', () => {
    const { content, faults } = contentOf({
      ...named(),
      ...{ targeting: '{"country":"NL"}', bucketBy: 'company.id', startAt: '2030-01-02T03:04' },
      metrics: [{ ...newMetric('orders', 'primary'), margin: '0.02' }],
      planned: { by: 'days', amount: '14', mde: '0.05', alpha: '0.05', power: '0.8' },
      guardrails: [
        { ...newGuardrail('crashes'), threshold: '0.1', window: '' },
        { ...newGuardrail('crashes'), key: 'harm', scope: 'treatment_vs_control', margin: '0.02' },
      ],
      dimensions: [{ ...newDimension(), key: 'country', attribute: 'country', values: 'NL\n BE\n' }],
    });
    expect(faults).toEqual([]);
    expect(content).toMatchObject({
      ...{ name: 'Checkout', targeting: { country: 'NL' }, bucketBy: 'company.id', conflictDomain: null, priority: 0 },
      ...{ primaryMetric: 'orders', metrics: [{ metric: 'orders', role: 'primary', margin: '0.02' }] },
      planned: { mde: '0.05', alpha: '0.05', power: '0.8', days: 14 },
      dimensions: [{ key: 'country', attribute: 'country', values: ['NL', 'BE'] }],
      schedule: { startAt: new Date('2030-01-02T03:04').toISOString(), stopAt: null },
    });
    expect(content.guardrails).toEqual([
      {
        ...{ metric: 'crashes', scope: 'any_variant', action: 'rollback', sources: 'server', threshold: '0.1' },
        ...{ windowMinutes: null, per: 'event', minSample: 100 },
      },
      {
        ...{ key: 'harm', metric: 'crashes', scope: 'treatment_vs_control', action: 'rollback', sources: 'server' },
        margin: '0.02',
      },
    ]);
  });

  it.each<readonly [string, Partial<DraftForm>]>([
    ['/name', { name: ' ' }],
    ['/traffic', { traffic: '' }],
    ['/priority', { priority: 'high' }],
    ['/targeting', { targetingFault: 'The condition names no attribute yet.' }],
    ['/metrics/0/metric', { metrics: [newMetric('', 'primary')] }],
    ['/planned/subjects', { planned: { by: 'subjects', amount: '', mde: '0.05', alpha: '0.05', power: '0.8' } }],
    ['/guardrails/0/threshold', { guardrails: [newGuardrail('crashes')] }],
    ['/dimensions/0/attribute', { dimensions: [{ ...newDimension(), key: 'a', values: 'x' }] }],
  ])('lacks what has a fault at %s, and nothing else', (pointer, change) => {
    const { content } = contentOf(named(change));
    expect(faultsIn(named(change))).toEqual([pointer]);
    expect(Object.keys(content)).not.toContain(pointer.split('/')[1]);
    expect(content).toHaveProperty('variants');
  });

  it('says that weights do not sum to 100, and what a value of the flag is', () => {
    const [first, second] = withFlag(emptyForm(), flag({ type: 'number', default: 1 })).variants;
    if (!first || !second) throw new Error('no variants');
    const variants = [first, { ...second, value: 'two', weight: '40' }];
    const { faults } = contentOf(named({ type: 'number', variants }));
    expect(faults).toEqual([
      { pointer: '/variants/1/value', detail: 'This is not a number.' },
      { pointer: '/variants', detail: 'The weights sum to 90, not to 100.' },
    ]);
  });
});

it.each([
  ['One-page checkout!', 'one_page_checkout'],
  ['  Éclair à la carte ', 'eclair_a_la_carte'],
  ['日本語', ''],
])('makes of the name %j the key %j', (name, key) => {
  expect(keyOf(name)).toBe(key);
});

it('says how often chance alone trips a guardrail that counts', () => {
  // The cast is safe: the estimate reads nothing else of a metric.
  const metric = (kind: string) => ({ kind, direction: 'lower_is_better', rule: {} }) as never;
  const guardrail = { ...newGuardrail('crashes'), threshold: '0.1', minSample: '1' };
  expect(hairTriggerOf(guardrail, metric('conversion'), 2)?.isTooEasy).toBe(true);
  expect(hairTriggerOf({ ...guardrail, minSample: '10000' }, metric('conversion'), 2)?.isTooEasy).toBe(false);
  expect(hairTriggerOf(guardrail, metric('sum'), 2)).toBeNull();
  expect(hairTriggerOf({ ...guardrail, threshold: '' }, metric('conversion'), 2)).toBeNull();
});
