import { type TimeseriesPoint } from '../api-types.js';
import { percentAlong, roundUp, type Scale } from './scale.js';

export interface ChartArea {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface ChartDot {
  readonly x: number;
  readonly y: number;
  readonly point: TimeseriesPoint;
}

export interface ChartLine {
  readonly variant: string;
  readonly dots: readonly ChartDot[];
  /** The `d` of an SVG path. */
  readonly path: string;
}

export interface Chart {
  readonly lines: readonly ChartLine[];
  readonly thresholdY: number;
  readonly valueTicks: readonly { readonly value: number; readonly y: number }[];
  readonly timeTicks: readonly { readonly time: number; readonly x: number; readonly anchor: 'start' | 'end' }[];
  readonly spanMs: number;
}

const SHORTEST_SPAN_MS = 60_000;

/** Lays out one line per variant over time; the scale always includes the threshold. */
export function chartOf(
  points: readonly TimeseriesPoint[],
  variants: readonly string[],
  threshold: number,
  area: ChartArea,
): Chart {
  const [from, to] = timesOf(points);
  const values = variants.flatMap((variant) => valuesOf(points, variant));
  const scale = valueScale(values, threshold);
  const x = (time: number) => area.left + ((time - from) / (to - from)) * (area.width - area.left - area.right);
  const y = (value: number) =>
    area.top + (1 - percentAlong(scale, value) / 100) * (area.height - area.top - area.bottom);
  return {
    lines: variants.map((variant) => lineOf(variant, points, x, y)),
    thresholdY: y(threshold),
    valueTicks: [scale.min, (scale.min + scale.max) / 2, scale.max].map((value) => ({ value, y: y(value) })),
    timeTicks: [
      { time: from, x: x(from), anchor: 'start' },
      { time: to, x: x(to), anchor: 'end' },
    ],
    spanMs: to - from,
  };
}

/** The dot nearest to a horizontal position in the chart. */
export function pointNear(chart: Chart, x: number): ChartDot | undefined {
  const dots = chart.lines.flatMap((line) => line.dots);
  return dots.reduce<ChartDot | undefined>(
    (nearest, dot) => (nearest === undefined || Math.abs(dot.x - x) < Math.abs(nearest.x - x) ? dot : nearest),
    undefined,
  );
}

const INTERVALS_SECONDS = [10, 30, 60, 300, 600, 1_800, 3_600, 10_800, 43_200, 86_400] as const;
const MOST_POINTS = 400;

/** The shortest time bucket that keeps a chart of `spanMs` readable, in seconds. */
export function bucketFor(spanMs: number): number {
  return INTERVALS_SECONDS.find((seconds) => spanMs / (seconds * 1000) <= MOST_POINTS) ?? 86_400;
}

function timesOf(points: readonly TimeseriesPoint[]): readonly [number, number] {
  const times = points.map((point) => Date.parse(point.time));
  const from = times.at(0) ?? 0;
  return [from, Math.max(times.at(-1) ?? 0, from + SHORTEST_SPAN_MS)];
}

function valuesOf(points: readonly TimeseriesPoint[], variant: string): number[] {
  return points.flatMap((point) => {
    const value = point.variants[variant]?.value ?? null;
    return value === null ? [] : [Number(value)];
  });
}

function valueScale(values: readonly number[], threshold: number): Scale {
  const min = -roundUp(-Math.min(0, threshold * 1.25, ...values));
  const max = roundUp(Math.max(0, threshold * 1.25, ...values));
  return { min: min === 0 ? 0 : min, max: max === 0 && min === 0 ? 1 : max };
}

function lineOf(
  variant: string,
  points: readonly TimeseriesPoint[],
  x: (time: number) => number,
  y: (value: number) => number,
): ChartLine {
  const dots = points.flatMap((point) => {
    const value = point.variants[variant]?.value ?? null;
    return value === null ? [] : [{ x: x(Date.parse(point.time)), y: y(Number(value)), point }];
  });
  const path = dots.map((dot, index) => `${index === 0 ? 'M' : 'L'}${dot.x.toFixed(1)} ${dot.y.toFixed(1)}`).join('');
  return { variant, dots, path };
}
