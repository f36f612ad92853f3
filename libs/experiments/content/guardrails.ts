import type { Decimal } from '../../primitives/decimal.js';
import { invalid } from '../../primitives/refusal.js';
import {
  COMPARISON_SCOPE,
  type ComparisonGuardrail,
  type Guardrail,
  type GuardrailAction,
  type GuardrailKind,
  type GuardrailScope,
  type GuardrailSources,
  type GuardrailUnit,
  type Limit,
  type ThresholdGuardrail,
} from './content.events.js';
import { checkMargin } from './margin.js';

/** A guardrail in a request. The scope decides its kind, and its kind which of these fields it has. */
export interface GuardrailDraft {
  readonly key?: string | undefined;
  readonly kind?: GuardrailKind | undefined;
  readonly metric: string;
  readonly action: GuardrailAction;
  readonly scope?: GuardrailScope | undefined;
  readonly threshold?: Decimal | undefined;
  readonly windowMinutes?: number | null | undefined;
  readonly per?: GuardrailUnit | undefined;
  readonly minSample?: number | undefined;
  readonly margin?: Decimal | undefined;
  readonly sources?: GuardrailSources | undefined;
}

/** JSON pointer of the draft in the body, by its index. */
type PointerOf = (index: number) => string;
const inList: PointerOf = (index) => `/guardrails/${index}`;

/**
 * Gives each guardrail a key: by default the metric's key, with a number if that is taken.
 * @throws Refusal `duplicate_key`, or what is wrong with one of them
 */
export function namedGuardrails(
  drafts: readonly GuardrailDraft[],
  existing: readonly Guardrail[] = [],
  pointerOf: PointerOf = inList,
): Guardrail[] {
  const named = [...existing];
  drafts.forEach((draft, index) => {
    const taken = (key: string): boolean => named.some((other) => other.key === key);
    if (draft.key !== undefined && taken(draft.key)) {
      throw invalid('duplicate_key', `two guardrails are called ${draft.key}`, `${pointerOf(index)}/key`);
    }
    let key = draft.key ?? draft.metric;
    for (let n = 2; taken(key); n += 1) key = `${draft.metric}-${n}`;
    named.push(guardrailOf(draft, key, pointerOf(index)));
  });
  return named;
}

/** The guardrails that compare a value with a threshold. Rows from before there were kinds hold only these. */
export const thresholdsIn = (guardrails: readonly Guardrail[]): ThresholdGuardrail[] =>
  guardrails.filter((guardrail) => guardrail.kind !== 'comparison');

/** The guardrails that compare treatments with control. */
export const comparisonsIn = (guardrails: readonly Guardrail[]): ComparisonGuardrail[] =>
  guardrails.filter((guardrail) => guardrail.kind === 'comparison');

/** The guardrail with this limit; one of another kind stays as it is. */
export function tightened(guardrail: Guardrail, limit: Limit): Guardrail {
  if (guardrail.kind === 'threshold' && limit.kind === 'threshold') {
    return { ...guardrail, threshold: limit.threshold };
  }
  if (guardrail.kind === 'comparison' && limit.kind === 'comparison') return { ...guardrail, margin: limit.margin };
  return guardrail;
}

/** Names of the fields that only the other kind has. */
const NOT_OF: Readonly<Record<GuardrailKind, readonly (keyof GuardrailDraft)[]>> = {
  comparison: ['threshold', 'windowMinutes', 'per', 'minSample'],
  threshold: ['margin'],
};

function guardrailOf(draft: GuardrailDraft, key: string, at: string): Guardrail {
  const { metric, action, scope = 'any_variant', threshold, margin, sources = 'server' } = draft;
  const kind = scope === COMPARISON_SCOPE ? 'comparison' : 'threshold';
  if (draft.kind !== undefined && draft.kind !== kind) {
    throw invalid('contradiction', `the scope ${scope} makes it a ${kind}`, `${at}/kind`);
  }
  for (const name of NOT_OF[kind]) {
    if (draft[name] !== undefined)
      throw invalid('unknown_field', `a ${kind} guardrail has no ${name}`, `${at}/${name}`);
  }
  if (scope === COMPARISON_SCOPE) {
    if (margin === undefined) throw invalid('required', 'a comparison needs its margin', `${at}/margin`);
    return { kind: 'comparison', key, metric, action, sources, scope, margin: checkMargin(margin, `${at}/margin`) };
  }
  if (threshold === undefined) throw invalid('required', 'this guardrail needs a threshold', `${at}/threshold`);
  const { windowMinutes = 60, per = 'event', minSample = 0 } = draft;
  return { kind: 'threshold', key, metric, threshold, windowMinutes, action, sources, per, minSample, scope };
}
