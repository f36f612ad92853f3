import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '../primitives/refusal.js';
import {
  conflictDomainAggregate,
  createConflictDomain,
  heldSlots,
  percentOfSlots,
  reserveSlots,
  slotsOfTraffic,
  type ConflictDomain,
} from './conflict-domain.js';
import { eachOf, rangesOf } from './slots.js';

const facts = { by: { kind: 'user', id: 'ada', name: 'Ada' }, at: '2026-01-01T00:00:00.000Z' } as const;
const [created] = createConflictDomain(null, 'checkout', 'production');
if (!created) throw new Error('nothing was created');
const empty = conflictDomainAggregate.evolve(null, created, facts);
if (!empty) throw new Error('nothing was created');

/** A domain and how many slots each of its experiments holds, as their own streams would say it. */
class Played {
  domain: ConflictDomain = empty as ConflictDomain;
  readonly holds = new Map<string, number>();

  /** Starts or raises: false where the domain is full. */
  raise(id: string, wanted: number): boolean {
    try {
      const { events } = reserveSlots(this.domain, id, wanted, (each) => this.holds.get(each) ?? 0);
      for (const event of events)
        this.domain = conflictDomainAggregate.evolve(this.domain, event, facts) ?? this.domain;
      this.holds.set(id, wanted);
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'domain_full') return false;
      throw error;
    }
  }

  slots(id: string): number[] {
    return this.all().get(id) ?? [];
  }

  all(): Map<string, number[]> {
    const held = heldSlots(this.domain, (each) => this.holds.get(each) ?? 0);
    return new Map(held.map(({ experiment, slots }) => [experiment, eachOf(slots)]));
  }
}

describe('a conflict domain', () => {
  it('gives a slot for each 0.01 percent, and nothing for what is finer', () => {
    expect([slotsOfTraffic('100'), slotsOfTraffic('0.01'), slotsOfTraffic('0.0199'), slotsOfTraffic('33.33')]).toEqual([
      10_000, 1, 1, 3_333,
    ]);
    expect(percentOfSlots(3_333)).toBe('33.33');
  });

  it('says how much it has where it is full', () => {
    const played = new Played();
    played.raise('a', 6_000);
    expect(() => reserveSlots(played.domain, 'b', 4_001, (id) => played.holds.get(id) ?? 0)).toThrow(
      expect.objectContaining({ code: 'domain_full', facts: { free: '40' } }),
    );
    // What it holds itself counts as free to it.
    expect(() => reserveSlots(played.domain, 'a', 10_001, (id) => played.holds.get(id) ?? 0)).toThrow(
      expect.objectContaining({ facts: { free: '100' } }),
    );
  });

  it('takes from others only what they do not hold, what nobody has first, and says from whom', () => {
    const played = new Played();
    played.raise('a', 6_000);
    played.holds.set('a', 1_000);
    const held = (id: string): number => played.holds.get(id) ?? 0;
    expect(reserveSlots(played.domain, 'b', 4_000, held).takenFrom).toEqual([]);
    expect(reserveSlots(played.domain, 'b', 4_001, held).takenFrom).toEqual(['a']);
    expect(() => reserveSlots(played.domain, 'b', 9_001, held)).toThrow(Refusal);
  });

  it('gives back to a raise what the lowering before it gave up, where nobody took it', () => {
    const played = new Played();
    played.raise('a', 5_000);
    const before = played.slots('a');
    played.holds.set('a', 2_000);
    played.raise('b', 3_000);
    played.raise('a', 5_000);
    expect(played.slots('a')).toEqual(before);
  });

  it('forgets the reservations of those that are over', () => {
    const played = new Played();
    played.raise('a', 5_000);
    const { events } = reserveSlots(played.domain, 'b', 10, () => 0, ['a']);
    const after = events.reduce<ConflictDomain | null>(
      (state, event) => conflictDomainAggregate.evolve(state, event, facts),
      played.domain,
    );
    expect(after?.reservations.map(({ experiment }) => experiment)).toEqual(['b']);
  });

  it('never shares a slot nor moves one that stays, whatever order experiments start, raise, lower and end in', () => {
    const step = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      holds: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6_000 })),
    });
    let full = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
        const played = new Played();
        for (const { id, holds } of steps) {
          const before = played.all();
          if (holds <= (played.holds.get(id) ?? 0)) played.holds.set(id, holds);
          else if (!played.raise(id, holds)) full += 1;
          const after = played.all();
          const all = [...after.values()].flat();
          expect(new Set(all).size).toBe(all.length);
          for (const [each, count] of played.holds) {
            const [now, earlier] = [after.get(each) ?? [], before.get(each) ?? []];
            expect(now.length).toBe(count);
            const shared = Math.min(now.length, earlier.length);
            expect(now.slice(0, shared).join()).toBe(earlier.slice(0, shared).join());
          }
        }
      }),
      { numRuns: 60, seed: 20_260_107 },
    );
    expect(full).toBeGreaterThan(30);
  });

  it('keeps slots as ranges in their order', () => {
    expect(rangesOf([5, 6, 7, 1, 2, 9])).toEqual([
      [5, 8],
      [1, 3],
      [9, 10],
    ]);
    expect(eachOf(rangesOf([5, 6, 7, 1, 2, 9]))).toEqual([5, 6, 7, 1, 2, 9]);
  });
});
