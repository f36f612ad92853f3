import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import type { Decimal } from '../primitives/decimal.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import { conflict, notFound } from '../primitives/refusal.js';
import type { MetricRule } from './rule.js';

export const DIRECTIONS = ['lower_is_better', 'higher_is_better'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Asks for the subject's sum over this many whole UTC days before its first exposure, to reduce variance (CUPED). */
export interface VarianceReduction {
  readonly days: number;
}

/** What a version of a metric says; events from before caps and variance reduction lack these. */
export interface MetricTerms {
  readonly direction: Direction;
  readonly rule: MetricRule;
  /** Above 0: a subject's sum (of a ratio, its numerator's) counts up to it. */
  readonly cap?: Decimal;
  readonly varianceReduction?: VarianceReduction;
}

/** One version of a metric; it never changes, but a newer version may follow. */
export interface MetricVersion extends MetricTerms {
  readonly version: number;
}

export interface Metric extends MetricVersion {
  readonly key: string;
  readonly name: string;
}

/** A metric with all its versions; its own fields are those of the newest. */
export interface VersionedMetric extends Metric {
  /** No experiment attaches it any more; those that did go on. */
  readonly archived?: true;
  readonly versions: readonly MetricVersion[];
}

/** On `metric-<key>`. */
export type MetricEvent =
  | DomainEvent<'metric_defined', Metric>
  | DomainEvent<'metric_renamed', { readonly name: string }>
  | DomainEvent<'metric_version_added', MetricVersion>
  | DomainEvent<'metric_archived', Record<string, never>>
  | DomainEvent<'metric_restored', Record<string, never>>;

const METRIC_CATEGORY = 'metric';
export const metricStream = (key: string): string => `${METRIC_CATEGORY}-${key}`;

export const metricAggregate: Aggregate<VersionedMetric | null, MetricEvent> = {
  category: METRIC_CATEGORY,
  codec: eventCodec<MetricEvent>({
    metric_defined: 1,
    metric_renamed: 1,
    metric_version_added: 1,
    metric_archived: 1,
    metric_restored: 1,
  }),
  initialState: null,
  shared: true,
  evolve: (metric, event) => {
    switch (event.type) {
      case 'metric_defined':
        return { ...event.data, versions: [versionOf(event.data)] };
      case 'metric_renamed':
        return metric && { ...metric, name: event.data.name };
      case 'metric_version_added': {
        if (!metric) return null;
        const { key, name, versions } = metric;
        return { key, name, ...event.data, versions: [...versions, event.data] };
      }
      case 'metric_archived':
        return metric && { ...metric, archived: true };
      case 'metric_restored': {
        if (!metric) return null;
        const { archived: _, ...restored } = metric;
        return restored;
      }
    }
  },
};

const MAX_VERSIONS = 1_000;

export function defineMetric(metric: VersionedMetric | null, command: Omit<Metric, 'version'>): MetricEvent[] {
  if (metric) throw conflict('key_taken', `the metric ${command.key} exists already`);
  return [{ type: 'metric_defined', data: { ...command, version: 1 } }];
}

export function renameMetric(metric: VersionedMetric | null, key: string, name: string): MetricEvent[] {
  return changeable(metric, key).name === name ? [] : [{ type: 'metric_renamed', data: { name } }];
}

/** Adds a version. Only metrics attached from now on use it, so a rule never changes under its users. */
export function addVersion(metric: VersionedMetric | null, key: string, terms: MetricTerms): MetricEvent[] {
  const { versions, version, ...known } = changeable(metric, key);
  if (canonicalJson(termsOf(terms)) === canonicalJson(termsOf(known))) return [];
  if (versions.length >= MAX_VERSIONS) {
    throw conflict('too_many_versions', `a metric has at most ${MAX_VERSIONS} versions`);
  }
  return [{ type: 'metric_version_added', data: { version: version + 1, ...termsOf(terms) } }];
}

/** Archives a metric: it can be attached no more. Experiments that attached it count on. */
export function archiveMetric(metric: VersionedMetric | null, key: string): MetricEvent[] {
  if (!metric) throw notFound('metric', key);
  return metric.archived ? [] : [{ type: 'metric_archived', data: {} }];
}

export function restoreMetric(metric: VersionedMetric | null, key: string): MetricEvent[] {
  if (!metric) throw notFound('metric', key);
  return metric.archived ? [{ type: 'metric_restored', data: {} }] : [];
}

/** Returns the metric, if it may be changed. @throws Refusal not_found, `metric_archived` */
function changeable(metric: VersionedMetric | null, key: string): VersionedMetric {
  if (!metric) throw notFound('metric', key);
  if (metric.archived) throw conflict('metric_archived', `the metric ${key} is archived`);
  return metric;
}

/** The metric at one of its versions; the newest if that version does not exist. */
export function atVersion(metric: VersionedMetric, version: number): Metric {
  const { key, name } = metric;
  return { key, name, ...versionOf(metric.versions.find((each) => each.version === version) ?? metric) };
}

const versionOf = (of: MetricVersion): MetricVersion => ({ version: of.version, ...termsOf(of) });

function termsOf({ direction, rule, cap, varianceReduction }: MetricTerms): MetricTerms {
  return { direction, rule, ...(cap !== undefined && { cap }), ...(varianceReduction && { varianceReduction }) };
}

/** The JSON document of a metric: the kind is a field beside the rule, not in it. */
export function metricDocument(metric: Metric & Pick<VersionedMetric, 'archived'>) {
  const { key, version, name, direction, rule, cap, varianceReduction, archived = false } = metric;
  const shown = { cap: cap ?? null, varianceReduction: varianceReduction ?? null, archived };
  return { key, version, name, kind: rule.kind, direction, rule: ruleDocument(rule), ...shown };
}

/** A rule as it is answered: a side of a ratio that is refined is a part in full beside its event. */
function ruleDocument(rule: MetricRule) {
  if (rule.kind !== 'ratio') {
    const { kind: _, ...shown } = rule;
    return shown;
  }
  const { numeratorEvent, denominatorEvent, numerator, denominator, semantics } = rule;
  return {
    numeratorEvent,
    denominatorEvent,
    ...(numerator && { numerator: { event: numeratorEvent, ...numerator } }),
    ...(denominator && { denominator: { event: denominatorEvent, ...denominator } }),
    ...(semantics !== undefined && { semantics }),
  };
}
