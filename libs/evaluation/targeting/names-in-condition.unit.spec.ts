import { expect, it } from '@jest/globals';
import { namesInCondition } from './names-in-condition.js';

it('names the attributes of a condition with their pointers, and nothing within a value', () => {
  const condition = {
    country: 'NL',
    $or: [{ 'a/b': { $gt: 1 } }, { $not: { age: { $in: [1, 2] } } }],
    items: { $elemMatch: { colour: 'red' } },
  };
  expect(namesInCondition(condition, '/when')).toEqual([
    { name: 'country', pointer: '/when/country' },
    { name: 'a/b', pointer: '/when/$or/0/a~1b' },
    { name: 'age', pointer: '/when/$or/1/$not/age' },
    { name: 'items', pointer: '/when/items' },
  ]);
  expect(namesInCondition({})).toEqual([]);
});
