import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { putBinary, putSixteen } from './put-bytes.js';

const AT = 3;

describe('bytes put by hand', () => {
  it('are those of a binary string', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (given) => {
        const bytes = new Uint8Array(20);
        putBinary(Buffer.from(given).toString('binary'), bytes, AT, 16);
        expect([...bytes]).toEqual([0, 0, 0, ...given, 0]);
      }),
      { seed: 6 },
    );
  });

  it('are those of base64url', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (given) => {
        const bytes = new Uint8Array(20);
        expect(putSixteen(Buffer.from(given).toString('base64url'), bytes, AT)).toBe(true);
        expect([...bytes]).toEqual([0, 0, 0, ...given, 0]);
      }),
      { seed: 7 },
    );
  });

  it('are refused of any text that is not canonical, wherever it is wrong', () => {
    const right = Buffer.alloc(16, 7).toString('base64url');
    const bytes = new Uint8Array(20);
    const wrong = ['', right.slice(1), `${right}A`, `${right.slice(0, 21)}B`, right.replace('B', 'é')];
    for (let index = 0; index < right.length; index += 1) {
      for (const bad of ['+', '/', '=', ' ', '\u00e9', '\u2028'])
        wrong.push(`${right.slice(0, index)}${bad}${right.slice(index + 1)}`);
    }
    for (const text of wrong) expect({ text, put: putSixteen(text, bytes, 0) }).toEqual({ text, put: false });
  });
});
