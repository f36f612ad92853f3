import { expect, it } from '@jest/globals';
import { fieldOf } from './problem-fields.js';

it.each([
  ['/name', 'name'],
  ['/variants/0/weight', 'variants.0.weight'],
  ['/properties/a~1b/~0c', 'properties.a/b.~c'],
  ['', ''],
])('finds the field of the pointer %j', (pointer, path) => {
  expect(fieldOf(pointer)).toBe(path);
});
