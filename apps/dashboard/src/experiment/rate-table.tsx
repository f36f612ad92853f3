import { type GuardrailRates, type MetricKind, type ThresholdGuardrail } from '../api-types.js';
import { RateTrack } from '../charts/rate-track.js';
import { type Scale, trackScale } from '../charts/scale.js';
import { seriesClass } from '../charts/series.js';
import { displayDecimal, displayPercent, readsAsPercent } from '../format/decimal.js';

interface RateTableProps {
  readonly guardrail: ThresholdGuardrail;
  readonly variants: readonly string[];
  readonly rates: GuardrailRates | undefined;
  readonly kind: MetricKind | undefined;
}

/** The rates of each variant and of all variants pooled, on one scale with the threshold. */
export function RateTable({ guardrail, variants, rates, kind }: RateTableProps) {
  const rateOf = (variant: string) => rates?.variants.find((rate) => rate.variant === variant);
  const shown = [...variants.map(rateOf), rates?.total].flatMap((rate) => rate?.value ?? []);
  const common = {
    guardrail,
    scale: trackScale(shown.map(Number), Number(guardrail.threshold)),
    direction: rates?.direction ?? 'lower_is_better',
    percent: readsAsPercent(kind, guardrail.threshold),
  };
  return (
    <table className="rates">
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Variant</th>
          <th scope="col">Against the threshold</th>
          <th scope="col">Value and what was counted</th>
        </tr>
      </thead>
      <tbody>
        {variants.map((variant, index) => (
          <RateRow key={variant} {...common} name={variant} rate={rateOf(variant)} series={seriesClass(index)} />
        ))}
        <RateRow {...common} name="total" rate={rates?.total} series="series series-total" />
      </tbody>
    </table>
  );
}

type ShownRate = Pick<GuardrailRates['variants'][number], 'numerator' | 'denominator' | 'value' | 'evidence'>;

interface RateRowProps {
  readonly guardrail: ThresholdGuardrail;
  readonly name: string;
  readonly rate: ShownRate | null | undefined;
  readonly series: string;
  readonly scale: Scale;
  readonly direction: GuardrailRates['direction'];
  readonly percent: boolean;
}

function RateRow({ guardrail, name, rate, series, scale, direction, percent }: RateRowProps) {
  const value = rate?.value ?? null;
  const breached = value !== null && isBeyond(Number(value), Number(guardrail.threshold), direction);
  return (
    <tr className={breached ? `${series} rate-breached` : series}>
      <th scope="row" title={name}>
        {name}
      </th>
      <td className="rate-track">
        <RateTrack
          scale={scale}
          value={value === null ? null : Number(value)}
          threshold={Number(guardrail.threshold)}
          direction={direction}
          breached={breached}
        />
      </td>
      <td className="rate-numbers number">
        <span
          className={value === null ? 'no-data' : 'rate-value'}
          data-testid={`rate-${guardrail.key}-${name}`}
          data-value={value ?? ''}
        >
          {value === null ? 'No data yet' : displayDecimal(value)}
        </span>
        {percent && value !== null && <span className="rate-percent">{displayPercent(value)}</span>}
        {breached && <span className="visually-hidden">, beyond the threshold</span>}
        <span className="rate-counts">{rate && countsText(rate)}</span>
      </td>
    </tr>
  );
}

/** The fraction, or the evidence as text if the rate is no fraction. */
function countsText({ numerator, denominator, evidence }: ShownRate): string {
  return numerator === null ? (evidence ?? '') : `${displayDecimal(numerator)} / ${displayDecimal(denominator)}`;
}

function isBeyond(value: number, threshold: number, direction: GuardrailRates['direction']): boolean {
  return direction === 'lower_is_better' ? value > threshold : value < threshold;
}
