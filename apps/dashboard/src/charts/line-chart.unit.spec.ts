import { describe, it, expect } from '@jest/globals';
import { type TimeseriesPoint } from '../api-types.js';
import { bucketFor, chartOf, pointNear } from './line-chart.js';

const area = { width: 120, height: 110, left: 10, right: 10, top: 0, bottom: 10 };

function point(time: string, values: Record<string, string | null>): TimeseriesPoint {
  const variants = Object.entries(values).map(([variant, value]) => [variant, { numerator: 1, denominator: 1, value }]);
  return { time, variants: Object.fromEntries(variants) };
}

const points = [
  point('2025-03-20T12:00:00Z', { control: '0', treatment: '0.5' }),
  point('2025-03-20T12:01:00Z', { control: null, treatment: '1' }),
  point('2025-03-20T12:02:00Z', { control: '0.25' }),
];

describe('chartOf', () => {
  const chart = chartOf(points, ['control', 'treatment'], 0.5, area);

  it('spans first to last time across and zero to the highest value upwards', () => {
    expect(chart.lines.map((line) => line.path)).toEqual(['M10.0 100.0L110.0 75.0', 'M10.0 50.0L60.0 0.0']);
  });

  it('leaves out what has no data', () => {
    expect(chart.lines[0]?.dots.map((dot) => dot.point.time)).toEqual([points[0]?.time, points[2]?.time]);
  });

  it('shows the threshold', () => {
    expect(chart.thresholdY).toBe(50);
  });

  it('keeps a threshold above all values inside the picture', () => {
    expect(chartOf(points, ['control'], 4, area).thresholdY).toBeCloseTo(20);
  });

  it('draws a single point at the start', () => {
    expect(chartOf(points.slice(0, 1), ['treatment'], 0.5, area).lines[0]?.path).toMatch(/^M10\.0 /);
  });

  it('finds the point nearest to the pointer', () => {
    expect(pointNear(chart, 70)?.point.time).toBe('2025-03-20T12:01:00Z');
    expect(pointNear(chartOf([], ['control'], 1, area), 70)).toBeUndefined();
  });
});

describe('bucketFor', () => {
  it.each([
    [60_000, 10],
    [4_000_000, 10],
    [5_000_000, 30],
    [14 * 86_400_000, 3_600],
    [4_000 * 86_400_000, 86_400],
  ])('for %d ms takes %d s', (spanMs, seconds) => {
    expect(bucketFor(spanMs)).toBe(seconds);
  });
});
