import { describe, expect, it } from '@jest/globals';
import { notNumbers } from './not-numbers.js';

describe('values that metrics would read as numbers', () => {
  it.each([
    ['a number', { amount: 12.5 }],
    ['nothing', {}],
    ['null', { amount: null }],
    ['a text that no metric reads', { amount: 1, colour: '12.5' }],
  ])('are not warned of where there is %s', (_, properties) => {
    expect(notNumbers(properties, ['amount'])).toEqual([]);
  });

  it.each([['12.5'], [''], [true], [[12.5]], [{ value: 12.5 }]])('are warned of where there is %j', (amount) => {
    expect(notNumbers({ amount }, ['amount'])).toMatchObject([{ code: 'not_a_number', pointer: '/properties/amount' }]);
  });

  it('are the own ones of an event, and named by a pointer', () => {
    expect(notNumbers({ a: 1 }, ['constructor'])).toEqual([]);
    expect(notNumbers(undefined, ['a'])).toEqual([]);
    expect(notNumbers({ 'a/b': '1', c: '2' }, ['a/b', 'c']).map(({ pointer }) => pointer)).toEqual([
      '/properties/a~1b',
      '/properties/c',
    ]);
  });
});
