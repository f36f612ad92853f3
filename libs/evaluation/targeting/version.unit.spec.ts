import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileCondition } from './compile-condition.js';
import { compareVersions, parseVersion } from './version.js';

/** Each is before the next. */
const ASCENDING = [
  '0',
  '0.0.1-0',
  '0.0.1',
  '1.0.0-alpha',
  '1-alpha.1',
  '1.0.0-alpha.2',
  '1.0.0-alpha.10',
  '1.0.0-alpha.99999999999999999999',
  '1.0.0-alpha.100000000000000000000',
  '1.0.0-alpha.beta',
  '1.0.0-alpha-1',
  '1.0.0-beta',
  'v1.0',
  '1.0.99999',
  'V1.0.100000',
  '1.0.9007199254740992',
  '1.0.9007199254740993',
  '1.2.3',
  '1.2.3.4',
  '1.2.3.10',
  '1.2.3.10.1',
  '1.10',
  '9.9.9',
  '10.0.0-rc.1+build.7',
  '10',
  '2024.01.31',
  '2024.2.1',
];

const order = (one: unknown, other: unknown): number | undefined => {
  const [a, b] = [parseVersion(one), parseVersion(other)];
  return a && b && Math.sign(compareVersions(a, b));
};

describe('versions', () => {
  it('are in one order, whichever two are compared', () => {
    const index = fc.nat(ASCENDING.length - 1);
    fc.assert(
      fc.property(index, index, (one, other) => {
        expect(order(ASCENDING[one], ASCENDING[other])).toBe(Math.sign(one - other));
      }),
      { seed: 3, numRuns: 2_000 },
    );
  });

  it.each([
    ['1.2', '1.2.0'],
    ['1', '1.0.0.0'],
    ['1.2.3+build.1', 'v1.2.3'],
    ['1.2-rc.1', '1.2.0-rc.01'],
    ['01.002.3', '1.2.3'],
    ['V4', 4],
    ['4.2', 4.2],
  ])('%s and %s are the same', (one, other) => expect(order(one, other)).toBe(0));

  it('of numbers alone compare as their numbers do', () => {
    const numbers = fc.array(fc.bigInt({ min: 0n, max: 10n ** 30n }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(numbers, numbers, (one, other) => {
        const differing = [0, 1, 2, 3, 4].find((place) => (one[place] ?? 0n) !== (other[place] ?? 0n));
        const [a, b] = differing === undefined ? [0n, 0n] : [one[differing] ?? 0n, other[differing] ?? 0n];
        expect(order(one.join('.'), other.join('.'))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
      { seed: 5 },
    );
  });
});

const OPERATORS = ['$veq', '$vne', '$vgt', '$vgte', '$vlt', '$vlte'] as const;

describe.each<readonly [value: unknown]>([
  ['unknown'],
  [''],
  ['v'],
  ['1.2.x'],
  ['1..2'],
  ['1.2.3-'],
  ['1.2.3-a..b'],
  ['1.2.3+'],
  [' 1.2.3'],
  ['1.2.3\n'],
  ['١.٢'],
  ['-1'],
  [-1],
  [1e21],
  [Number.NaN],
  [true],
  [null],
  [undefined],
  [['1.2.3']],
  [{ toString: '1.2.3' }],
  [`1.${'0'.repeat(4_095)}`],
])('%j is no version', (value) => {
  it.each(OPERATORS)('and fits no %s', (operator) => {
    const holds = (than: unknown, attribute: unknown): boolean =>
      compileCondition({ a: { [operator]: than } })({ a: attribute });
    expect(['0', '1.0.0', '99999'].map((than) => holds(than, value))).toEqual([false, false, false]);
    expect(['0', '1.0.0', '99999'].map((attribute) => holds(value, attribute))).toEqual([false, false, false]);
  });
});

describe('a condition on versions', () => {
  it.each([
    ['$vgt', '1.0.99999', '1.0.100000', true],
    ['$vgte', '1.2.3', '1.2.3.4', true],
    ['$veq', '1.2.0', '1.2', true],
    ['$vne', '1.2.0', '1.2', false],
    ['$vlt', '1.3.0', 'V1.2.3', true],
    ['$vlte', '1.3.0', '1.3.0-rc.1', true],
    ['$vlte', '1.3.0', '1.3.0.1', false],
    ['$vgte', '1.0.0', 'unknown', false],
  ])('%s %s for %s: %s', (operator, than, value, expected) => {
    expect(compileCondition({ a: { [operator]: than } })({ a: value })).toBe(expected);
  });

  it('is another under semantics 1', () => {
    const holds = (operator: string, than: string, a: string): boolean =>
      compileCondition({ a: { [operator]: than } }, {}, 1)({ a });
    expect(holds('$vgt', '1.0.99999', '1.0.100000')).toBe(false);
    expect(holds('$veq', '1.2.0', '1.2')).toBe(false);
    expect(holds('$vgte', '1.0.0', 'unknown')).toBe(true);
  });
});
