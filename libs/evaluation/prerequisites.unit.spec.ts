import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compiled, digest, flag, NOW, noSettings, rolledOut, running } from '../../test/support/decisions.js';
import { compileSnapshot } from './compile.js';
import type { CompiledFlag } from './compiled-flag.js';
import type { Decision, EvaluationRequest } from './decision.js';
import { withDependents } from './dependents.js';
import { evaluate } from './evaluate.js';
import type { FlagSnapshot, RuleSnapshot } from './snapshot.js';
import type { Step } from './trace.js';

const compileAll = (...flags: readonly FlagSnapshot[]): ReadonlyMap<string, CompiledFlag> =>
  compileSnapshot({ ...noSettings, flags }, digest);
const user: EvaluationRequest = { subjectId: 'user-1', attributes: { country: 'DE' }, now: NOW };
const decideIn = (flags: ReadonlyMap<string, CompiledFlag>, key: string, asked: Partial<EvaluationRequest> = {}) =>
  evaluate(flags.get(key), key, { ...user, ...asked });

const dark: RuleSnapshot = { name: null, when: { country: 'DE' }, serve: { kind: 'variant', variant: 'dark' } };
const base: FlagSnapshot = { ...flag, key: 'base' };
const top: FlagSnapshot = {
  ...flag,
  key: 'top',
  rules: [{ ...dark, serve: { kind: 'variant', variant: 'loud' } }],
  requires: [{ flag: 'base', variant: 'dark' }],
};
const served = { reason: 'rule_match', value: 'pink' };
const failed = { reason: 'prerequisite_failed', value: 'grey', variant: 'plain', identified: false, experiment: null };
const arms = (treatment: string) =>
  running({
    traffic: '100',
    variants: [
      { key: 'control', value: 'grey', control: true, weight: '0' },
      { key: 'treatment', value: treatment, control: false, weight: '100' },
    ],
  });

describe('a flag that requires a variant of another', () => {
  it.each<readonly [given: string, base: Partial<FlagSnapshot>, then: object]>([
    ['serves it by a rule', { rules: [dark] }, served],
    ['serves its default', {}, failed],
    ['has that variant as its default', { defaultVariant: 'dark', defaultValue: 'black' }, served],
    ['serves it by an arm of that value', { experiment: arms('black') }, served],
    ['serves an arm of another value', { experiment: arms('green') }, failed],
    ['has that arm disabled', { experiment: { ...arms('black'), disabledArms: ['treatment'] } }, failed],
    ['has a pin of that value', { pins: [{ ...rolledOut, value: 'black' }] }, served],
    ['is disabled', { enabled: false, defaultVariant: 'dark', defaultValue: 'black' }, failed],
    ['has no such variant any more', { variants: { plain: 'grey' }, rules: [dark] }, failed],
  ])('given that it %s', (_, changes, then) => {
    expect(decideIn(compileAll({ ...base, ...changes }, top), 'top')).toMatchObject(then);
  });

  it('serves its default where there is no such flag, before its overrides, after being disabled', () => {
    expect(decideIn(compileAll(top), 'top')).toMatchObject(failed);
    const overridden = { id: 'o', variant: 'dark', value: 'black', experiment: null, expiresAt: NOW + 1 } as const;
    const withOverride = {
      ...top,
      overrides: [{ ...overridden, for: { kind: 'subject', subject: 'user-1' } as const }],
    };
    expect(decideIn(compileAll(base, withOverride), 'top')).toMatchObject(failed);
    expect(decideIn(compileAll(base, { ...top, enabled: false }), 'top')).toMatchObject({ reason: 'flag_disabled' });
  });

  it('takes no subject into its experiment while one does not hold', () => {
    const experiment = { ...top, experiment: running({ traffic: '100' }) };
    expect(decideIn(compileAll(base, experiment), 'top')).toMatchObject(failed);
    expect(decideIn(compileAll({ ...base, rules: [dark] }, experiment), 'top')).toMatchObject({ identified: true });
  });

  it('may require the plain value of a flag without variants as default', () => {
    const plain = { ...base, variants: {}, defaultVariant: 'default' };
    const onPlain = { ...top, requires: [{ flag: 'base', variant: 'default' }] };
    expect(decideIn(compileAll(plain, onPlain), 'top')).toMatchObject(served);
    expect(decideIn(compileAll({ ...plain, pins: [rolledOut] }, onPlain), 'top')).toMatchObject(failed);
    expect(decideIn(compileAll(base, onPlain), 'top')).toMatchObject(failed);
  });

  it('compares json by what it says', () => {
    const json = { ...base, variants: { dark: { a: 1, b: [2] } }, defaultValue: { b: [2], a: 1 } };
    expect(decideIn(compileAll(json, top), 'top')).toMatchObject(served);
  });

  it('says in its trace what it asked, until the first that does not hold', () => {
    const other = { ...base, key: 'other' };
    const requires = [
      { flag: 'base', variant: 'dark' },
      { flag: 'other', variant: 'dark' },
      { flag: 'gone', variant: 'dark' },
    ];
    const steps: Step[] = [];
    const flags = compileAll({ ...base, rules: [dark] }, other, { ...top, requires });
    evaluate(flags.get('top'), 'top', user, (step) => steps.push(step));
    expect(steps).toEqual([
      { step: 'flag', found: true },
      { step: 'enabled', enabled: true },
      {
        ...{ step: 'prerequisite', flag: 'base', variant: 'dark' },
        ...{ served: 'dark', reason: 'rule_match', holds: true },
      },
      {
        ...{ step: 'prerequisite', flag: 'other', variant: 'dark' },
        ...{ served: 'plain', reason: 'default', holds: false },
      },
    ]);
  });
});

describe('flags that require each other in a circle, which commands refuse', () => {
  it('end, and none of them holds for another', () => {
    const circle = ['a', 'b', 'c'].map((key, index, all): FlagSnapshot => {
      return { ...flag, key, requires: [{ flag: all[(index + 1) % 3] ?? '', variant: 'plain' }] };
    });
    const outside = { ...top, requires: [{ flag: 'a', variant: 'plain' }] };
    const flags = compileAll(...circle, outside);
    for (const key of ['a', 'b', 'c', 'top']) expect(decideIn(flags, key)).toMatchObject(failed);
    const itself = compiled({ ...flag, requires: [{ flag: flag.key, variant: 'plain' }] });
    expect(evaluate(itself, flag.key, user)).toMatchObject(failed);
  });
});

const KEYS = ['f0', 'f1', 'f2', 'f3', 'f4', 'f5'] as const;

/** A flag that requires some of those before it, or of all: then some of them may be in a circle. */
const anyFlag = (index: number, canCircle: boolean): fc.Arbitrary<FlagSnapshot> => {
  const others = canCircle ? KEYS : KEYS.slice(0, index);
  const requirement = fc.record({
    flag: fc.constantFrom(...(others.length > 0 ? others : ['gone'])),
    variant: fc.constantFrom('plain', 'dark', 'dark', 'loud', 'gone'),
  });
  return fc
    .record({
      enabled: fc.constantFrom(true, true, true, true, false),
      rule: fc.constantFrom('plain', 'dark', 'dark', 'dark', 'loud'),
      country: fc.constantFrom('DE', 'FR'),
      requires: fc.array(requirement, { maxLength: 3 }),
    })
    .map(({ enabled, rule, country, requires }) => ({
      ...flag,
      key: KEYS[index] ?? '',
      enabled,
      rules: [{ name: null, when: { country }, serve: { kind: 'variant', variant: rule } as const }],
      requires,
    }));
};

/** Asks for everything again, each time that it is asked; `circle` where a flag is met on the way to itself. */
function slowly(
  flags: readonly FlagSnapshot[],
  key: string,
  request: EvaluationRequest,
  path: readonly string[] = [],
): Decision | 'circle' {
  if (path.includes(key)) return 'circle';
  const found = flags.find((each) => each.key === key);
  const alone = evaluate(found && compiled({ ...found, requires: [] }), key, request);
  if (!found?.enabled) return alone;
  for (const { flag: other, variant } of found.requires ?? []) {
    const decision = slowly(flags, other, request, [...path, key]);
    if (decision === 'circle') return 'circle';
    const required = flags.find((each) => each.key === other);
    const holds = required?.enabled && decision.value === (required.variants[variant] ?? 'nothing');
    if (!holds) return { ...compiled({ ...found, requires: [] }).byDefault, reason: 'prerequisite_failed' };
  }
  return alone;
}

describe.each([
  ['without circles', false],
  ['with circles', true],
])('random flags that require each other, %s', (_, canCircle) => {
  it('are decided as a slow model decides them: alone, and many at once in any order', () => {
    const reasons = new Set<string>();
    const all = fc.tuple(...KEYS.map((_each, index) => anyFlag(index, canCircle)));
    const order = fc.shuffledSubarray([...KEYS], { minLength: KEYS.length });
    fc.assert(
      fc.property(all, order, fc.constantFrom('DE', 'FR'), (snapshots, keys, country) => {
        const flags = compileAll(...snapshots);
        const request = { ...user, attributes: { country } };
        const together = { ...request, asked: new Map(), known: new Map() };
        for (const key of keys) {
          const slow = slowly(snapshots, key, request);
          const byDefault = flags.get(key)?.byDefault;
          const expected = slow === 'circle' ? { ...byDefault, reason: 'prerequisite_failed' } : slow;
          expect(decideIn(flags, key, request)).toEqual(expected);
          expect(decideIn(flags, key, together)).toEqual(expected);
          reasons.add(slow === 'circle' ? slow : slow.reason);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(reasons.has('circle')).toBe(canCircle);
    expect([...reasons]).toEqual(expect.arrayContaining(['prerequisite_failed', 'rule_match', 'flag_disabled']));
  });
});

describe('the dependents of flags', () => {
  it('are all whose decisions depend on theirs', () => {
    const requiring = (key: string, ...others: string[]): FlagSnapshot => ({
      ...flag,
      key,
      requires: others.map((other) => ({ flag: other, variant: 'plain' })),
    });
    const flags = [requiring('a'), requiring('b', 'a'), requiring('c', 'b', 'x'), requiring('d', 'x'), requiring('x')];
    expect([...withDependents(flags, ['a'])].sort()).toEqual(['a', 'b', 'c']);
    expect([...withDependents(flags, ['x'])].sort()).toEqual(['c', 'd', 'x']);
    expect([...withDependents(flags, [])]).toEqual([]);
  });
});
