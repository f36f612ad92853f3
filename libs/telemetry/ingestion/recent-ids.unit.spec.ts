import { describe, expect, it } from '@jest/globals';
import { parsePosition, type Position } from '../../event-store/index.js';
import { RecentIds } from './recent-ids.js';

const at = (place: number): Position => parsePosition(place.toString(16).padStart(16, '0'));
const item = (id: string, hash = `hash of ${id}`) => ({ id, hash });

describe('ids that are not projected yet', () => {
  it('are known from the claim on, and durable once the append is', async () => {
    const ids = new RecentIds();
    const settle = ids.claim('production', [item('a'), item('b')]);
    expect(ids.get('production', 'a')?.hash).toBe('hash of a');
    const durable = ids.get('production', 'b')?.append.durable;
    settle(at(1));
    await expect(durable).resolves.toBe(true);
    expect(ids.get('production', 'b')?.append.position).toBe(at(1));
  });

  it('are free again when their append failed, and whoever waits hears it', async () => {
    const ids = new RecentIds();
    const settle = ids.claim('production', [item('a')]);
    const durable = ids.get('production', 'a')?.append.durable;
    settle(undefined);
    await expect(durable).resolves.toBe(false);
    expect(ids.get('production', 'a')).toBeUndefined();
    expect(ids.size).toBe(0);
  });

  it('are those of their environment only', () => {
    const ids = new RecentIds();
    ids.claim('production', [item('a')]);
    expect(ids.get('staging', 'a')).toBeUndefined();
    ids.claim('staging', [item('a', 'another')]);
    expect(ids.get('production', 'a')?.hash).toBe('hash of a');
  });

  it('are forgotten when the projection has reached their append, and not before', () => {
    const ids = new RecentIds();
    ids.claim('production', [item('a')])(at(5));
    ids.claim('production', [item('b')])(at(9));
    ids.claim('production', [item('c')]);
    ids.forgetUpTo(at(4));
    expect(ids.size).toBe(3);
    ids.forgetUpTo(at(5));
    expect(['a', 'b', 'c'].map((id) => ids.get('production', id)?.hash)).toEqual([undefined, 'hash of b', 'hash of c']);
    // One under way has no position: it stays, however far the projection is.
    ids.forgetUpTo(at(100));
    expect(ids.get('production', 'c')).toBeDefined();
    expect(ids.size).toBe(1);
  });

  it('that another process appended never replace what is known', () => {
    const ids = new RecentIds();
    const settle = ids.claim('production', [item('a', 'own')]);
    ids.remember('production', [item('a', 'other'), item('b')], at(3));
    expect(ids.get('production', 'a')?.hash).toBe('own');
    ids.forgetUpTo(at(3));
    expect(ids.get('production', 'b')).toBeUndefined();
    expect(ids.get('production', 'a')?.hash).toBe('own');
    settle(undefined);
    expect(ids.size).toBe(0);
  });

  it('claimed anew after a failure belong to the second append', () => {
    const ids = new RecentIds();
    const first = ids.claim('production', [item('a', 'first')]);
    ids.claim('production', [item('a', 'second')]);
    first(undefined);
    expect(ids.get('production', 'a')?.hash).toBe('second');
  });

  it('are so many at most', () => {
    const ids = new RecentIds(2);
    ids.claim('production', [item('a')]);
    expect(ids.full).toBe(false);
    const settle = ids.claim('production', [item('b')]);
    expect(ids.full).toBe(true);
    settle(undefined);
    expect(ids.full).toBe(false);
  });
});
