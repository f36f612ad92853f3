import type { StateByStream } from '../projections/index.js';
import { CountedProperties } from '../telemetry/index.js';
import type { MetricEvent, VersionedMetric } from './metric.js';
import { partsOf } from './rule.js';

const NONE: readonly string[] = [];

/** The properties that a version of any metric sums or takes quantiles of. */
export class PropertiesOfMetrics extends CountedProperties {
  private byType: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(private readonly metrics: StateByStream<VersionedMetric | null, MetricEvent>) {
    super();
    // Metrics change seldom, and events come all the time.
    metrics.onChange(() => (this.byType = undefined));
  }

  override of(eventType: string): readonly string[] {
    this.byType ??= propertiesByType(this.metrics.values());
    return this.byType.get(eventType) ?? NONE;
  }
}

function propertiesByType(metrics: Iterable<VersionedMetric | null>): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { versions } of [...metrics].filter((metric) => metric !== null)) {
    for (const { event, property } of versions.flatMap(({ rule }) => sidesOf(rule))) {
      const known = found.get(event) ?? NONE;
      if (property !== undefined && !known.includes(property)) found.set(event, [...known, property]);
    }
  }
  return found;
}

function sidesOf(rule: VersionedMetric['rule']) {
  const { numerator, denominator } = partsOf(rule);
  return denominator ? [numerator, denominator] : [numerator];
}
