import { describe, expect, it } from '@jest/globals';
import { SECRET_FIELDS, withoutSecrets } from '../event-sourcing/secret-fields.js';
import { keepText } from '../primitives/written-json.js';
import { changesBetween } from './changes.js';

describe('the changes of a state', () => {
  it('are its fields that differ, with null for what was not there', () => {
    const before = { key: 'f', rules: [{ serve: 'on' }], tags: ['a'], owner: 'olga' };
    const after = { key: 'f', rules: [{ serve: 'on' }], tags: ['a', 'b'], note: 1 };
    expect(changesBetween(before, after)).toEqual([
      { field: 'tags', before: ['a'], after: ['a', 'b'] },
      { field: 'owner', before: 'olga', after: null },
      { field: 'note', before: null, after: 1 },
    ]);
    expect(changesBetween(null, null)).toEqual([]);
  });

  it('tell apart values that were written differently', () => {
    const [plain, written] = [{ rate: 1 }, { rate: 1 }];
    keepText(written, '{"rate":1.0}');
    expect(changesBetween({ default: plain }, { default: written })).toHaveLength(1);
  });

  it('show neither secrets nor the time of the change', () => {
    const secrets = Object.fromEntries(SECRET_FIELDS.map((name) => [name, 'secret']));
    const state = { ...secrets, updatedAt: '2026-01-01T00:00:00.000Z' };
    expect(changesBetween(null, { ...state, share: '10' })).toEqual([{ field: 'share', before: null, after: '10' }]);
    expect(changesBetween(state, null)).toEqual([]);
    expect(withoutSecrets({ ...secrets, metadata: { hash: "a caller's word" } })).toEqual({
      metadata: { hash: "a caller's word" },
    });
  });

  it('leave out a value whose JSON is over 8 KiB, and say so', () => {
    // With its quotes, and with two bytes for each letter.
    const [fits, exceeds] = ['x'.repeat(8 * 1024 - 2), 'é'.repeat(4 * 1024)];
    expect(changesBetween({ members: fits }, { members: exceeds })).toEqual([
      { field: 'members', before: fits, omitted: true },
    ]);
    expect(changesBetween({ members: exceeds }, { members: `${exceeds}!` })).toEqual([
      { field: 'members', omitted: true },
    ]);
  });
});
