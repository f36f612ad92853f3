import { chanceOfFalseTrip, TOLERATED_PER_DAY } from '../../../../libs/experiments/false-trips.js';
import type { Schemas } from '../server/documents.js';
import type { GuardrailForm } from './form.js';

export interface HairTrigger {
  /** Days of 100 that may trip it by chance alone, in words. */
  readonly text: string;
  readonly isTooEasy: boolean;
}

/** How easily chance alone trips a guardrail, by the server's own estimate; null: it is not known. */
export function hairTriggerOf(form: GuardrailForm, metric: Schemas['Metric'], arms: number): HairTrigger | null {
  const { scope, threshold, window, minSample, action } = form;
  if (scope === 'treatment_vs_control' || threshold.trim() === '' || !countsEvents(metric)) return null;
  const windowMinutes = window.trim() === '' ? null : Number(window);
  if (windowMinutes !== null && !(windowMinutes >= 1)) return null;
  const judged = { threshold, minSample: Number(minSample) || 0, windowMinutes, action, scope };
  const chance = chanceOfFalseTrip(judged, metric.direction, arms);
  if (chance === null || Number.isNaN(chance)) return null;
  return { text: textOf(chance * 100), isTooEasy: chance > TOLERATED_PER_DAY };
}

/** Only such a metric has a known chance: a sum has any variance. */
const countsEvents = ({ kind, rule }: Schemas['Metric']): boolean =>
  kind === 'conversion' || kind === 'count' || (kind === 'ratio' && !hasProperty(rule));

const hasProperty = (rule: object): boolean => {
  const numerator: unknown = Reflect.get(rule, 'numerator');
  return numerator !== null && typeof numerator === 'object' && Reflect.get(numerator, 'property') !== undefined;
};

function textOf(days: number): string {
  if (days < 0.1) return 'fewer than 0.1';
  return days < 10 ? `${Math.round(days * 10) / 10}` : `${Math.round(days)}`;
}
