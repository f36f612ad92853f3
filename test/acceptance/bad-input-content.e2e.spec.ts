import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { expectRefused, named } from '../support/refused.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { startExperiment } from '../support/world.js';

/** A request of an owner that must be refused: `[why, path, body, code, pointer of the field, status]`. */
type Bad = readonly [
  why: string,
  path: string,
  body: object,
  code: string,
  pointer?: string | undefined,
  status?: number,
];

let assay: RunningWorld;
/** Keys and ids by the word that stands for them below. */
let names: Record<string, string>;

const variants = [
  { key: 'control', value: 'old', weight: '50', control: true },
  { key: 'treatment', value: 'new', weight: '50' },
];

beforeAll(async () => {
  assay = await startWorld('postgresql');
  const { owner, suffix, crash, metric } = assay.world;
  const define = async (name: string, kind: string, terms: object): Promise<string> => {
    const key = `${name}_${suffix}`;
    const body = { key, name, kind, direction: 'lower_is_better', ...terms };
    await expectStatus(201, owner.post('/v1/metrics', body));
    return key;
  };
  const typed = `typed_${suffix}`;
  const schema = { properties: { price: { type: 'number' }, shop: { type: 'string' }, mail: { personal: true } } };
  await expectStatus(201, owner.post('/v1/event-types', { key: typed, name: 'Typed', schema }));
  const { id, flag } = await startExperiment(assay.world, { threshold: '0.5', action: 'pause' });
  const draft = async (content: object): Promise<string> => {
    const body = { key: `draft_${randomUUID()}`, name: 'Draft', flag, variants, ...content };
    return (await expectStatus(201, owner.post('/v1/experiments', body))).body.id;
  };
  const REDUCED = await define('reduced', 'count', { rule: { event: crash }, varianceReduction: { days: 7 } });
  const quantile = { rule: { event: crash, property: 'ms', quantile: '0.95' } };
  names = {
    METRIC: metric,
    CRASH: crash,
    TYPED: typed,
    FLAG: flag,
    RUNNING: id,
    SLOW: await define('slow', 'quantile', quantile),
    REDUCED,
    PLAIN: await draft({}),
    BUCKETED: await draft({ bucketBy: 'company' }),
    EARLIER: await draft({ metrics: [REDUCED] }),
  };
});

afterAll(() => assay.stop());

const E = '/v1/experiments';
const M = '/v1/metrics';
const drafting = (changes: object): object => ({ key: 'bad', name: 'Bad', flag: 'FLAG', variants, ...changes });
const guarded = (changes: object): object =>
  drafting({
    guardrails: [{ metric: 'METRIC', scope: 'treatment_vs_control', margin: '0.1', action: 'pause', ...changes }],
  });
const metric = (kind: string, rule: object, terms: object = {}): object => {
  return { key: 'bad', name: 'Bad', kind, direction: 'lower_is_better', rule, ...terms };
};
const ratio = (numerator: object): object => metric('ratio', { numerator, denominatorEvent: 'CRASH' });
const planned = (plan: object): object => drafting({ planned: { mde: '0.1', days: 1, ...plan } });
const country = { key: 'country', attribute: 'country', values: ['NL'] };
const sliced = (...dimensions: object[]): object => drafting({ dimensions });

const BAD: readonly Bad[] = [
  // Metrics of an experiment.
  [
    'a metric of no role',
    E,
    drafting({ metrics: [{ metric: 'METRIC', role: 'best' }] }),
    'validation_failed',
    '/metrics/0/role',
  ],
  ['a metric that is a number', E, drafting({ metrics: ['METRIC', 1] }), 'validation_failed', '/metrics'],
  [
    'a metric with a colour',
    E,
    drafting({ metrics: [{ metric: 'METRIC', colour: 1 }] }),
    'validation_failed',
    '/metrics/0/colour',
  ],
  [
    'a margin of 100%',
    E,
    drafting({ metrics: [{ metric: 'METRIC', margin: 1 }] }),
    'out_of_range',
    '/metrics/0/margin',
  ],
  [
    'an unknown metric with a role',
    E,
    drafting({ metrics: ['METRIC', { metric: 'no', role: 'guard' }] }),
    'unknown_metric',
    '/metrics/1',
  ],
  [
    'two primary metrics',
    E,
    drafting({ primaryMetric: 'METRIC', metrics: ['METRIC', { metric: 'SLOW', role: 'primary' }] }),
    'primary_conflict',
    '/metrics/1/role',
  ],
  [
    'a metric twice',
    E,
    drafting({ metrics: ['METRIC', { metric: 'METRIC', role: 'guard' }] }),
    'duplicate_key',
    '/metrics/1',
  ],
  [
    'a margin for a quantile',
    E,
    drafting({ metrics: [{ metric: 'SLOW', margin: '0.1' }] }),
    'not_comparable',
    '/metrics/0/margin',
  ],
  [
    'a quantile attached with a margin',
    `${E}/RUNNING/metrics`,
    { metric: 'SLOW', margin: '0.1' },
    'not_comparable',
    '/margin',
  ],
  [
    'a primary metric attached',
    `${E}/PLAIN/metrics`,
    { metric: 'SLOW', role: 'primary' },
    'validation_failed',
    '/role',
  ],
  [
    'a margin for what was reviewed',
    `${E}/RUNNING/metrics`,
    { metric: 'METRIC', margin: '0.1' },
    'already_attached',
    undefined,
    409,
  ],
  [
    'earlier values of no subjects',
    E,
    drafting({ bucketBy: 'company', metrics: ['REDUCED'] }),
    'unit_not_subject',
    '/bucketBy',
  ],
  [
    'earlier values of no subjects, attached',
    `${E}/BUCKETED/metrics`,
    { metric: 'REDUCED' },
    'unit_not_subject',
    '/metric',
  ],
  [
    'earlier values that the original changed',
    `${E}/EARLIER/copy`,
    { key: 'bad', sameAssignment: true },
    'same_assignment',
    '/sameAssignment',
  ],
  // Comparisons.
  ['a comparison without a margin', E, guarded({ margin: null }), 'required', '/guardrails/0/margin'],
  ['a comparison with a margin of 100%', E, guarded({ margin: '1' }), 'out_of_range', '/guardrails/0/margin'],
  ['a comparison with a threshold', E, guarded({ threshold: '1' }), 'unknown_field', '/guardrails/0/threshold'],
  ['a comparison with a window', E, guarded({ windowMinutes: null }), 'unknown_field', '/guardrails/0/windowMinutes'],
  ['a comparison with a sample', E, guarded({ minSample: 1 }), 'unknown_field', '/guardrails/0/minSample'],
  ['a comparison per subject', E, guarded({ per: 'subject' }), 'unknown_field', '/guardrails/0/per'],
  ['a comparison of another kind', E, guarded({ kind: 'threshold' }), 'contradiction', '/guardrails/0/kind'],
  ['a comparison of quantiles', E, guarded({ metric: 'SLOW' }), 'not_comparable', '/guardrails/0/scope'],
  [
    'a comparison of quantiles attached',
    `${E}/PLAIN/guardrails`,
    { metric: 'SLOW', scope: 'treatment_vs_control', margin: '0.1', action: 'notify' },
    'not_comparable',
    '/scope',
  ],
  [
    'a comparison of quantiles amended',
    `${E}/RUNNING/amend`,
    { guardrails: [{ metric: 'SLOW', scope: 'treatment_vs_control', margin: '0.1', action: 'notify' }] },
    'not_comparable',
    '/guardrails/0/scope',
  ],
  ['a threshold of none', E, guarded({ scope: 'treatments', margin: null }), 'required', '/guardrails/0/threshold'],
  [
    'a threshold tightened to a margin',
    `${E}/RUNNING/tighten-guardrail`,
    { guardrail: 'METRIC', margin: '0.1' },
    'unknown_field',
    '/margin',
  ],
  [
    'a guardrail tightened to nothing',
    `${E}/RUNNING/tighten-guardrail`,
    { guardrail: 'METRIC' },
    'required',
    '/threshold',
  ],
  // Plans and dimensions.
  ['a plan for no effect', E, planned({ mde: '0' }), 'out_of_range', '/planned/mde'],
  ['a plan of certainty', E, planned({ power: '1' }), 'out_of_range', '/planned/power'],
  ['a plan of subjects and days', E, planned({ subjects: 10 }), 'subjects_or_days', '/planned'],
  ['a plan of neither', E, planned({ days: null }), 'subjects_or_days', '/planned'],
  ['a plan of half a day', E, planned({ days: 0.5 }), 'validation_failed', '/planned/days'],
  ['a plan amended', `${E}/RUNNING/amend`, { planned: { mde: '0.1', days: 1 } }, 'validation_failed', '/planned'],
  ['two dimensions of one key', E, sliced(country, country), 'duplicate_key', '/dimensions/1/key'],
  [
    'a dimension of a value twice',
    E,
    sliced({ ...country, values: ['NL', 'NL'] }),
    'duplicate_value',
    '/dimensions/0/values/1',
  ],
  ['a dimension of no value', E, sliced({ ...country, values: [] }), 'required', '/dimensions/0/values'],
  [
    'a dimension of 21 values',
    E,
    sliced({ ...country, values: Array.from({ length: 21 }, String) }),
    'validation_failed',
    '/dimensions/0/values',
  ],
  ['a dimension at no path', E, sliced({ ...country, attribute: 'a..b' }), 'invalid_path', '/dimensions/0/attribute'],
  [
    'five dimensions',
    E,
    sliced(...'abcde'.split('').map((key) => ({ ...country, key }))),
    'validation_failed',
    '/dimensions',
  ],
  // Formulas of metrics.
  ['a part of no event type', M, ratio({ event: 'nothing' }), 'unknown_event_type', '/rule/numerator/event'],
  ['a part without an event', M, ratio({ property: 'a' }), 'validation_failed', '/rule/numerator/event'],
  [
    'a part that is a number',
    M,
    metric('ratio', { numeratorEvent: 1, denominatorEvent: 'CRASH' }),
    'validation_failed',
    '/rule/numeratorEvent',
  ],
  [
    'a sum of what is no number',
    M,
    ratio({ event: 'TYPED', property: 'shop' }),
    'not_numeric',
    '/rule/numerator/property',
  ],
  [
    'a condition on what is not declared',
    M,
    ratio({ event: 'TYPED', where: { size: 1 } }),
    'undeclared_property',
    '/rule/numerator/where/size',
  ],
  [
    'a condition on what is personal',
    M,
    metric('count', { event: 'TYPED', where: { mail: 'a' } }),
    'personal_property',
    '/rule/where/mail',
  ],
  [
    'a condition on the subject',
    M,
    metric('count', { event: 'CRASH', where: { subjectId: 'a' } }),
    'subject_in_rule',
    '/rule/where/subjectId',
  ],
  [
    'a condition on a group',
    M,
    metric('count', { event: 'CRASH', where: { a: { $inGroup: 'g' } } }),
    'group_in_rule',
    '/rule/where/a/$inGroup',
  ],
  [
    'a condition of no operator',
    M,
    metric('count', { event: 'CRASH', where: { a: { $near: 1 } } }),
    'unknown_operator',
    '/rule/where/a/$near',
  ],
  ['a capped conversion', M, metric('conversion', { event: 'CRASH' }, { cap: '1' }), 'no_cap', '/cap'],
  ['a cap of nothing', M, metric('count', { event: 'CRASH' }, { cap: 0 }), 'out_of_range', '/cap'],
  [
    '15 days of earlier values',
    M,
    metric('count', { event: 'CRASH' }, { varianceReduction: { days: 15 } }),
    'validation_failed',
    '/varianceReduction/days',
  ],
  [
    'earlier values of a quantile',
    M,
    metric('quantile', { event: 'CRASH', property: 'ms', quantile: '0.5' }, { varianceReduction: { days: 1 } }),
    'no_variance_reduction',
    '/varianceReduction',
  ],
];

describe('bad input to the content of experiments and metrics', () => {
  it.each(BAD)('%s is refused and changes nothing', async (_, path, body, code, pointer, status = 400) => {
    const before = await revisions();
    const answer = await assay.world.owner.post(
      named(path, names),
      JSON.parse(named(JSON.stringify(body), names)) as object,
    );
    expectRefused(answer, { status, code, pointer });
    expect(await revisions()).toEqual(before);
  });

  it('takes what is right though it is near to these', async () => {
    const { owner } = assay.world;
    const right = (path: string, body: object) =>
      expectStatus(201, owner.post(named(path, names), JSON.parse(named(JSON.stringify(body), names)) as object));
    const where = { shop: { $in: ['NL'] }, price: { $gt: 1 } };
    const formula = { event: 'TYPED', property: 'price', where };
    const { body } = await right(M, { ...ratio(formula), key: `formula_${assay.world.suffix}`, cap: '10' });
    expect(body).toMatchObject({ cap: '10', rule: { numerator: { property: 'price', where }, semantics: 2 } });
    expect(body.rule.numeratorEvent).toBe(names['TYPED']);
    const key = `copy_${assay.world.suffix}`;
    await right(`${E}/EARLIER/copy`, { key, sameAssignment: false });
  });

  async function revisions(): Promise<object[]> {
    return assay.stores.database.query(
      `SELECT stream, max(revision) AS revision FROM event_store.events
       WHERE category <> 'access_record' GROUP BY 1 ORDER BY 1`,
    );
  }
});
