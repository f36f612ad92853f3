import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvOf, type Cell } from './csv.js';

/** A reader by RFC 4180, for the test alone. */
function parsed(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, quoted] = [[] as string[], '', false];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quoted && char === '"' && text[at + 1] === '"') [cell, at] = [cell + char, at + 1];
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === ',') [row, cell] = [[...row, cell], ''];
    else if (!quoted && char === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell]);
      [row, cell, at] = [[], '', at + 1];
    } else cell += char;
  }
  return rows;
}

describe('CSV', () => {
  it('says the same when it is read again', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('a,b', '"', '\r\n', ''),
      fc.double({ noNaN: true }),
      fc.constant(null),
    );
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }));
    const textOf = (value: Cell): string => {
      if (value === null) return '';
      return typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    };
    fc.assert(
      fc.property(table, (rows) => {
        expect(parsed(csvOf(['a', 'b'], rows))).toEqual([['a', 'b'], ...rows.map((row) => row.map(textOf))]);
      }),
    );
  });

  it('disarms formulas, and leaves negative numbers as they are', () => {
    const text = csvOf(['x'], [['=1+1'], ['@x'], ['+1'], ['-1'], [-1], ['plain']]);
    expect(text).toBe(`x\r\n"'=1+1"\r\n"'@x"\r\n"'+1"\r\n"'-1"\r\n-1\r\nplain\r\n`);
  });
});
