import { describe, expect, it } from '@jest/globals';
import { withFigures, withHonesty } from './results-file.js';

const ORDER = ['Looks', 'Margins'];
const table = (cell: string): string => `| Case |\n| --- |\n| ${cell} |`;

describe('the file of results', () => {
  const first = withHonesty(withFigures('', '| decide | 1 |'), new Map([['Margins', table('m')]]), ORDER);

  it('keeps the figures and the other tables when one table of honesty is made', () => {
    const second = withHonesty(first, new Map([['Looks', table('l')]]), ORDER);
    expect(second).toContain('| decide | 1 |');
    expect(second).toMatch(/### Looks\n\n\| Case \|\n\| --- \|\n\| l \|\n\n### Margins[^]*\| m \|\n$/);
    expect(withHonesty(second, new Map([['Looks', table('l')]]), ORDER)).toBe(second);
  });

  it('keeps the tables of honesty when the other parts are measured', () => {
    const again = withFigures(first, '| decide | 2 |');
    expect(again).toContain('| decide | 2 |');
    expect(again).not.toContain('| decide | 1 |');
    expect(again).toContain(table('m'));
  });

  it('drops a table that is no longer made', () => {
    expect(withHonesty(first, new Map(), ['Looks'])).not.toContain('Margins');
  });
});
