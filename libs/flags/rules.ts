import { Big } from 'big.js';
import { checkCondition, namedGroups, type NamedGroup } from '../evaluation/index.js';
import { hashOf } from '../primitives/canonical-json.js';
import { checkPercent } from '../primitives/percent.js';
import { below } from '../primitives/pointer.js';
import { invalid } from '../primitives/refusal.js';
import type { Rule, RuleServe, Variants } from './flag.events.js';
import { valueOf } from './values.js';

const MAX_RULES = 100;

/** A rule in a request. */
export interface RuleDraft extends Pick<Rule, 'when' | 'serve'> {
  readonly name?: string | null | undefined;
}

/**
 * The rules as stored.
 * @param at pointer to the rules in the body
 * @throws Refusal with a pointer to the first invalid rule
 */
export function rulesOf(drafts: readonly RuleDraft[], variants: Variants, at: string): Rule[] {
  if (drafts.length > MAX_RULES) throw invalid('too_many_rules', `a flag has at most ${MAX_RULES} rules`, at);
  const names = new Set<string>();
  return drafts.map(({ name = null, when, serve }, index) => {
    const pointer = below(at, index);
    if (name !== null && names.has(name)) {
      throw invalid('duplicate_name', `two rules are called ${name}`, `${pointer}/name`);
    }
    if (name !== null) names.add(name);
    checkCondition(when, `${pointer}/when`);
    checkServe(serve, variants, `${pointer}/serve`);
    return { name, when, serve };
  });
}

/**
 * The groups that rules name in their conditions.
 * @param at pointer to the rules in the body
 */
export const groupsOfRules = (rules: readonly Pick<Rule, 'when'>[], at: string): NamedGroup[] =>
  rules.flatMap(({ when }, index) => namedGroups(when, `${at}/${index}/when`));

function checkServe(serve: RuleServe, variants: Variants, at: string): void {
  if (typeof serve === 'string') {
    valueOf(variants, serve, at);
    return;
  }
  const shares = Object.entries(serve.split);
  for (const [variant, share] of shares) {
    const pointer = below(`${at}/split`, variant);
    valueOf(variants, variant, pointer);
    checkPercent(share, pointer);
  }
  const sum = shares.reduce((total, [, share]) => total.plus(share), new Big(0));
  if (!sum.eq(100)) throw invalid('split_sum', `the shares sum to ${sum.toFixed()}, not to 100`, `${at}/split`);
}

/**
 * The bucketing salt of each rule's split. A rule keeps its salt as long as it keeps its name. Without a name the salt
 * follows from its condition, and its rank among rules with the same condition. The shares do not matter.
 */
export function saltsOf(flag: string, rules: readonly Rule[]): string[] {
  const counts = new Map<string, number>();
  return rules.map(({ name, when }) => {
    if (name !== null) return `${flag}:name:${name}`;
    const condition = hashOf(when);
    const nth = (counts.get(condition) ?? 0) + 1;
    counts.set(condition, nth);
    return `${flag}:when:${condition}:${nth}`;
  });
}
