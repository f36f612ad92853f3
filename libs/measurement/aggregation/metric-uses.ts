import { Big } from 'big.js';
import type { JsonObject } from '../../event-store/index.js';
import type { Metric } from '../../metrics/index.js';
import type { Amount } from './deltas.js';

/** The use of an event type in one metric. */
export type Use =
  | { readonly metric: string; readonly kind: 'ratio'; readonly x: 0 | 1; readonly y: 0 | 1 }
  | { readonly metric: string; readonly kind: 'conversion' | 'count' }
  | { readonly metric: string; readonly kind: 'sum' | 'mean' | 'quantile'; readonly property: string };

/** The uses of each event type in the metrics. */
export function usesOf(metrics: readonly Metric[]): Map<string, Use[]> {
  const uses = new Map<string, Use[]>();
  const add = (type: string, use: Use): void => {
    uses.set(type, [...(uses.get(type) ?? []), use]);
  };
  for (const { key: metric, rule } of metrics) {
    switch (rule.kind) {
      case 'ratio': {
        const { kind, numeratorEvent, denominatorEvent } = rule;
        const same = numeratorEvent === denominatorEvent;
        add(numeratorEvent, { metric, kind, x: 1, y: same ? 1 : 0 });
        if (!same) add(denominatorEvent, { metric, kind, x: 0, y: 1 });
        break;
      }
      case 'conversion':
      case 'count':
        add(rule.event, { metric, kind: rule.kind });
        break;
      default:
        add(rule.event, { metric, kind: rule.kind, property: rule.property });
    }
  }
  return uses;
}

/** The amounts that one event adds to a metric's numerator and denominator by events; undefined if it adds none. */
export function amountsOf(use: Use, properties: JsonObject | undefined): readonly [Amount, Amount] | undefined {
  switch (use.kind) {
    case 'ratio':
      return [use.x, use.y];
    case 'count':
      return [1, 0];
    case 'conversion':
    case 'quantile':
      return undefined;
    case 'sum':
    case 'mean': {
      const value = numberOf(use.property, properties);
      return value === undefined ? undefined : [new Big(value === 0 ? 0 : value), use.kind === 'mean' ? 1 : 0];
    }
  }
}

/** The value of a property; undefined if it is missing or no number. */
export function numberOf(property: string, properties: JsonObject | undefined): number | undefined {
  const value = properties && Object.hasOwn(properties, property) ? properties[property] : undefined;
  return typeof value === 'number' ? value : undefined;
}
