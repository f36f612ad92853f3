import { type Decimal, type MetricKind } from '../api-types.js';

const LOCALE = 'en-US';
const below1 = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 4 });
const from1 = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
const huge = new Intl.NumberFormat(LOCALE, { notation: 'scientific', maximumSignificantDigits: 4 });
const percentBelow1 = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumSignificantDigits: 2 });
const percentFrom1 = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 2 });

/** Larger numbers are shown in scientific notation. */
const HUGE = 1e12;

/** Shortens a number for comparison at a glance: four significant digits below 1, two decimals from 1. */
export function displayDecimal(value: Decimal | number): string {
  const number = Number(value);
  if (Math.abs(number) >= HUGE) return huge.format(number);
  return (Math.abs(number) < 1 ? below1 : from1).format(number);
}

/** Shows `0.25` as `25%`. */
export function displayPercent(value: Decimal): string {
  const number = Number(value);
  return (Math.abs(number) < 0.01 ? percentBelow1 : percentFrom1).format(number);
}

/** True if values of a metric read well as percentages: shares do, events per subject do not. */
export function readsAsPercent(kind: MetricKind | undefined, threshold: Decimal): boolean {
  return kind === 'conversion' || (kind === 'ratio' && Number(threshold) <= 1);
}

/** A variant's value as JSON. */
export function displayJson(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
