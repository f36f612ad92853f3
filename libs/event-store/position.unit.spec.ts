import { describe, expect, it } from '@jest/globals';
import { hasReached, laterOf, parsePosition } from './position.js';

const hex = (value: number): string => value.toString(16).padStart(16, '0');
const at = (commit: number, prepare: number) => parsePosition(`${hex(commit)}/${hex(prepare)}`);

describe('position', () => {
  it('orders by commit, then by prepare', () => {
    expect(hasReached(at(2, 2), at(1, 1))).toBe(true);
    expect(hasReached(at(1, 1), at(2, 2))).toBe(false);
    expect(hasReached(at(2, 2), at(2, 2))).toBe(true);
    expect(hasReached(at(2, 1), at(2, 2))).toBe(false);
    expect(hasReached(undefined, at(0, 0))).toBe(false);
  });

  it('a checkpoint with prepare 0 names where the next event begins, so that event is still to come', () => {
    expect(hasReached(at(12306, 0), at(12306, 12306))).toBe(false);
    expect(laterOf(at(12306, 12306), at(12306, 0))).toBe(at(12306, 12306));
  });

  it('refuses what is not shaped like a position', () => {
    for (const text of ['', '12', 'g'.repeat(16), `${hex(1)}/1`]) expect(() => parsePosition(text)).toThrow(TypeError);
  });
});
