import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inexactIntegers } from './exact-integers.js';

const MAX_DEPTH = 32;
const pointersIn = (text: string): string[] =>
  inexactIntegers(text, MAX_DEPTH, (name) => name).map(({ pointer }) => pointer);

describe('integers in a JSON text', () => {
  it.each([
    ['9007199254740993', ['']],
    ['-9007199254740993', ['']],
    [' 9007199254740993 ', ['']],
    ['{"a":9007199254740993}', ['/a']],
    ['{"a/~b" : [1, 9007199254740993]}', ['/a~1~0b/1']],
    ['{"a\\"":{"b":[[0],{"\\u0063":-12345678901234567890}]}}', ['/a"/b/1/c']],
    ['[{"a":1},{"a":"]9007199254740993"},[9007199254740993]]', ['/2/0']],
    ['{"":1152921504606846976}', ['/']],
    ['[100000000000000000000000000001]', ['/0']],
    ['{"a":"\\\\","b":9007199254740993}', ['/b']],
    [
      '{"events":[{"a":9007199254740993,"b":9007199254740993},{},{"a":9007199254740995}]}',
      ['/events/0/a', '/events/2/a'],
    ],
    ['{"a":9007199254740993,"b":9007199254740993}', ['/a', '/b']],
  ])('are found where they change: %s', (text, pointers) => expect(pointersIn(text)).toEqual(pointers));

  it.each([
    ['9007199254740991'],
    ['9007199254740992'],
    ['[9007199254740994, -9007199254740992, 0, -0]'],
    ['1000000000000000000000000000000'],
    ['{"a":"9007199254740993"}'],
    ['{"9007199254740993":1}'],
    ['{"a":"x, 9007199254740993"}'],
    ['{"a":", \\" 9007199254740993"}'],
    ['[9007199254740993.5, 9007199254740993e0, 1.9007199254740993, 9007199254740993E-3]'],
    [`[1${'0'.repeat(400)}]`],
    [`${'['.repeat(33)}9007199254740993${']'.repeat(33)}`],
  ])('are taken: %s', (text) => expect(pointersIn(text)).toEqual([]));

  it('are found exactly where JSON.parse and JSON.stringify make another number of them', () => {
    const integer = fc.oneof(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), fc.maxSafeInteger().map(BigInt));
    const other = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.double({ noDefaultInfinity: true, noNaN: true }),
      fc.jsonValue(),
    );
    const member = fc.tuple(fc.string(), fc.oneof(integer, other));
    fc.assert(
      fc.property(fc.uniqueArray(member, { selector: ([name]) => name }), fc.boolean(), (members, isNested) => {
        const text = `{${members.map(([name, value]) => `${JSON.stringify(name)}: ${textOf(value, isNested)}`).join(',')}}`;
        const changed = members.filter(([, value]) => typeof value === 'bigint' && isChanged(value));
        expect(pointersIn(text)).toHaveLength(changed.length);
      }),
      { seed: 17, numRuns: 2_000 },
    );
  });

  it('take a time that grows with the text, whatever it is', () => {
    const digits = '9'.repeat(200_000);
    const hostile = [
      digits,
      `[${'"'.padEnd(200_000, '\\\\')}"]`,
      `${'['.repeat(100_000)}${'9007199254740993,'.repeat(10_000)}0`,
    ];
    for (const text of hostile) expect(pointersIn(`${text} 9007199254740993`).length).toBeLessThan(2);
  });
});

const textOf = (value: unknown, isNested: boolean): string => {
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return isNested ? `[{"in": ${text}}]` : text;
};

/** By the digits alone: 1.5e+21 is 15 and 20 zeros. */
function isChanged(integer: bigint): boolean {
  const written = JSON.stringify(Number(integer));
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)\.?(\d*)(?:e\+(\d+))?$/.exec(written) ?? [];
  return BigInt(`${sign}${whole}${fraction}${'0'.repeat(Number(exponent) - fraction.length)}`) !== integer;
}
