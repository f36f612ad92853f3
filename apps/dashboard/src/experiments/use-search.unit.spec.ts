import { expect, it } from '@jest/globals';
import { listSearch } from './use-search.js';

it('reads from an address only what it knows', () => {
  const all = { state: 'running', q: 'cart', sort: 'started', owner: 'mine', flag: 'a', tag: 'shop' };
  expect(listSearch(all)).toEqual(all);
  expect(listSearch({ state: 'gone', q: '', sort: 7, owner: 'somebody' })).toEqual({});
});
