import { namesInCondition, semanticsOf, type Condition, type Meant } from '../evaluation/index.js';
import type { Decimal } from '../primitives/decimal.js';

export const METRIC_KINDS = ['ratio', 'conversion', 'count', 'sum', 'mean', 'quantile'] as const;
export type MetricKind = (typeof METRIC_KINDS)[number];

/** A condition on the event's own properties: other events of the type do not count. */
interface Filtered {
  readonly where?: Condition;
}

/** What a side of a ratio counts besides its event: absent, each event counts 1. */
export interface PartRefinement extends Filtered {
  /** The numeric property that is summed. */
  readonly property?: string;
}

interface Ratio {
  readonly kind: 'ratio';
  readonly numeratorEvent: string;
  readonly denominatorEvent: string;
  readonly numerator?: PartRefinement;
  readonly denominator?: PartRefinement;
}

/**
 * ratio: events of one type, or the sum of their property, over those of another. conversion: exposed subjects with the
 * event over exposed subjects. count: events over exposed subjects. sum: of a numeric property, over exposed subjects.
 * mean: of a numeric property, over its values. quantile: of a numeric property, from a sketch. The semantics are those
 * of its conditions; a rule without conditions has none.
 */
export type MetricRule = Meant &
  (
    | Ratio
    | (Filtered & { readonly kind: 'conversion' | 'count'; readonly event: string })
    | (Filtered & { readonly kind: 'sum' | 'mean'; readonly event: string; readonly property: string })
    | (Filtered & {
        readonly kind: 'quantile';
        readonly event: string;
        readonly property: string;
        readonly quantile: Decimal;
      })
  );

/**
 * What one side of a metric takes: events of a type for which `where` holds. Each counts 1, or with `property` the
 * number that it has there (an event without that number adds nothing). The semantics are those of `where`.
 */
export interface RulePart extends Meant {
  readonly event: string;
  readonly property?: string;
  readonly where?: Condition;
}

/** Both sides of a rule. */
export interface RuleParts {
  readonly numerator: RulePart;
  /** Null if it is no part: exposed subjects (conversion, count, sum), or the numerator's own values (mean, quantile). */
  readonly denominator: RulePart | null;
}

export function partsOf(rule: MetricRule): RuleParts {
  if (rule.kind !== 'ratio') {
    const property = 'property' in rule ? rule.property : undefined;
    return { numerator: partOf(rule.event, { property, where: rule.where }, rule), denominator: null };
  }
  return {
    numerator: partOf(rule.numeratorEvent, rule.numerator, rule),
    denominator: partOf(rule.denominatorEvent, rule.denominator, rule),
  };
}

interface Refinement {
  readonly property?: string | undefined;
  readonly where?: Condition | undefined;
}

function partOf(event: string, { property, where }: Refinement = {}, meant: Meant): RulePart {
  return {
    event,
    ...(property !== undefined && { property }),
    ...(where !== undefined && { where, semantics: semanticsOf(meant) }),
  };
}

/** The event types that a rule counts. */
export function eventTypesOf(rule: MetricRule): string[] {
  const { numerator, denominator } = partsOf(rule);
  return denominator ? [numerator.event, denominator.event] : [numerator.event];
}

/** Names of the properties that a part reads: the one it sums, and those of its condition, each once. */
export function propertiesOf({ property, where }: RulePart): string[] {
  const named = where ? namesInCondition(where).flatMap(({ name }) => [name, ...firstStep(name)]) : [];
  return [...new Set([...(property === undefined ? [] : [property]), ...named])];
}

/** A name with a dot may be a path: then its first step is the property. */
const firstStep = (name: string): string[] => (name.includes('.') ? [name.slice(0, name.indexOf('.'))] : []);
