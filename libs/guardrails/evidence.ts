import { Big } from 'big.js';
import type { GuardrailUnit } from '../experiments/index.js';
import { partsOf, type MetricRule } from '../metrics/index.js';
import type { Decimal } from '../primitives/decimal.js';
import type { ArmSplit, Breach, ComparedBreach } from './guardrail.events.js';

interface Counted {
  /** Null if the value is no fraction. */
  readonly numerator: Decimal | null;
  readonly denominator: Decimal;
}

/** The counts of a rate in words, such as `p95 of 210 values`. */
export function evidenceOf(rule: MetricRule, per: GuardrailUnit, { numerator, denominator }: Counted): string {
  switch (rule.kind) {
    case 'ratio': {
      const { numeratorEvent, denominatorEvent } = rule;
      return per === 'event'
        ? `${amountOf(numerator, rule, 'numerator')} per ${amountOf(denominator, rule, 'denominator')}`
        : `${numerator} subjects with ${numeratorEvent} of ${denominator} with ${denominatorEvent}`;
    }
    case 'conversion':
      return `${numerator} of ${denominator} subjects with ${rule.event}`;
    case 'count':
      return per === 'event'
        ? `${numerator} ${rule.event} of ${denominator} subjects`
        : `${numerator} of ${denominator} subjects with ${rule.event}`;
    case 'sum':
      return `${rule.property} sums to ${numerator} over ${denominator} subjects`;
    case 'mean':
      return `${rule.property} sums to ${numerator} over ${denominator} values`;
    case 'quantile':
      return `p${new Big(rule.quantile).times(100).toFixed()} of ${denominator} values`;
  }
}

/** `12 crash`, or of a sum of a property `80.5 of value in pay`. */
function amountOf(amount: Decimal | null, rule: MetricRule, side: 'numerator' | 'denominator'): string {
  const part = partsOf(rule)[side];
  return part?.property === undefined
    ? `${amount} ${part?.event ?? ''}`
    : `${amount} of ${part.property} in ${part.event}`;
}

/** A comparison in words: `e-value 812 that it is worse than control by more than 2%: +31.2% (+12.1% to +50.3%)`. */
export function comparisonInWords({
  margin,
  eValue,
  effect,
  lower,
  upper,
  control,
  treatment,
}: ComparedBreach): string {
  const strength = eValue < 10_000 ? String(Math.round(eValue)) : eValue.toExponential(1);
  const claim = `e-value ${strength} that it is worse than control by more than ${percent(Number(margin))}`;
  const arms = `${treatment.value} of ${treatment.subjects} subjects against ${control.value} of ${control.subjects}`;
  if (effect === null) return `${claim}: ${arms}`;
  const bounds = lower === null || upper === null ? '' : ` (${signed(lower)} to ${signed(upper)})`;
  return `${claim}: ${signed(effect)}${bounds}, ${arms}`;
}

const percent = (share: number): string => `${Number((share * 100).toFixed(1))}%`;

const signed = (share: number): string => `${share > 0 ? '+' : ''}${percent(share)}`;

/** The split of subjects in words: `control 1200 where 1100 were expected, treatment 1000 where 1100 were expected`. */
export function splitInWords(split: readonly ArmSplit[]): string {
  return split
    .map(({ variant, observed, expected }) => `${variant} ${observed} where ${expected} were expected`)
    .join(', ');
}

/** One sentence for the history: metric, value, arm, threshold, evidence and requested action. */
export function breachSentence(breach: Breach): string {
  const { metric, value, threshold, evidence } = breach;
  const side = new Big(value).gt(threshold) ? 'above' : 'below';
  return `${metric} was ${value}${where(breach)}, ${side} ${threshold} (${evidence}): ${requestOf(breach)}`;
}

/** Assay's own checks judge the experiment as a whole. */
function where({ variant, guardrail }: Breach): string {
  if (variant !== null) return ` in ${variant}`;
  return guardrail.startsWith('assay.') ? '' : ' in all variants pooled';
}

function requestOf({ action, variant }: Breach): string {
  switch (action) {
    case 'rollback':
      return 'asks for a rollback';
    case 'pause':
      return 'asks for a pause';
    case 'disable_arm':
      return `asks to disable ${variant ?? 'the arm'}`;
    case 'notify':
      return 'notifies';
  }
}
