import { readFileSync } from 'node:fs';
import { evalCondition } from '@growthbook/growthbook';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../primitives/canonical-json.js';
import type { Json } from '../json.js';
import { decidesAlike } from './carried-semantics.js';
import { compileCondition } from './compile-condition.js';
import type { Condition } from './condition.js';
import { CURRENT_SEMANTICS, type Semantics } from './semantics.js';

const documentation = readFileSync(new URL('../../../docs/targeting.md', import.meta.url), 'utf8');

type Attributes = Record<string, unknown>;
type Theirs = Parameters<typeof evalCondition>;

const groups: Record<string, string[]> = { beta: ['ada', '7', 'v1.2'], staff: [], numbers: ['1'] };

/** What the evaluator of GrowthBook answers; where it throws, nothing holds. */
function theirs(condition: Json, attributes: Attributes): boolean {
  try {
    return evalCondition(sorted(attributes) as Attributes, sorted(condition) as Theirs[1], groups);
  } catch {
    return false;
  }
}

/** With the members of objects in order: ours are compared in any, by the difference of that name. */
const sorted = (value: unknown): unknown => JSON.parse(canonicalJson(value));

const ours = (condition: Json, attributes: Attributes, semantics: Semantics = CURRENT_SEMANTICS): boolean =>
  compileCondition(condition, groups, semantics)(attributes);

// Few names and values, so that conditions meet attributes that they are about.
const name = fc.constantFrom('a', 'b', 'a.b', 'b.a.c', 'a.0', 'tags', 'tags.length', 'tags.1', 'c', '$odd', '');
const scalar = fc.constantFrom<Json[]>(
  ...['', 'ada', 'Ada', 'x', '7', '1', 'true', 'null', '1.2', 'v1.2', '1.10.0', '1.2.0-rc.1+b', 'a,b'],
  ...[0, 1, -1, 7, 1.5, 1e21, true, false, null],
);
const literal = fc.oneof(
  { weight: 6, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b'), scalar, { maxKeys: 2, noNullPrototype: true }),
);
const pattern = fc.constantFrom(
  '^a',
  'A',
  '[0-9]+',
  '^v?[0-9]+([.][0-9]+)*$',
  'x|7',
  '',
  'a.a',
  'nul',
  '(a+)+$',
  'a{1,2}',
);
const group = fc.constantFrom('beta', 'staff', 'numbers', 'unknown');

const { condition } = fc.letrec<{ condition: Json; expected: Json; operators: Json }>((tie) => {
  const operator = (names: readonly string[], argument: fc.Arbitrary<Json>) =>
    fc.tuple(fc.constantFrom(...names), argument);
  const expected = tie('expected');
  const entry = fc.oneof(
    operator(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte'], literal),
    operator(['$veq', '$vne', '$vgt', '$vgte', '$vlt', '$vlte'], literal),
    operator(['$in', '$nin', '$ini', '$nini'], fc.array(literal, { maxLength: 4 })),
    operator(['$all', '$alli'], fc.array(expected, { maxLength: 2 })),
    operator(['$elemMatch'], fc.oneof(tie('operators'), tie('condition'))),
    operator(['$size', '$not'], expected),
    operator(['$exists'], scalar),
    operator(['$type'], fc.constantFrom('string', 'number', 'boolean', 'array', 'object', 'null', 'undefined')),
    operator(['$regex', '$regexi'], pattern),
    operator(['$inGroup', '$notInGroup'], group),
    operator(['$unknown', '$and', '$in'], literal),
  );
  const object = (entries: readonly (readonly [string, Json])[]): Json => Object.fromEntries(entries);
  const list = fc.array(tie('condition'), { maxLength: 3 });
  return {
    operators: fc.array(entry, { minLength: 1, maxLength: 2 }).map(object),
    expected: fc.oneof({ maxDepth: 4 }, literal, tie('operators')),
    condition: fc
      .array(
        fc.oneof(
          { maxDepth: 4 },
          { weight: 6, arbitrary: fc.tuple(name, expected) },
          { weight: 2, arbitrary: fc.tuple(fc.constantFrom('$and', '$or', '$nor'), list) },
          { weight: 1, arbitrary: fc.tuple(fc.constant('$not'), tie('condition')) },
        ),
        { maxLength: 3 },
      )
      .map(object),
  };
});

const value = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 5, arbitrary: scalar },
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const attributes = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'tags', '$odd', ''), value, {
  maxKeys: 5,
  noNullPrototype: true,
});

const dotted = fc
  .tuple(
    attributes,
    fc.dictionary(fc.constantFrom('a.b', 'b.a.c', 'tags.1'), value, { maxKeys: 2, noNullPrototype: true }),
  )
  .map(([some, more]) => ({ ...some, ...more }));

describe('conditions beside those of GrowthBook', () => {
  beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));
  afterAll(() => void jest.restoreAllMocks());

  it('hold for the same attributes under semantics 1, in 100,000 random pairs', () => {
    let held = 0;
    fc.assert(
      fc.property(condition, attributes, (condition, attributes) => {
        const expected = theirs(condition, attributes);
        held += expected ? 1 : 0;
        return ours(condition, attributes, 1) === expected;
      }),
      { seed: 11, numRuns: 100_000 },
    );
    // Neither answer is rare, so that the sameness says something.
    expect(held).toBeGreaterThan(20_000);
    expect(held).toBeLessThan(80_000);
  });

  it('hold for the same attributes under the current semantics, where a snapshot names none', () => {
    let alike = 0;
    fc.assert(
      // Random attributes of which some have a dot in their name.
      fc.property(condition, fc.oneof(attributes, dotted), (condition, attributes) => {
        // The cast is safe: the generator makes objects only.
        if (!decidesAlike(condition as Condition)) return true;
        alike += 1;
        return ours(condition, attributes) === theirs(condition, attributes);
      }),
      { seed: 13, numRuns: 100_000 },
    );
    expect(alike).toBeGreaterThan(20_000);
    expect(alike).toBeLessThan(80_000);
  });

  it.each<readonly [name: string, condition: Json, attributes: Attributes, ours: boolean]>([
    ['objects whatever the order of their members', { a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }, true],
    ['own properties only', { constructor: { $exists: true } }, {}, false],
    ['$savedGroup is an attribute', { $savedGroup: 'x' }, { $savedGroup: 'x' }, true],
    ['$not-regex', { a: { '$not-regex': '^x' } }, { a: 'ada' }, true],
    ['linear patterns: no looking around', { a: { $regex: '(?=a)' } }, { a: 'ada' }, false],
    ['linear patterns: no references back', { a: { $regex: '(a)d\\1' } }, { a: 'ada' }, false],
    ['linear patterns: their dialect', { a: { $regex: 'a.b' } }, { a: 'a\u2028b' }, true],
    ['long texts fit no pattern', { a: { $regex: '^x' } }, { a: 'x'.repeat(4_097) }, false],
    [
      'long lists are not seen whole',
      { a: { $elemMatch: { $eq: 1 } } },
      { a: [...Array<number>(1_000).fill(0), 1] },
      false,
    ],
    ['long lists are not compared', { a: { $lt: 'b' } }, { a: Array<string>(4_098).fill('a') }, false],
    ['versions: numbers of any length', { a: { $vgt: '1.0.99999' } }, { a: '1.0.100000' }, true],
    ['versions: missing numbers are 0', { a: { $veq: '1.2.0' } }, { a: '1.2' }, true],
    ['versions: more than three numbers', { a: { $vgte: '1.2.3' } }, { a: '1.2.3.4' }, true],
    ['versions: a leading V', { a: { $vlt: '1.3.0' } }, { a: 'V1.2.3' }, true],
    ['versions: pre-releases', { a: { $vgt: '1.0.0-rc.1' } }, { a: '1.0.0-rc-1' }, true],
    ['versions: what is none', { a: { $vgte: '1.0.0' } }, { a: 'unknown' }, false],
    ['long texts are no version', { a: { $vgt: '1' } }, { a: `2.${'0'.repeat(4_096)}` }, false],
    ['null fits no pattern', { a: { $regex: 'ul' } }, {}, false],
    ['a name with dots', { 'user.country': 'DE' }, { 'user.country': 'DE' }, true],
    ['operators and names mixed', { a: { $gt: 1, b: 2 } }, { a: { $gt: 1, b: 2 } }, false],
    ['malformed logic holds for nobody', { $and: 5 }, {}, false],
    ['malformed logic, negated too', { $not: { $nor: [null] } }, {}, false],
    ['malformed $elemMatch', { a: { $elemMatch: 5 } }, { a: [1] }, false],
    ['malformed group', { a: { $notInGroup: 5 } }, { a: 1 }, false],
    ['too deep', nested(20), {}, false],
    ['too long a list', { a: { $in: Array<number>(10_001).fill(1) } }, { a: 1 }, false],
    ['too many values', { $or: Array<Json>(9_999).fill({ a: { $eq: 1 } }) }, { a: 1 }, false],
    [
      'too many patterns',
      { a: { $elemMatch: { a: { $all: Array<Json>(21).fill({ $regex: 'x' }) } } } },
      { a: [{ a: ['x'] }] },
      false,
    ],
    ['too much in $all', { a: { $all: Array<number>(1_001).fill(1) } }, { a: [1] }, false],
  ])('differ on purpose: %s', (name, condition, attributes, expected) => {
    expect(ours(condition, attributes)).toBe(expected);
    expect(documentation).toContain(`| ${name} |`);
    const negatedOnly = name === 'malformed logic, negated too';
    if (!negatedOnly) expect(evalCondition(attributes, condition as Theirs[1], groups)).toBe(!expected);
  });
});

/** As many levels of `$and`, each an object and a list, and an object. */
function nested(levels: number): Json {
  return Array.from({ length: levels }).reduce<Json>((inner) => ({ $and: [inner] }), {});
}
