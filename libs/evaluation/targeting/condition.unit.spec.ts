import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '../../primitives/refusal.js';
import { checkCondition } from './check-condition.js';
import { compileCondition, compileMatcher } from './compile-condition.js';

function refusalOf(condition: unknown): Refusal | null {
  try {
    checkCondition(condition, '/when');
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

const nested = (levels: number): unknown =>
  Array.from({ length: levels }).reduce<unknown>((inner) => ({ $not: inner }), {});
const list = (length: number, value: unknown = 'x'): unknown[] => Array.from({ length }, () => value);

const REFUSED: readonly (readonly [condition: unknown, code: string, pointer: string])[] = [
  [null, 'invalid_condition', '/when'],
  [[], 'invalid_condition', '/when'],
  ['a', 'invalid_condition', '/when'],
  [{ $where: 'x' }, 'unknown_operator', '/when/$where'],
  [{ $savedGroup: { id: 'x' } }, 'unknown_operator', '/when/$savedGroup'],
  [{ a: { $near: 1 } }, 'unknown_operator', '/when/a/$near'],
  [{ a: { $or: [{ $eq: 1 }] } }, 'unknown_operator', '/when/a/$or'],
  [{ $or: [{ 'a/b~': { $not: { $x: 1 } } }] }, 'unknown_operator', '/when/$or/0/a~1b~0/$not/$x'],
  [{ a: { $elemMatch: { b: { $x: 1 } } } }, 'unknown_operator', '/when/a/$elemMatch/b/$x'],
  [{ a: { $all: [1, { $x: 1 }] } }, 'unknown_operator', '/when/a/$all/1/$x'],
  [{ a: { $gt: 1, b: 2 } }, 'invalid_condition', '/when/a'],
  [{ $and: {} }, 'invalid_condition', '/when/$and'],
  [{ $nor: [{}, 5] }, 'invalid_condition', '/when/$nor/1'],
  [{ $not: null }, 'invalid_condition', '/when/$not'],
  [{ a: { $nin: 'x' } }, 'invalid_condition', '/when/a/$nin'],
  [{ a: { $alli: 'x' } }, 'invalid_condition', '/when/a/$alli'],
  [{ a: { $elemMatch: [] } }, 'invalid_condition', '/when/a/$elemMatch'],
  [{ a: { $type: 'text' } }, 'invalid_condition', '/when/a/$type'],
  [{ a: { $inGroup: ['x'] } }, 'invalid_condition', '/when/a/$inGroup'],
  [{ a: { $regex: 5 } }, 'invalid_pattern', '/when/a/$regex'],
  [{ a: { $regex: '(' } }, 'invalid_pattern', '/when/a/$regex'],
  [{ a: { $regexi: '(?<=a)b' } }, 'invalid_pattern', '/when/a/$regexi'],
  [{ a: { '$not-regex': 'a'.repeat(501) } }, 'pattern_too_long', '/when/a/$not-regex'],
  [{ a: { $regex: '(a?){900}' } }, 'pattern_too_large', '/when/a/$regex'],
  [{ a: { $vgte: 'latest' } }, 'invalid_version', '/when/a/$vgte'],
  [{ a: { $vne: '1.2.x' } }, 'invalid_version', '/when/a/$vne'],
  [{ a: { $not: { $vlt: null } } }, 'invalid_version', '/when/a/$not/$vlt'],
  [{ a: { $veq: `1.${'0'.repeat(4_095)}` } }, 'invalid_version', '/when/a/$veq'],
  [nested(20), 'condition_too_deep', `/when${'/$not'.repeat(20)}`],
  [{ a: { $in: list(10_001) } }, 'list_too_long', '/when/a/$in'],
  [{ a: { $in: list(10_000) }, b: { $in: list(10_000) } }, 'condition_too_large', '/when/b/$in/9995'],
  [{ a: { $all: list(21, { $regex: 'x' }) } }, 'too_many_patterns', '/when/a/$all/20/$regex'],
  [{ a: { $all: list(40, { $all: list(26) }) } }, 'too_many_comparisons', '/when/a/$all/0/$all'],
];

describe('a condition that is written', () => {
  it.each([
    ['for everybody', {}],
    ['with every operator', everyOperator()],
    ['with names of JavaScript', { constructor: 'x', __proto__: { toString: 'y' }, 'hasOwnProperty.x': 1 }],
    ['compared with an object', { a: { b: { $gt: 1 } } }],
    ['as deep as allowed', nested(19)],
    ['with the longest list', { $and: [{ a: { $in: list(10_000) } }, { b: 1 }] }],
    ['with a dialect that JavaScript has not', { a: { $regex: '(?i)^\\pL+$' } }],
  ])('is taken %s', (_, condition) => expect(refusalOf(condition)).toBeNull());

  it.each(REFUSED.map(([condition, code, pointer]) => [code, pointer, condition] as const))(
    'is refused: %s at %s',
    (code, pointer, condition) => {
      expect(refusalOf(condition)).toMatchObject({ kind: 'invalid', code, pointer });
    },
  );

  it('without end is refused, and holds for nobody', () => {
    const endless: Record<string, unknown> = {};
    endless['$not'] = endless;
    expect(refusalOf(endless)).toMatchObject({ code: 'condition_too_deep' });
    expect(compileCondition(endless)({})).toBe(false);
  });
});

describe('a condition that is read', () => {
  it('never throws, whatever it is and is asked about; what would be refused as a whole holds for nobody', () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true });
    const names = ['$and', '$or', '$not', '$in', '$all', '$elemMatch', '$regex', '$size', '$gt', '$vgt', 'a', 'a.b'];
    const condition = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(anything, fc.dictionary(fc.constantFrom(...names), anything)),
    );
    fc.assert(
      fc.property(
        fc.oneof(anything, condition),
        fc.oneof(anything, fc.record({ a: anything })),
        (condition, attributes) => {
          expect(typeof compileCondition(condition)(attributes as Record<string, unknown>)).toBe('boolean');
        },
      ),
      { seed: 12, numRuns: 1_000 },
    );
  });

  it.each([
    ['an operator that there is not', { a: { $near: 1 } }, { a: 1 }],
    ['a pattern that is none', { a: { '$not-regex': '(' } }, { a: 'x' }],
    ['an object of operators and names', { a: { $eq: 1, b: 1 } }, { a: 1 }],
    ['logic that is none', { $or: [{ $not: 5 }, {}] }, {}],
    ['no object at all', [], {}],
  ])('holds for nobody with %s', (_, condition, attributes) =>
    expect(compileCondition(condition)(attributes)).toBe(false),
  );

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'a.constructor', 'a.__proto__.x'])(
    'finds nothing under %s that the attributes do not have themselves',
    (path) => {
      expect(compileCondition({ [path]: { $exists: true } })({ a: {} })).toBe(false);
      const own = JSON.parse('{"constructor":1,"__proto__":{"x":1},"toString":1,"hasOwnProperty":1}') as object;
      expect(compileCondition({ [path]: { $exists: true } })({ ...own, a: own, ['__proto__']: own })).toBe(true);
    },
  );

  it('asks groups by their own names only', () => {
    expect(compileCondition({ a: { $inGroup: 'constructor' } }, {})({ a: 'x' })).toBe(false);
    expect(compileCondition({ a: { $inGroup: 'beta' } }, { beta: ['x', 7] })({ a: 7 })).toBe(true);
    expect(compileCondition({ a: { $notInGroup: 'beta' } }, { beta: ['x', 7] })({ a: ['y', 7] })).toBe(false);
  });

  it('asks a group that is a condition about the subject, wherever it is asked', () => {
    const staff = compileMatcher({ subjectId: { $regex: '@example[.]org$' }, country: 'DE' }, 2);
    const groups = new Map([['staff', staff]]);
    const inStaff = compileMatcher({ 'any.thing': { $inGroup: 'staff' } }, 2, groups);
    const element = compileMatcher({ tags: { $elemMatch: { country: 'FR', a: { $notInGroup: 'staff' } } } }, 2, groups);
    const tags = [{ country: 'FR' }];
    expect(inStaff({ country: 'DE' }, 'ada@example.org')).toBe(true);
    expect(inStaff({ country: 'FR' }, 'ada@example.org')).toBe(false);
    expect(element({ country: 'DE', tags }, 'ada@example.org')).toBe(false);
    expect(element({ country: 'DE', tags }, 'ada')).toBe(true);
  });

  it('sees the subject as subjectId, whatever the attributes say', () => {
    const matcher = compileMatcher({ subjectId: 'ada' }, 2);
    expect(matcher({ subjectId: 'grace' }, 'ada')).toBe(true);
    expect(matcher({ subjectId: 'ada' }, 'grace')).toBe(false);
    expect(compileMatcher({ subjectId: null }, 2)({}, undefined)).toBe(true);
    const element = compileMatcher({ users: { $elemMatch: { subjectId: 'ada' } } }, 2);
    expect(element({ users: [{ subjectId: 'ada' }] }, 'grace')).toBe(true);
  });

  it('does bounded work on hostile patterns, texts and lists', () => {
    const patterns = ['(a+)+$', '^(a|a)*$', '(.*)*x', '(a|aa)+$', '^(([a-z])+.)+[A-Z]([a-z])+$'];
    const condition = { $or: patterns.map(($regex) => ({ a: { $elemMatch: { $regex } } })) };
    const holds = compileCondition(condition);
    // Exponential in JavaScript: 2 to the power of 4,095 steps for each element.
    expect(holds({ a: list(20, `${'a'.repeat(4_095)}!`) })).toBe(false);
    expect(holds({ a: list(200_000, '') })).toBe(true);
    const many = compileCondition({ a: { $all: list(1_000) } });
    expect(many({ a: list(200_000, 'y') })).toBe(false);
    const deepList = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], []);
    expect(compileCondition({ a: 'x' })({ a: deepList })).toBe(false);
    expect(compileCondition({ a: { $veq: '1' } })({ a: `${'+'.repeat(1_000_000)}\n` })).toBe(false);
  });

  it.each<readonly [what: string, expected: unknown]>([
    ['lists', ['x']],
    ['texts', 'x'],
    ['numbers', 1],
    ['texts in order', { $gt: 'z' }],
    ['versions', { $veq: '1' }],
    ['texts of any case', { $alli: ['x'] }],
  ])('looks at no large value anew for each of 1,000 %s', (_, expected) => {
    const holds = compileCondition({ $or: Array.from({ length: 1_000 }, () => ({ a: expected })) });
    expect(holds({ a: [list(200_000, 'y')] })).toBe(false);
    expect(holds({ a: list(200_000, 'y') })).toBe(false);
    expect(holds({ a: 'y.'.repeat(200_000) })).toBe(false);
  });
});

function everyOperator(): unknown {
  const comparisons = ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte'].map((name) => [name, 1]);
  const versions = ['$veq', '$vne', '$vgt', '$vgte', '$vlt', '$vlte'].map((name) => [name, '1.2.3']);
  const lists = ['$in', '$nin', '$ini', '$nini', '$all', '$alli'].map((name) => [name, ['x', null, 1]]);
  const patterns = ['$regex', '$regexi', '$not-regex'].map((name) => [name, '^a']);
  const groups = ['$inGroup', '$notInGroup'].map((name) => [name, 'beta']);
  const others = {
    $elemMatch: { b: { $gt: 1 } },
    $size: { $lt: 5 },
    $exists: true,
    $type: 'array',
    $not: { $regex: 'x' },
  };
  const operators = Object.fromEntries([...comparisons, ...versions, ...lists, ...patterns, ...groups]) as object;
  return { $and: [{ 'a.b': { ...operators, ...others } }], $or: [], $nor: [{}], $not: { a: [1, 2] } };
}
