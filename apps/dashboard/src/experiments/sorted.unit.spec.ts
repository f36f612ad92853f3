import { expect, it } from '@jest/globals';
import type { Experiment } from '../api-types.js';
import { sorted } from './sorted.js';
import { listSearch } from './use-search.js';

const one = (name: string, status: Experiment['status'], traffic: string, updatedAt: string) =>
  // The cast is safe: sorting looks at nothing else.
  ({ name, status, traffic, updatedAt }) as Experiment;

const experiments = [
  one('banner', 'running', '5', '2026-01-02T00:00:00Z'),
  one('Checkout', 'draft', '100', '2026-01-03T00:00:00Z'),
  one('search', 'completed', '20', '2026-01-01T00:00:00Z'),
];

it.each([
  [undefined, ['banner', 'Checkout', 'search']],
  ['updated', ['Checkout', 'banner', 'search']],
  ['name', ['banner', 'Checkout', 'search']],
  ['state', ['Checkout', 'banner', 'search']],
  ['traffic', ['Checkout', 'search', 'banner']],
] as const)('sorts by %s', (key, names) => {
  expect(sorted(experiments, key).map(({ name }) => name)).toEqual(names);
});

it('reads from an address only what it knows', () => {
  expect(listSearch({ state: 'running', q: 'cart', sort: 'traffic', owner: 'mine', flag: 'a' })).toEqual({
    ...{ state: 'running', q: 'cart', sort: 'traffic', owner: 'mine', flag: 'a' },
  });
  expect(listSearch({ state: 'gone', q: '', sort: 7, owner: 'somebody' })).toEqual({});
});
