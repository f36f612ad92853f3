import { type PointerEvent, useMemo, useState } from 'react';
import { type Timeseries } from '../api-types.js';
import { displayDecimal } from '../format/decimal.js';
import { displayClock, displayTick } from '../format/time.js';
import { type Chart, chartOf, pointNear } from './line-chart.js';
import { seriesClass } from './series.js';
import { useWidth } from './use-width.js';

const HEIGHT = 132;
const MARGINS = { left: 44, right: 8, top: 10, bottom: 18 };

interface RateChartProps {
  readonly series: Timeseries;
  readonly variants: readonly string[];
  readonly threshold: string;
}

/** A metric over time, one line per variant; pointing at it reads the values of one bucket. */
export function RateChart({ series, variants, threshold }: RateChartProps) {
  const [figure, width] = useWidth<HTMLElement>();
  const [pointer, setPointer] = useState<number>();
  const chart = useMemo(
    () => chartOf(series.points, variants, Number(threshold), { ...MARGINS, width, height: HEIGHT }),
    [series, variants, threshold, width],
  );
  const read = pointer === undefined ? undefined : pointNear(chart, pointer);
  const follow = (event: PointerEvent<SVGSVGElement>) =>
    setPointer(event.clientX - event.currentTarget.getBoundingClientRect().left);

  return (
    <figure className="chart" ref={figure}>
      {width > 0 && (
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={`${series.metric} per ${series.bucketSeconds.toString()} seconds and variant, threshold ${threshold}`}
          onPointerMove={follow}
          onPointerDown={follow}
          onPointerLeave={() => setPointer(undefined)}
        >
          <Axes chart={chart} width={width} />
          <line
            className="chart-threshold"
            x1={MARGINS.left}
            x2={width - MARGINS.right}
            y1={chart.thresholdY}
            y2={chart.thresholdY}
          />
          {read && (
            <line className="chart-pointer" x1={read.x} x2={read.x} y1={MARGINS.top} y2={HEIGHT - MARGINS.bottom} />
          )}
          {chart.lines.map((line, index) => (
            <g key={line.variant} className={seriesClass(index)}>
              <path className="chart-line" d={line.path} />
              {line.dots
                .filter((dot) => line.dots.length === 1 || dot.point === read?.point)
                .map((dot) => (
                  <circle key={dot.point.time} className="chart-dot" cx={dot.x} cy={dot.y} r="3" />
                ))}
            </g>
          ))}
        </svg>
      )}
      <figcaption className="chart-legend">
        {variants.map((variant, index) => (
          <span key={variant} className={seriesClass(index)}>
            <span className="swatch" aria-hidden="true" />
            {variant}
            {read && <b>{displayRead(read.point.variants[variant]?.value)}</b>}
          </span>
        ))}
        <span className="chart-bucket">
          {read ? displayClock(read.point.time) : `per ${series.bucketSeconds.toString()} s`}
        </span>
      </figcaption>
    </figure>
  );
}

function Axes({ chart, width }: { chart: Chart; width: number }) {
  return (
    <g className="chart-axes">
      {chart.valueTicks.map(({ value, y }) => (
        <g key={value}>
          <line x1={MARGINS.left} x2={width - MARGINS.right} y1={y} y2={y} />
          <text x={MARGINS.left - 6} y={y} dy="0.32em" textAnchor="end">
            {displayDecimal(value)}
          </text>
        </g>
      ))}
      {chart.timeTicks.map(({ time, x, anchor }) => (
        <text key={anchor} x={x} y={HEIGHT - 3} textAnchor={anchor}>
          {displayTick(time, chart.spanMs)}
        </text>
      ))}
    </g>
  );
}

function displayRead(value: string | null | undefined): string {
  return value === null || value === undefined ? '–' : displayDecimal(value);
}
