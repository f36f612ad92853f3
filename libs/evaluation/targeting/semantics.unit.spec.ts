import { describe, expect, it } from '@jest/globals';
import { carriedByAudience, carriedSemantics, decidesAlike } from './carried-semantics.js';
import { compileCondition } from './compile-condition.js';
import type { Condition } from './condition.js';

type Attributes = Record<string, unknown>;

const under = (condition: Condition, attributes: Attributes): boolean[] =>
  ([1, 2] as const).map((semantics) => compileCondition(condition, {}, semantics)(attributes));

describe('a pattern', () => {
  it.each<readonly [condition: Condition, attributes: Attributes, before: boolean, now: boolean]>([
    [{ a: { $regex: 'null' } }, {}, true, false],
    [{ a: { $regex: '^n' } }, { a: null }, true, false],
    [{ a: { $regex: '.*' } }, {}, true, false],
    [{ a: { $regexi: 'NULL' } }, {}, true, false],
    [{ a: { $regexi: 'UNDEF' } }, { a: undefined }, true, false],
    [{ a: { '$not-regex': 'null' } }, {}, false, true],
    [{ a: { '$not-regex': '^x' } }, {}, true, true],
    [{ a: { $not: { $regex: '' } } }, { a: null }, false, true],
    [{ a: { $elemMatch: { b: { $regex: 'ul' } } } }, { a: [{}] }, true, false],
    [{ a: { $regex: 'null' } }, { a: 'null' }, true, true],
    [{ a: { $regex: '^$' } }, { a: '' }, true, true],
    [{ a: { $regex: 'false' } }, { a: false }, true, true],
    [{ a: { '$not-regex': '(' } }, {}, false, false],
  ])('%j of %j holds: %s before, %s now', (condition, attributes, before, now) => {
    expect(under(condition, attributes)).toEqual([before, now]);
  });
});

describe('a name with dots', () => {
  it.each<readonly [condition: Condition, attributes: Attributes, before: boolean, now: boolean]>([
    [{ 'user.country': 'DE' }, { 'user.country': 'DE' }, false, true],
    [{ 'user.country': 'DE' }, { 'user.country': 'FR', user: { country: 'DE' } }, true, false],
    [{ 'user.country': 'DE' }, { user: { country: 'DE' } }, true, true],
    [{ 'user.country': { $exists: false } }, { 'user.country': null, user: { country: 'DE' } }, false, true],
    [{ 'a.b.c': 1 }, { 'a.b.c': 1 }, false, true],
    [{ 'a.0': 'x' }, { a: ['x'] }, true, true],
    [{ list: { $elemMatch: { 'a.b': 1 } } }, { list: [{ 'a.b': 1 }] }, false, true],
    [{ $not: { 'a.b': 1 } }, { 'a.b': 1 }, true, false],
    [{ 'a.toString': { $exists: true } }, { a: {} }, false, false],
  ])('%j of %j holds: %s before, %s now', (condition, attributes, before, now) => {
    expect(under(condition, attributes)).toEqual([before, now]);
  });
});

describe('a snapshot names no semantics', () => {
  it.each<readonly [condition: Condition]>([
    [{}],
    [{ country: { $in: ['DE', 'a.b', '$vgt', 'null'] } }],
    [{ email: { $regex: '@example[.]org$' } }],
    [{ email: { $regex: 'NULL' } }],
    [{ email: { $regexi: '^[^n]ull' } }],
    [{ id: { $in: Array.from({ length: 9_996 }, (_, n) => n) } }],
  ])('for %j', (condition) => {
    expect(decidesAlike(condition)).toBe(true);
    expect(carriedSemantics(condition, { semantics: 2 })).toEqual({});
  });
});

describe('a snapshot names semantics 2', () => {
  it.each<readonly [condition: Condition]>([
    [{ app: { $vgte: '1.0.0' } }],
    [{ $not: { $or: [{ a: { $elemMatch: { $vne: '1' } } }] } }],
    [{ 'user.country': 'DE' }],
    [{ list: { $elemMatch: { 'a.b': 1 } } }],
    [{ a: { $regex: '' } }],
    [{ a: { $regex: '^[^N]ull$' } }],
    [{ a: { $regexi: 'NULL' } }],
    [{ a: { $all: [{ '$not-regex': 'undefined' }] } }],
    [{ id: { $in: Array.from({ length: 9_998 }, (_, n) => n) } }],
  ])('for %j', (condition) => {
    expect(carriedSemantics(condition, { semantics: 2 })).toEqual({ semantics: 2 });
    expect(carriedSemantics(condition, { semantics: 1 })).toEqual({});
    expect(carriedSemantics(condition, {})).toEqual({});
  });

  it('for a path in bucketBy', () => {
    const targeting = { country: 'DE' };
    expect(carriedByAudience({ targeting, bucketBy: 'company.id' }, { semantics: 2 })).toEqual({ semantics: 2 });
    expect(carriedByAudience({ targeting: null, bucketBy: 'company.id' }, {})).toEqual({});
    expect(carriedByAudience({ targeting: null, bucketBy: 'company' }, { semantics: 2 })).toEqual({});
    expect(carriedByAudience({ targeting: { a: { $veq: '1' } }, bucketBy: null }, { semantics: 2 })).toEqual({
      semantics: 2,
    });
  });
});
