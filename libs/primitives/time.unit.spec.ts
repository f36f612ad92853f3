import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseTime } from './time.js';

describe('a time', () => {
  it.each([
    ['2026-02-28T00:00:00Z', '2026-02-28T00:00:00.000Z'],
    ['2028-02-29T23:59:59.999Z', '2028-02-29T23:59:59.999Z'],
    ['2000-02-29T12:00Z', '2000-02-29T12:00:00.000Z'],
    ['2026-01-31T09:00:00+01:00', '2026-01-31T08:00:00.000Z'],
  ])('%s is read', (text, iso) => {
    expect(new Date(parseTime(text)).toISOString()).toBe(iso);
  });

  it.each([
    ...['2026-02-29T00:00:00Z', '2027-02-30T00:00:00Z', '1900-02-29T00:00:00Z', '2026-11-31T00:00:00Z'],
    ...['2026-13-01T00:00:00Z', '2026-00-01T00:00:00Z', '2026-01-00T00:00:00Z', '2026-01-32T00:00:00Z'],
    ...['2026-01-01T25:00:00Z', '2026-01-01T00:60:00Z', '2026-01-01T00:00:00+99:00'],
    ...['2026-11-26T11:05:38', '2026-11-26', '2026-11-26 11:05:38Z', '20261126T110538Z', '', 'now'],
  ])('%s is none', (text) => {
    expect(parseTime(text)).toBeNaN();
  });

  it('is read again as it was written', () => {
    const times = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(times, (time) => parseTime(time.toISOString()) === time.getTime()));
  });
});
