import { Big } from 'big.js';
import { compileCondition, semanticsOf } from '../../evaluation/index.js';
import type { JsonObject } from '../../event-store/index.js';
import { partsOf, type Metric, type MetricKind, type RulePart } from '../../metrics/index.js';
import { own } from '../../primitives/own.js';
import type { Amount } from './deltas.js';

/** One side of a metric: what it takes of an event. */
interface Side {
  /** The numeric property that is summed; undefined: each event counts 1. */
  readonly property: string | undefined;
  /** Null: every event of the type. */
  readonly holds: ((properties: JsonObject) => boolean) | null;
}

/** The use of an event type in one metric, for its numerator, its denominator or both. */
export interface Use {
  readonly metric: string;
  readonly kind: MetricKind;
  readonly numerator: Side | null;
  readonly denominator: Side | null;
}

/** What an event adds to each side; null: nothing, as the side does not take it. */
export interface Taken {
  readonly x: Amount | null;
  readonly y: Amount | null;
}

/** The uses of each event type in the metrics. */
export function usesOf(metrics: readonly Metric[]): Map<string, Use[]> {
  const uses = new Map<string, Use[]>();
  const add = (type: string, use: Use): void => {
    uses.set(type, [...(uses.get(type) ?? []), use]);
  };
  for (const { key: metric, rule } of metrics) {
    const { kind } = rule;
    const { numerator, denominator } = partsOf(rule);
    const isSame = denominator?.event === numerator.event;
    const ofDenominator = denominator && sideOf(denominator);
    add(numerator.event, {
      metric,
      kind,
      numerator: sideOf(numerator),
      denominator: isSame ? ofDenominator : null,
    });
    if (denominator && !isSame) {
      add(denominator.event, { metric, kind, numerator: null, denominator: ofDenominator });
    }
  }
  return uses;
}

function sideOf({ property, where, ...meant }: RulePart): Side {
  return { property, holds: where === undefined ? null : compileCondition(where, {}, semanticsOf(meant)) };
}

const NO_PROPERTIES: JsonObject = {};

/** What an event with these properties adds to the metric; undefined if no side takes it. */
export function takenOf({ numerator, denominator }: Use, properties: JsonObject = NO_PROPERTIES): Taken | undefined {
  const x = numerator && amountIn(numerator, properties);
  const y = denominator && amountIn(denominator, properties);
  return x === null && y === null ? undefined : { x, y };
}

function amountIn({ property, holds }: Side, properties: JsonObject): Amount | null {
  if (holds && !holds(properties)) return null;
  if (property === undefined) return 1;
  const value = numberOf(property, properties);
  return value === undefined ? null : new Big(value === 0 ? 0 : value);
}

/** The amounts for a metric's numerator and denominator by events; undefined for kinds that have no such sums. */
export function amountsOf({ kind }: Use, { x, y }: Taken): readonly [Amount, Amount] | undefined {
  switch (kind) {
    case 'ratio':
      return [x ?? 0, y ?? 0];
    case 'count':
    case 'sum':
      return [x ?? 0, 0];
    case 'mean':
      return [x ?? 0, 1];
    case 'conversion':
    case 'quantile':
      return undefined;
  }
}

/** The value of a property; undefined if it is missing or no number. */
function numberOf(property: string, properties: JsonObject): number | undefined {
  const value = own(properties, property);
  return typeof value === 'number' ? value : undefined;
}
