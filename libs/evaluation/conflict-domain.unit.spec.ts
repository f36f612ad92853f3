import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digest, flag, noSettings, NOW, running } from '../../test/support/decisions.js';
import { compileSnapshot } from './compile.js';
import { evaluate } from './evaluate.js';
import type { ConflictDomainSnapshot, EnvironmentSnapshot } from './snapshot.js';

type Reservations = ConflictDomainSnapshot['reservations'];

const EXPERIMENTS = ['a', 'b', 'c'] as const;
const germans = { country: 'DE' };

/** An environment in which each experiment has a flag of its own, all in one domain. */
function environment(reservations: Reservations): EnvironmentSnapshot {
  const flags = EXPERIMENTS.map((id) => {
    const targeting = id === 'b' ? germans : null;
    const experiment = running({ id, key: id, salt: id, targeting, conflictDomain: 'd' });
    return { ...flag, key: `flag-${id}`, experiment };
  });
  return { ...noSettings, conflictDomains: [{ key: 'd', salt: 'd', reservations }], flags };
}

/** The experiments that take a subject, and why the others do not. */
function taking(snapshot: EnvironmentSnapshot, subjectId: string, attributes = {}) {
  const flags = compileSnapshot(snapshot, digest);
  const decisions = [...flags.values()].map((flag) => {
    return evaluate(flag, flag.snapshot.key, { subjectId, attributes, now: NOW });
  });
  return {
    taken: decisions.flatMap((each) => (each.identified ? [each.experiment.id] : [])),
    reasons: decisions.map(({ reason }) => reason),
  };
}

/** Slots of the domain, each for one experiment or for none, in ranges as a reservation has them. */
const owners = fc
  .array(fc.record({ owner: fc.constantFrom(...EXPERIMENTS, null), length: fc.integer({ min: 1, max: 4_000 }) }))
  .map((pieces) => {
    const slots = new Map<string, (readonly [number, number])[]>();
    let from = 0;
    for (const { owner, length } of pieces) {
      const end = Math.min(10_000, from + length);
      if (owner !== null && end > from) slots.set(owner, [...(slots.get(owner) ?? []), [from, end]]);
      from = end;
    }
    return [...slots].map(([experiment, ranges]) => ({ experiment, slots: ranges }));
  });
const subject = fc.string({ unit: 'grapheme', minLength: 1 });

describe('a conflict domain', () => {
  it('has nobody in two of its experiments, whatever slots they have', () => {
    fc.assert(
      fc.property(owners, subject, fc.constantFrom({}, germans), (reservations, subject, attributes) => {
        expect(taking(environment(reservations), subject, attributes).taken.length).toBeLessThan(2);
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  it('puts who fails the targeting of its slot’s experiment into none', () => {
    const all = environment([{ experiment: 'b', slots: [[0, 10_000]] }]);
    expect(taking(all, 'ada')).toEqual({
      taken: [],
      reasons: ['experiment_conflict', 'not_targeted', 'experiment_conflict'],
    });
    expect(taking(all, 'ada', germans).taken).toEqual(['b']);
  });

  it('moves nobody whose slot stays, whatever else is reserved or freed', () => {
    fc.assert(
      fc.property(owners, fc.constantFrom(...EXPERIMENTS), subject, (reservations, freed, subject) => {
        const before = taking(environment(reservations), subject, germans).taken;
        const after = taking(
          environment(reservations.filter(({ experiment }) => experiment !== freed)),
          subject,
          germans,
        ).taken;
        expect(after).toEqual(before.filter((id) => id !== freed));
      }),
      { seed: 9, numRuns: 300 },
    );
  });

  it('has about as many in its slots as there are', () => {
    const snapshot = environment([
      {
        experiment: 'a',
        slots: [
          [0, 1_000],
          [5_000, 6_000],
        ],
      },
      { experiment: 'c', slots: [[1_000, 4_000]] },
    ]);
    const flags = compileSnapshot(snapshot, digest);
    const count = (id: string) =>
      Array.from({ length: 10_000 }, (_, index) => `user-${index}`).filter((subjectId) => {
        return evaluate(flags.get(`flag-${id}`), id, { subjectId, attributes: {}, now: NOW }).identified;
      }).length;
    expect(Math.abs(count('a') - 2_000)).toBeLessThan(150);
    expect(Math.abs(count('c') - 3_000)).toBeLessThan(150);
  });
});
