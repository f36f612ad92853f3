import { type Decimal, type MetricKind, type Quantity } from '../api-types.js';

const LOCALE = 'en-US';
const below1 = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 4 });
const from1 = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
const huge = new Intl.NumberFormat(LOCALE, { notation: 'scientific', maximumSignificantDigits: 4 });
const percentBelow1 = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumSignificantDigits: 2 });
const percentFrom1 = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 2 });

/** From here on digits say less than their number. */
const HUGE = 1e12;

/** A decimal or a count short enough to compare at a glance: four significant digits below 1, two decimals above. */
export function displayDecimal(value: Quantity): string {
  const number = Number(value);
  if (Math.abs(number) >= HUGE) return huge.format(number);
  return (Math.abs(number) < 1 ? below1 : from1).format(number);
}

/** `0.25` as `25%`. */
export function displayPercent(value: Decimal): string {
  const number = Number(value);
  return (Math.abs(number) < 0.01 ? percentBelow1 : percentFrom1).format(number);
}

/** Whether values of a metric read well as percentages: shares do, events per subject do not. */
export function readsAsPercent(kind: MetricKind | undefined, threshold: Decimal): boolean {
  return kind === 'conversion' || (kind === 'ratio' && Number(threshold) <= 1);
}

/** A variant's value as JSON, the way it was written. */
export function displayJson(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
