import { seriesClass } from '../../charts/series.js';
import { along, type ForestScale } from './forest-scale.js';
import type { ForestColumns } from './forest-columns.js';
import { type Comparison, daysText, effectText, intervalText, leaning, pText, whyNot } from './result-words.js';

interface ForestRowProps {
  readonly comparison: Comparison;
  readonly direction: 'lower_is_better' | 'higher_is_better';
  readonly scale: ForestScale;
  readonly columns: ForestColumns;
  /** The place of the arm among the variants, for its colour. */
  readonly arm: number;
  readonly disabled: boolean;
  readonly shown: boolean;
  readonly show: () => void;
}

/** One arm against control: its interval around the effect, and the same in numbers. */
export function ForestRow({ comparison, direction, scale, columns, arm, disabled, shown, show }: ForestRowProps) {
  const { variant, relative, cuped, margin, adjustedP, chanceToWin, daysLeft, n } = comparison;
  const why = whyNot(comparison);
  const lean = leaning(relative, direction);
  return (
    <tr className={`${seriesClass(arm)} forest-${lean}`}>
      <th scope="row">
        <button
          type="button"
          className="forest-arm"
          aria-pressed={shown}
          title={`${variant}: effect over time`}
          onClick={show}
        >
          <span className="swatch" aria-hidden="true" />
          <span className={disabled ? 'forest-name forest-disabled' : 'forest-name'}>{variant}</span>
          {disabled && <span className="visually-hidden"> (disabled)</span>}
        </button>
      </th>
      <td className="forest-plot">
        <Plot relative={relative} cuped={cuped?.relative} margin={margin?.value} direction={direction} scale={scale} />
      </td>
      <td className="number forest-effect">
        <b>{effectText(relative.effect)}</b>
        <span className="forest-interval">{why ?? intervalText(relative)}</span>
        {cuped && (
          <span
            className="forest-interval"
            title={`Variance reduction saved ${effectText(cuped.varianceSaved)} of the variance`}
          >
            reduced: {effectText(cuped.relative.effect)}, {intervalText(cuped.relative)}
          </span>
        )}
      </td>
      <td className="number wide-only">
        {chanceToWin == null ? pText(adjustedP) : `${Number((100 * chanceToWin).toPrecision(3))}%`}
      </td>
      {columns.margin && (
        <td className="wide-only">
          {margin && <span className={`tag margin-${margin.verdict}`}>{margin.verdict}</span>}
        </td>
      )}
      {columns.daysLeft && <td className="number wide-only">{daysLeft === null ? '–' : daysText(daysLeft)}</td>}
      <td className="number wide-only">{n.treatment.toLocaleString('en-GB')}</td>
    </tr>
  );
}

interface PlotProps {
  readonly relative: Comparison['relative'];
  readonly cuped: Comparison['relative'] | undefined;
  /** The relative harm that is allowed, as it was set: above 0. */
  readonly margin: number | undefined;
  readonly direction: 'lower_is_better' | 'higher_is_better';
  readonly scale: ForestScale;
}

function Plot({ relative, cuped, margin, direction, scale }: PlotProps) {
  const { effect, lower, upper } = relative;
  const x = (value: number) => `${along(scale, value)}%`;
  const beyond = margin === undefined ? undefined : direction === 'higher_is_better' ? -margin : margin;
  return (
    <svg className="forest-svg" height="28" aria-hidden="true">
      {beyond !== undefined && (
        <rect
          className="forest-margin"
          x={beyond < 0 ? '0%' : x(beyond)}
          width={`${beyond < 0 ? along(scale, beyond) : 100 - along(scale, beyond)}%`}
          y="0"
          height="28"
        />
      )}
      <line className="forest-zero" x1={x(0)} x2={x(0)} y1="0" y2="28" />
      {lower !== null && upper !== null && (
        <line className="forest-line" x1={x(lower)} x2={x(upper)} y1={cuped ? 9 : 14} y2={cuped ? 9 : 14} />
      )}
      {cuped?.lower != null && cuped.upper !== null && (
        <line className="forest-line forest-cuped" x1={x(cuped.lower)} x2={x(cuped.upper)} y1="20" y2="20" />
      )}
      {effect !== null && <circle className="forest-dot" cx={x(effect)} cy={cuped ? 9 : 14} r="4" />}
    </svg>
  );
}
