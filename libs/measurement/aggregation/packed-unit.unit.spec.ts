import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TIME_BUCKET_SECONDS } from './time-buckets.js';
import { isSameUnit, packUnit, unpackUnit } from './packed-unit.js';
import { ANY, denominatorOf, EXPOSED, newUnit, numeratorOf, type Sums, type UnitState } from './unit-state.js';

// Keys may be names that every object has.
const key = fc.oneof(
  fc.constantFrom('control', 'treatment', 'crash_rate', 'constructor', 'toString', 'valueOf', '0', '10'),
  fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,20}$/),
);
const decimal = fc.tuple(fc.integer(), fc.nat(999)).map(([whole, part]) => `${whole}.${part}1`);
const sums: fc.Arbitrary<Sums> = fc.tuple(fc.oneof(fc.integer(), decimal), fc.oneof(fc.nat(), decimal));
const bucket = fc.nat(300_000_000).map((n) => n * TIME_BUCKET_SECONDS);
const phase = fc.integer({ min: 1, max: 9 });
const time = fc.integer({ min: 0, max: 2_000_000_000_000 });
const measure = fc.oneof(fc.constantFrom(ANY, EXPOSED), key.map(numeratorOf), key.map(denominatorOf));

const by = <T>(value: fc.Arbitrary<T>, minKeys = 0): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(key, value, { minKeys, maxKeys: 4 });

const events = { decided: by(by(sums, 1)), loose: by(sums) };

const unit: fc.Arbitrary<UnitState> = fc
  .record({
    exposures: by(fc.tuple(phase, time)),
    decidedPhase: fc.option(phase),
    ...events,
    converted: by(bucket),
    run: fc.nat(9),
    latest: fc.dictionary(measure, by(bucket, 1), { maxKeys: 5 }),
    inRun: fc.record(events),
    pre: by(sums),
    values: fc.array(fc.nat(20), { maxLength: 4 }),
  })
  .map(({ values, ...state }) => {
    // They are those of the earliest exposure.
    const at = Math.min(...Object.values(state.exposures).map(([, time]) => time));
    return { ...state, dimensions: at === Infinity ? null : { at, values } };
  });

describe('a packed unit', () => {
  it('unpacks to what was packed, whatever it is', () => {
    fc.assert(
      fc.property(unit, (state) => {
        const packed = packUnit(state);
        expect(unpackUnit(packed)).toEqual(state);
        expect(packUnit(unpackUnit(packed))).toBe(packed);
      }),
      { numRuns: 1_000, seed: 20_260_204 },
    );
  });

  it('is one line: rows are written as lines', () => {
    fc.assert(
      fc.property(unit, (state) => expect(packUnit(state)).not.toContain('\n')),
      { numRuns: 100, seed: 20_260_205 },
    );
  });

  it('of a unit of which nothing is known is that', () => expect(unpackUnit(packUnit(newUnit()))).toEqual(newUnit()));

  it('is the same unit in whatever order its events came, and another by any of its sums', () => {
    const reversed = (value: unknown): unknown =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? value
        : Object.fromEntries(
            Object.entries(value)
              .toReversed()
              .map(([name, member]) => [name, reversed(member)]),
          );
    fc.assert(
      fc.property(unit, (state) => {
        expect(isSameUnit(state, reversed(state) as UnitState)).toBe(true);
        const more = { ...state, loose: { ...state.loose, another_metric: [1, 1] as Sums } };
        expect(isSameUnit(state, more)).toBe(false);
      }),
    );
  });
});
