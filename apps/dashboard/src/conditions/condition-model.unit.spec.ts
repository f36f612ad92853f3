import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileCondition } from '../../../../libs/evaluation/targeting/compile-condition.js';
import { newGroup, newRow, withAdded, withPart, type Condition, type Group, type Json } from './model.js';
import { parseCondition } from './parse.js';
import { writeCondition } from './write.js';

const names = fc.constantFrom('country', 'plan', 'age', 'app.version', '__proto__');
const scalars = fc.oneof(
  fc.constantFrom('NL', 'free', '7', '1.2.3', '', 'a\nb'),
  fc.constantFrom(0, 7, 4.2),
  fc.boolean(),
  fc.constant(null),
);
const lists = fc.array(fc.oneof(fc.constantFrom('NL', 'BE', ' x', ''), fc.constantFrom(1, 7)), { maxLength: 3 });
const operators = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), scalars),
      fc.tuple(fc.constantFrom('$in', '$nin', '$ini', '$nini', '$all', '$alli'), lists),
      fc.tuple(fc.constantFrom('$veq', '$vgte', '$vlt'), fc.constantFrom('1.2.3', '4', 4.2)),
      fc.tuple(fc.constantFrom('$regex', '$not-regex'), fc.constantFrom('^N', 'e$')),
      fc.tuple(fc.constant('$exists'), fc.boolean()),
      fc.tuple(fc.constant('$size'), fc.oneof(fc.constant(2), fc.constant({ $gt: 1 }))),
      fc.tuple(fc.constant('$not'), fc.constant({ $in: ['NL'] })),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((entries) => Object.fromEntries(entries));
const expected = fc.oneof(scalars, operators, lists, fc.constant({ id: 1 }), fc.constant({}));

const { condition: conditions } = fc.letrec<{ condition: Condition }>((tie) => {
  const several = fc.array(tie('condition'), { minLength: 1, maxLength: 3 });
  const members = fc.array(
    fc.oneof(
      { maxDepth: 3 },
      fc.tuple(names, expected),
      fc.tuple(fc.constantFrom('$and', '$or', '$nor'), several),
      fc.tuple(fc.constant('$not'), tie('condition')),
    ),
    { minLength: 1, maxLength: 3 },
  );
  return { condition: members.map((entries) => Object.fromEntries<Json>(entries)) };
});

const attributes = fc.dictionary(names, fc.oneof(scalars, lists, fc.constant({ id: 1 }), fc.constant({})));

const treeOf = (condition: Condition | null): Group => parseCondition(condition) ?? newGroup('none', []);
const written = (tree: Group) => {
  const result = writeCondition(tree);
  return result.fault === null ? result.condition : result.fault;
};

describe('a condition as groups and rows', () => {
  it('means the same after it was read and written, for any attributes', () => {
    fc.assert(
      fc.property(conditions, fc.array(attributes, { minLength: 1, maxLength: 10 }), (condition, subjects) => {
        const again = writeCondition(treeOf(condition));
        if (again.fault !== null) throw new Error(`${again.fault} for ${JSON.stringify(condition)}`);
        const [before, after] = [compileCondition(condition), compileCondition(again.condition ?? {})];
        for (const subject of subjects) expect(after(subject)).toBe(before(subject));
      }),
      { numRuns: 500 },
    );
  });

  it.each<readonly [string, Condition | null]>([
    ['nothing', null],
    ['one row', { country: 'NL' }],
    ['rows together', { country: { $in: ['NL', 'BE'] }, 'app.version': { $vgte: '4.2.0' }, $not: { plan: 'free' } }],
    ['two operators of one attribute', { age: { $gte: 18, $lt: 65 } }],
    ['alternatives', { $or: [{ plan: 'pro' }, { plan: 'team', seats: { $gt: 5 } }] }],
    ['one attribute twice', { plan: 'pro', $and: [{ plan: 'team' }] }],
    ['what only JSON can say', { items: { $elemMatch: { sku: 'a1' } } }],
  ])('writes %s as it was read', (_, condition) => {
    expect(written(treeOf(condition))).toEqual(condition);
  });

  it.each<readonly [string, Condition]>([
    ['a list operator without a list', { $or: { a: 1 } }],
    ['an operator in field place', { $gt: 3 }],
    ['a group of what is no condition', { $and: [1] }],
  ])('does not read %s', (_, condition) => {
    expect(parseCondition(condition)).toBeUndefined();
  });

  it.each([
    ['names no attribute yet', newRow()],
    ['cannot begin with $', newRow({ attribute: '$or' })],
    ['is not a number', newRow({ attribute: 'age', type: 'number', text: 'old' })],
    ['has no values yet', newRow({ attribute: 'country', operator: '$in', text: ' \n' })],
    ['is not JSON yet', newRow({ attribute: 'x', operator: 'json', text: '{' })],
    ['has no conditions yet', newGroup('any', [])],
  ])('says that a part %s', (why, part) => {
    const result = writeCondition(newGroup('all', [newRow({ attribute: 'ok', text: 'x' }), part]));
    expect(result).toEqual({ fault: expect.stringContaining(why), part: part.id });
  });

  it('adds, changes and removes a part of a nested group', () => {
    const tree = treeOf({ a: 'x', $or: [{ b: 'y' }, { c: 'z' }] });
    const inner = tree.parts.find((part) => part.kind === 'group');
    if (inner?.kind !== 'group') throw new Error('no group');
    const added = withAdded(tree, inner.id, newRow({ attribute: 'd', text: 'w' }));
    expect(written(added)).toEqual({ a: 'x', $or: [{ b: 'y' }, { c: 'z' }, { d: 'w' }] });
    const [first] = inner.parts;
    const removed = withPart(added, first?.id ?? '', () => null);
    expect(written(removed)).toEqual({ a: 'x', $or: [{ c: 'z' }, { d: 'w' }] });
  });
});
