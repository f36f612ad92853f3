import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { displayTick } from '../format/time.js';
import { useWidth } from './use-width.js';

export interface TimeLine {
  readonly name: string;
  /** The CSS variable of its colour, such as `--series-1`. */
  readonly colour: string;
  /** One for each time; null: nothing is known then. */
  readonly values: readonly (number | null)[];
  /** Drawn thin, without a legend's weight. */
  readonly faint?: boolean;
}

export interface TimeMark {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number | null;
  readonly kind: 'breach' | 'pause' | 'phase';
}

interface TimeChartProps {
  /** What the chart shows, for screen readers. */
  readonly label: string;
  /** Epoch milliseconds, in order. */
  readonly times: readonly number[];
  readonly lines: readonly TimeLine[];
  /** Pairs of places in `lines` between which the area is filled. */
  readonly bands?: readonly (readonly [number, number])[] | undefined;
  /** A value that is drawn across, such as a threshold. */
  readonly level?: { readonly value: number; readonly colour: string } | undefined;
  readonly marks?: readonly TimeMark[] | undefined;
  readonly format: (value: number) => string;
}

const HEIGHT = 200;

/** Lines over time. Pointing at it reads the values. */
export function TimeChart(props: TimeChartProps) {
  const { label, times, lines, bands, level, marks, format } = props;
  const [figure, width] = useWidth<HTMLDivElement>();
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = holder.current;
    if (element === null || width === 0) return undefined;
    const draw = () =>
      new UPlot(optionsOf({ lines, bands, level, marks, format, width, times }), dataOf(times, lines), element);
    let plot = draw();
    const scheme = window.matchMedia('(prefers-color-scheme: dark)');
    // Colours are read when it is drawn.
    const redraw = () => {
      plot.destroy();
      plot = draw();
    };
    scheme.addEventListener('change', redraw);
    return () => {
      scheme.removeEventListener('change', redraw);
      plot.destroy();
    };
  }, [width, times, lines, bands, level, marks, format]);
  return (
    <div className="time-chart" ref={figure} role="img" aria-label={label}>
      <div ref={holder} />
    </div>
  );
}

const dataOf = (times: readonly number[], lines: readonly TimeLine[]): UPlot.AlignedData => [
  times.map((time) => time / 1_000),
  ...lines.map(({ values }) => [...values]),
];

type Drawn = Pick<TimeChartProps, 'times' | 'lines' | 'bands' | 'level' | 'marks' | 'format'> & {
  readonly width: number;
};

function optionsOf({ times, lines, bands, level, marks, format, width }: Drawn): UPlot.Options {
  const colour = (variable: string): string =>
    getComputedStyle(document.documentElement).getPropertyValue(variable).trim() || 'gray';
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { points: { size: 6 } },
    scales: { y: { range: (_, min, max) => rangeOf(min, max, level?.value) } },
    axes: [
      { ...axis, values: (_, ticks) => ticks.map((tick) => displayTick(tick * 1_000, span)) },
      { ...axis, size: 64, values: (_, ticks) => ticks.map(format) },
    ],
    series: [
      {},
      ...lines.map(({ name, colour: variable, faint }) => ({
        label: name,
        stroke: colour(variable),
        width: faint ? 1 : 2,
        points: { show: times.length === 1 },
      })),
    ],
    bands: (bands ?? []).map(([upper, lower]) => ({
      series: [upper + 1, lower + 1],
      fill: `color-mix(in srgb, ${colour(lines[upper]?.colour ?? '--muted')} 14%, transparent)`,
    })),
    hooks: {
      drawClear: [(plot) => drawMarks(plot, marks ?? [], colour)],
      draw: [(plot) => drawLevel(plot, level, colour)],
    },
  };
}

/** A range that has 0, the values and the level, with room above. */
function rangeOf(min: number | null, max: number | null, level: number | undefined): [number, number] {
  const low = Math.min(0, min ?? 0, level ?? 0);
  const high = Math.max(0, max ?? 0, level ?? 0);
  const room = (high - low) * 0.08 || 1;
  return [low < 0 ? low - room : 0, high + room];
}

function drawLevel(plot: UPlot, level: TimeChartProps['level'], colour: (variable: string) => string): void {
  if (level === undefined) return;
  const y = plot.valToPos(level.value, 'y', true);
  const { left, width } = plot.bbox;
  plot.ctx.save();
  plot.ctx.strokeStyle = colour(level.colour);
  plot.ctx.lineWidth = window.devicePixelRatio;
  plot.ctx.setLineDash([6, 4]);
  plot.ctx.beginPath();
  plot.ctx.moveTo(left, y);
  plot.ctx.lineTo(left + width, y);
  plot.ctx.stroke();
  plot.ctx.restore();
}

const MARK_COLOURS: Readonly<Record<TimeMark['kind'], string>> = {
  breach: '--red',
  pause: '--amber',
  phase: '--line-strong',
};

function drawMarks(plot: UPlot, marks: readonly TimeMark[], colour: (variable: string) => string): void {
  const { left, top, width, height } = plot.bbox;
  plot.ctx.save();
  for (const { from, to, kind } of marks) {
    const start = Math.max(plot.valToPos(from / 1_000, 'x', true), left);
    const end = to === null ? start : Math.min(plot.valToPos(to / 1_000, 'x', true), left + width);
    if (start > left + width || end < left) continue;
    plot.ctx.globalAlpha = kind === 'pause' ? 0.18 : 1;
    plot.ctx.fillStyle = colour(MARK_COLOURS[kind]);
    plot.ctx.fillRect(start, top, Math.max(end - start, window.devicePixelRatio), height);
  }
  plot.ctx.restore();
}
