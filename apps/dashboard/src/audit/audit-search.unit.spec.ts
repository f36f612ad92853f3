import { expect, it } from '@jest/globals';
import { auditSearch, queryOf } from './audit-search.js';

it('keeps the filters that it knows, as texts', () => {
  expect(auditSearch({ q: 'x', entity: 'flag:a', by: 7, other: 'y', type: '' })).toEqual({ q: 'x', entity: 'flag:a' });
});

it('asks from the beginning of the first day to the end of the last one, in the zone of the reader', () => {
  const { from = '', to = '', q } = queryOf({ q: 'x', from: '2026-01-31', to: '2026-01-31' });
  expect([new Date(from).getDate(), new Date(from).getHours()]).toEqual([31, 0]);
  expect([new Date(to).getMonth(), new Date(to).getDate(), new Date(to).getHours()]).toEqual([1, 1, 0]);
  expect(q).toBe('x');
});

it('leaves out what is no day', () => {
  expect(queryOf({ from: 'yesterday', to: '2026-1-1' })).toEqual({});
});
