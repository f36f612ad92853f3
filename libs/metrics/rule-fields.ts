import { Big } from 'big.js';
import { CURRENT_SEMANTICS, type Condition } from '../evaluation/index.js';
import { invalid } from '../primitives/refusal.js';
import { checkWhere } from './check-where.js';
import type { MetricKind, MetricRule, PartRefinement } from './rule.js';

/** A side of a ratio in a request. */
export interface PartFields {
  readonly event: string;
  readonly property?: string;
  readonly where?: Condition;
}

/** The fields of a request's rule, for all kinds. A text for `numeratorEvent` became a part without refinement. */
export interface RuleFields {
  readonly numeratorEvent?: PartFields;
  readonly denominatorEvent?: PartFields;
  readonly numerator?: PartFields;
  readonly denominator?: PartFields;
  readonly event?: string;
  readonly property?: string;
  readonly quantile?: string;
  readonly where?: Condition;
}

/** @throws Refusal if the rule does not fit its kind, or has a malformed condition */
export function ruleOf(kind: MetricKind, rule: RuleFields): MetricRule {
  switch (kind) {
    case 'ratio':
      only(rule, ['numeratorEvent', 'denominatorEvent', 'numerator', 'denominator'], kind);
      return meant({ kind, ...sideOf('numerator', rule), ...sideOf('denominator', rule) });
    case 'conversion':
    case 'count':
      only(rule, ['event', 'where'], kind);
      return meant({ kind, event: required(rule.event, 'event'), ...filterOf(rule, '/rule') });
    case 'sum':
    case 'mean':
      only(rule, ['event', 'property', 'where'], kind);
      return meant({ kind, ...valueOf(rule) });
    case 'quantile':
      only(rule, ['event', 'property', 'quantile', 'where'], kind);
      return meant({ kind, ...valueOf(rule), quantile: checkedQuantile(required(rule.quantile, 'quantile')) });
  }
}

/** JSON pointers of a side of a ratio in the body: of its event, and of the part in which other members stand. */
export function pointersOf(side: 'numerator' | 'denominator', rule: RuleFields) {
  const part = rule[side] === undefined ? `/rule/${side}Event` : `/rule/${side}`;
  return { part, event: rule[side] === undefined ? part : `${part}/event` };
}

type Side<Name extends 'numerator' | 'denominator'> = Readonly<Record<`${Name}Event`, string>> &
  Readonly<Partial<Record<Name, PartRefinement>>>;

function sideOf<Name extends 'numerator' | 'denominator'>(name: Name, rule: RuleFields): Side<Name> {
  const { event, property, where } = fieldsOf(name, rule);
  const refinement: PartRefinement = {
    ...(property !== undefined && { property }),
    ...filterOf({ where }, pointersOf(name, rule).part),
  };
  const refined = Object.keys(refinement).length > 0;
  // The cast is safe: a computed name of a union widens to text.
  return { [`${name}Event`]: event, ...(refined && { [name]: refinement }) } as unknown as Side<Name>;
}

/** The part that says what a side counts. An answer that is sent back has its event twice. */
function fieldsOf(name: 'numerator' | 'denominator', rule: RuleFields): PartFields {
  const [short, part] = [rule[`${name}Event`], rule[name]];
  if (part === undefined) return required(short, `${name}Event`);
  if (short === undefined) return part;
  const isText = short.property === undefined && short.where === undefined;
  if (isText && short.event === part.event) return part;
  throw invalid('contradiction', `${name}Event says the same as ${name}: give one of them`, `/rule/${name}`);
}

const filterOf = ({ where }: { readonly where?: Condition | undefined }, at: string): { readonly where?: Condition } =>
  where === undefined ? {} : { where: checkWhere(where, `${at}/where`) };

const valueOf = (rule: RuleFields) => ({
  event: required(rule.event, 'event'),
  property: required(rule.property, 'property'),
  ...filterOf(rule, '/rule'),
});

/** Notes the semantics that the conditions of a rule are written under. */
function meant(rule: MetricRule): MetricRule {
  const parts = rule.kind === 'ratio' ? [rule.numerator, rule.denominator] : [rule];
  return parts.some((part) => part?.where !== undefined) ? { ...rule, semantics: CURRENT_SEMANTICS } : rule;
}

function checkedQuantile(quantile: string): string {
  const value = new Big(quantile);
  if (value.lte(0) || value.gte(1)) {
    throw invalid('out_of_range', 'a quantile is above 0 and below 1', '/rule/quantile');
  }
  return quantile;
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw invalid('required', `the rule needs ${name}`, `/rule/${name}`);
  return value;
}

function only(rule: RuleFields, names: readonly (keyof RuleFields)[], kind: MetricKind): void {
  for (const [name, value] of Object.entries(rule)) {
    if (value === undefined || names.some((allowed) => allowed === name)) continue;
    throw invalid('unknown_field', `the rule of a ${kind} has no ${name}`, `/rule/${name}`);
  }
}
