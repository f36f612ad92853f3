import { Big } from 'big.js';
import { checkValue, type Flag } from '../flags/index.js';
import { hashOf } from '../platform/canonical-json.js';
import { invalid } from '../platform/refusal.js';
import type { Content, Guardrail, Variant } from './experiment.events.js';

/** Content as a request gives it: what is absent has its default or stays as it is. */
export interface ContentChanges {
  readonly variants?: readonly Variant[] | undefined;
  readonly traffic?: string | undefined;
  readonly hypothesis?: string | undefined;
  readonly primaryMetric?: string | null | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly guardrails?: readonly GuardrailDraft[] | undefined;
}

export interface GuardrailDraft extends Omit<Guardrail, 'key' | 'windowMinutes'> {
  readonly key?: string | undefined;
  readonly windowMinutes?: number | null | undefined;
}

/** The decimals that bucketing can express exactly: one bucket is 0.0001 percent. */
const PERCENT_PLACES = 4;

/** @throws Refusal with the pointer of the first rule that the variants break */
export function checkVariants(variants: readonly Variant[], flag: Flag): void {
  const keys = new Set<string>();
  variants.forEach((variant, index) => {
    if (keys.has(variant.key))
      throw invalid('duplicate_key', `two variants are called ${variant.key}`, `/variants/${index}/key`);
    keys.add(variant.key);
    checkPercent(variant.weight, `/variants/${index}/weight`);
    checkValue(flag.type, variant.value, `/variants/${index}/value`);
  });
  const controls = variants.filter((variant) => variant.control).length;
  if (controls === 0) throw invalid('no_control', 'one variant must be the control', '/variants');
  if (controls > 1) throw invalid('several_controls', 'only one variant may be the control', '/variants');
  const sum = variants.reduce((total, variant) => total.plus(variant.weight), new Big(0));
  if (!sum.eq(100)) throw invalid('weights_sum', `the weights sum to ${sum.toFixed()}, not to 100`, '/variants');
}

/** @throws Refusal unless 0 to 100 with at most 4 decimals */
export function checkPercent(percent: string, pointer: string): void {
  const value = new Big(percent);
  if (value.lt(0) || value.gt(100)) throw invalid('out_of_range', 'must be between 0 and 100', pointer);
  if (!value.round(PERCENT_PLACES).eq(value)) {
    throw invalid('too_many_decimals', `must have at most ${PERCENT_PLACES} decimals`, pointer);
  }
}

/** Guardrails with their keys: the metric's where none is given, numbered where that is taken. */
export function namedGuardrails(drafts: readonly GuardrailDraft[], existing: readonly Guardrail[] = []): Guardrail[] {
  const named = [...existing];
  drafts.forEach((draft, index) => {
    const taken = (key: string): boolean => named.some((other) => other.key === key);
    if (draft.key !== undefined && taken(draft.key)) {
      throw invalid('duplicate_key', `two guardrails are called ${draft.key}`, `/guardrails/${index}/key`);
    }
    let key = draft.key ?? draft.metric;
    for (let n = 2; taken(key); n += 1) key = `${draft.metric}-${n}`;
    const { metric, threshold, windowMinutes, action } = draft;
    named.push({ key, metric, threshold, windowMinutes: windowMinutes === undefined ? 60 : windowMinutes, action });
  });
  return named;
}

/** All metric keys in order, the primary one first, each once. */
export function metricKeys(primary: string | null, others: readonly string[]): string[] {
  return [...new Set([...(primary === null ? [] : [primary]), ...others])];
}

/** SHA-256 over the content: what approvals are votes on. */
export function contentHash(content: Content): string {
  const { flag, variants, traffic, hypothesis, primaryMetric, metrics, guardrails } = content;
  return hashOf({ flag, variants, traffic, hypothesis, primaryMetric, metrics, guardrails });
}
