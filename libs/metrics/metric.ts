import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import type { Decimal } from '../primitives/decimal.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import { conflict, notFound } from '../primitives/refusal.js';

export const METRIC_KINDS = ['ratio', 'conversion', 'count', 'sum', 'mean', 'quantile'] as const;
export type MetricKind = (typeof METRIC_KINDS)[number];
export const DIRECTIONS = ['lower_is_better', 'higher_is_better'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/**
 * ratio: events of one type over events of another. conversion: exposed subjects with the event over exposed subjects.
 * count: events over exposed subjects. sum: of a numeric property, over exposed subjects. mean: of a numeric property,
 * over its values. quantile: of a numeric property, from a sketch.
 */
export type MetricRule =
  | { readonly kind: 'ratio'; readonly numeratorEvent: string; readonly denominatorEvent: string }
  | { readonly kind: 'conversion' | 'count'; readonly event: string }
  | { readonly kind: 'sum' | 'mean'; readonly event: string; readonly property: string }
  | { readonly kind: 'quantile'; readonly event: string; readonly property: string; readonly quantile: Decimal };

/** One version of a metric; it never changes, but a newer version may follow. */
export interface MetricVersion {
  readonly version: number;
  readonly direction: Direction;
  readonly rule: MetricRule;
  /** A subject's sum counts up to it. */
  readonly cap?: Decimal;
  /** Asks for CUPED: the pre-exposure value is a subject's sum over so many days before its first exposure. */
  readonly varianceReduction?: { readonly days: number };
}

export interface Metric extends MetricVersion {
  readonly key: string;
  readonly name: string;
}

/** A metric with all its versions; its own fields are those of the newest. */
export interface VersionedMetric extends Metric {
  readonly versions: readonly MetricVersion[];
}

/** On `metric-<key>`. */
export type MetricEvent =
  | DomainEvent<'metric_defined', Metric>
  | DomainEvent<'metric_renamed', { readonly name: string }>
  | DomainEvent<'metric_version_added', MetricVersion>;

const METRIC_CATEGORY = 'metric';
export const metricStream = (key: string): string => `${METRIC_CATEGORY}-${key}`;

export const metricAggregate: Aggregate<VersionedMetric | null, MetricEvent> = {
  category: METRIC_CATEGORY,
  codec: eventCodec<MetricEvent>({ metric_defined: 1, metric_renamed: 1, metric_version_added: 1 }),
  initialState: null,
  shared: true,
  evolve: (metric, event) => {
    switch (event.type) {
      case 'metric_defined': {
        const { version, direction, rule } = event.data;
        return { ...event.data, versions: [{ version, direction, rule }] };
      }
      case 'metric_renamed':
        return metric && { ...metric, name: event.data.name };
      case 'metric_version_added':
        return metric && { ...metric, ...event.data, versions: [...metric.versions, event.data] };
    }
  },
};

const MAX_VERSIONS = 1_000;

export function defineMetric(metric: VersionedMetric | null, command: Omit<Metric, 'version'>): MetricEvent[] {
  if (metric) throw conflict('key_taken', `the metric ${command.key} exists already`);
  return [{ type: 'metric_defined', data: { ...command, version: 1 } }];
}

export function renameMetric(metric: VersionedMetric | null, key: string, name: string): MetricEvent[] {
  if (!metric) throw notFound('metric', key);
  return metric.name === name ? [] : [{ type: 'metric_renamed', data: { name } }];
}

/** Adds a version. Only metrics attached from now on use it, so a rule never changes under its users. */
export function addVersion(
  metric: VersionedMetric | null,
  key: string,
  changes: { readonly direction?: Direction | undefined; readonly rule: MetricRule },
): MetricEvent[] {
  if (!metric) throw notFound('metric', key);
  const { direction = metric.direction, rule } = changes;
  if (direction === metric.direction && canonicalJson(rule) === canonicalJson(metric.rule)) return [];
  if (metric.versions.length >= MAX_VERSIONS) {
    throw conflict('too_many_versions', `a metric has at most ${MAX_VERSIONS} versions`);
  }
  return [{ type: 'metric_version_added', data: { version: metric.version + 1, direction, rule } }];
}

/** The metric at one of its versions; the newest if that version does not exist. */
export function atVersion(metric: VersionedMetric, version: number): Metric {
  const { key, name } = metric;
  const found = metric.versions.find((each) => each.version === version) ?? metric;
  return { key, name, version: found.version, direction: found.direction, rule: found.rule };
}

/** The event types that a rule counts. */
export function eventTypesOf(rule: MetricRule): string[] {
  return rule.kind === 'ratio' ? [rule.numeratorEvent, rule.denominatorEvent] : [rule.event];
}

/** The JSON document of a metric: the kind is a field beside the rule, not in it. */
export function metricDocument({ key, version, name, direction, rule }: Metric) {
  const { kind, ...events } = rule;
  return { key, version, name, kind, direction, rule: events };
}
