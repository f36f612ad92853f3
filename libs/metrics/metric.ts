import type { Aggregate } from '../platform/command-runner.js';
import { eventCodec } from '../platform/event-codec.js';
import type { DomainEvent } from '../platform/decider.js';
import { conflict } from '../platform/refusal.js';

export const METRIC_KINDS = ['ratio', 'conversion'] as const;
export type MetricKind = (typeof METRIC_KINDS)[number];
export const DIRECTIONS = ['lower_is_better', 'higher_is_better'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** ratio: events of one type over events of another. conversion: exposed subjects with the event over exposed subjects. */
export type MetricRule =
  | { readonly kind: 'ratio'; readonly numeratorEvent: string; readonly denominatorEvent: string }
  | { readonly kind: 'conversion'; readonly event: string };

export interface Metric {
  readonly key: string;
  readonly version: number;
  readonly name: string;
  readonly direction: Direction;
  readonly rule: MetricRule;
}

/** On `metric-<key>`. */
export type MetricEvent = DomainEvent<'metric_defined', Metric>;

export const metricStream = (key: string): string => `metric-${key}`;

export const metricAggregate: Aggregate<Metric | null, MetricEvent> = {
  codec: eventCodec<MetricEvent>({ metric_defined: 1 }),
  initialState: null,
  shared: true,
  evolve: (_, event) => event.data,
};

export function defineMetric(metric: Metric | null, command: Omit<Metric, 'version'>): MetricEvent[] {
  if (metric) throw conflict('key_taken', `the metric ${command.key} exists already`);
  return [{ type: 'metric_defined', data: { ...command, version: 1 } }];
}

/** The event types that a rule counts. */
export function eventTypesOf(rule: MetricRule): string[] {
  return rule.kind === 'ratio' ? [rule.numeratorEvent, rule.denominatorEvent] : [rule.event];
}

/** A metric as it goes over the wire: the rule without its kind, which stands beside it. */
export function metricDocument({ key, version, name, direction, rule }: Metric): object {
  const { kind, ...events } = rule;
  return { key, version, name, kind, direction, rule: events };
}
