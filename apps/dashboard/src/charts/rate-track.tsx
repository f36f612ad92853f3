import { type Direction } from '../api-types.js';
import { percentAlong, type Scale } from './scale.js';

interface RateTrackProps {
  readonly scale: Scale;
  readonly value: number | null;
  readonly threshold: number;
  readonly direction: Direction;
  readonly breached: boolean;
}

/** A bar from zero to the value; the breaching side of the threshold is shaded. The text beside it has the numbers. */
export function RateTrack({ scale, value, threshold, direction, breached }: RateTrackProps) {
  const limit = percentAlong(scale, threshold);
  const zero = percentAlong(scale, 0);
  const end = value === null ? zero : percentAlong(scale, value);
  const [forbiddenFrom, forbiddenTo] = direction === 'lower_is_better' ? [limit, 100] : [0, limit];
  return (
    <svg className={breached ? 'track track-breached' : 'track'} height="14" aria-hidden="true">
      <rect className="track-ground" y="4" width="100%" height="6" rx="3" />
      {value !== null && (
        <rect
          className="track-forbidden"
          x={percent(forbiddenFrom)}
          y="4"
          width={percent(forbiddenTo - forbiddenFrom)}
          height="6"
          rx="3"
        />
      )}
      {value !== null && (
        <rect
          className="track-bar"
          x={percent(Math.min(zero, end))}
          y="4"
          width={percent(Math.max(Math.abs(end - zero), 0.8))}
          height="6"
          rx="3"
        />
      )}
      <line className="track-threshold" x1={percent(limit)} x2={percent(limit)} y1="0" y2="14" />
    </svg>
  );
}

function percent(value: number): string {
  return `${value.toFixed(2)}%`;
}
