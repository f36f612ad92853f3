import { describe, it, expect } from '@jest/globals';
import { displayDecimal, displayJson, displayPercent, readsAsPercent } from './decimal.js';

describe('displayDecimal', () => {
  it.each([
    ['0.25', '0.25'],
    ['1', '1'],
    ['0', '0'],
    ['0.3333333333', '0.3333'],
    ['0.00001234', '0.00001234'],
    ['1234.567', '1,234.57'],
    ['-0.5', '-0.5'],
  ])('shows %s as %s', (value, shown) => {
    expect(displayDecimal(value)).toBe(shown);
  });

  it('groups counts', () => {
    expect(displayDecimal(1204331)).toBe('1,204,331');
  });
});

describe('displayPercent', () => {
  it.each([
    ['0.25', '25%'],
    ['1', '100%'],
    ['0.04321', '4.32%'],
    ['0.000345', '0.035%'],
    ['0', '0%'],
  ])('shows %s as %s', (value, shown) => {
    expect(displayPercent(value)).toBe(shown);
  });
});

describe('readsAsPercent', () => {
  it('takes shares', () => {
    expect(readsAsPercent('conversion', '0.1')).toBe(true);
    expect(readsAsPercent('ratio', '0.05')).toBe(true);
  });

  it('leaves what is no share', () => {
    expect(readsAsPercent('ratio', '3')).toBe(false);
    expect(readsAsPercent('mean', '0.5')).toBe(false);
    expect(readsAsPercent(undefined, '0.5')).toBe(false);
  });
});

describe('displayJson', () => {
  it('tells a text from a number', () => {
    expect(displayJson('1')).toBe('"1"');
    expect(displayJson(1)).toBe('1');
    expect(displayJson(undefined)).toBe('');
  });
});
