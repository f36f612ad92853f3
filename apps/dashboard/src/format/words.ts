import {
  type Decimal,
  type Direction,
  type ExperimentState,
  type GuardrailAction,
  type Outcome,
  type Trigger,
} from '../api-types.js';
import { displayDecimal, displayPercent } from './decimal.js';

export function stateText(state: ExperimentState): string {
  return state === 'in_review' ? 'in review' : state;
}

/** The outcome in words. */
export const outcomeText = ({ kind, winner }: Outcome): string => outcomeWord(kind, winner);

/** @param winner the variant that was rolled out */
export function outcomeWord(kind: Outcome['kind'], winner: string | null): string {
  switch (kind) {
    case 'rollout':
      return winner ? `rolled out ${winner}` : 'rolled out';
    case 'rollback':
      return 'rolled back';
    case 'no_effect':
      return 'no effect';
  }
}

/** The outcome and its author: a person, or the guardrail whose trigger acted. */
export function outcomeSentence(outcome: Outcome, triggers: readonly Trigger[]): string {
  const acted = triggers.find((trigger) => trigger.outcome === 'acted' && trigger.action === 'rollback');
  const who = outcome.by.kind === 'system' && acted ? `guardrail ${acted.guardrail}` : outcome.by.name;
  return `${outcomeText(outcome)} by ${who}`;
}

export function actionText(action: GuardrailAction): string {
  return action === 'disable_arm' ? 'disable arm' : action;
}

/** The side of the threshold on which a guardrail breaches. */
export function breachSign(direction: Direction): '>' | '<' {
  return direction === 'lower_is_better' ? '>' : '<';
}

/** The harm that a comparison with control allows, for example `a treatment is worse than control by more than 2%`. */
export function marginText(margin: Decimal): string {
  return `a treatment is worse than control by more than ${displayPercent(margin)}`;
}

/** Compares the value of a breach with its threshold, for example `1 > 0.05`. */
export function comparisonText({ value, threshold }: Trigger): string {
  return `${displayDecimal(value)} ${Number(value) < Number(threshold) ? '<' : '>'} ${threshold}`;
}

/** The breach in words, for example `crash_rate 1 > 0.05 for treatment`. */
export function breachText(trigger: Trigger): string {
  const seen = `${trigger.metric} ${comparisonText(trigger)}`;
  // Assay's built-in guardrails judge the experiment as a whole.
  if (trigger.variant === null && trigger.guardrail.startsWith('assay.')) return seen;
  return `${seen} for ${trigger.variant ?? 'all variants pooled'}`;
}

const DONE = { rollback: 'rolled back', pause: 'paused', disable_arm: 'arm disabled', notify: 'notified' } as const;
const DOING = {
  rollback: 'rolling back',
  pause: 'pausing',
  disable_arm: 'disabling arm',
  notify: 'notifying',
} as const;

/** The consequence of a breach. */
export function consequenceText(trigger: Trigger): string {
  switch (trigger.outcome) {
    case 'acted':
      return DONE[trigger.action];
    case 'superseded':
      return `${actionText(trigger.action)} superseded`;
    case 'refused':
      return `${actionText(trigger.action)} refused`;
    case null:
      return `${DOING[trigger.action]}…`;
  }
}
