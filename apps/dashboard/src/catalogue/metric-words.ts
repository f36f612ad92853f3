import type { Schemas } from '../server/documents.js';

export type Metric = Schemas['Metric'];
export type MetricKind = Metric['kind'];

export const directionText = (direction: Metric['direction']): string =>
  direction === 'lower_is_better' ? 'lower' : 'higher';

/** What a metric counts, in words. */
export function ruleText({ kind, rule }: Pick<Metric, 'kind' | 'rule'>): string {
  const event = rule.event ?? '';
  switch (kind) {
    case 'ratio':
      return `${partText(rule.numerator, rule.numeratorEvent)} per ${partText(rule.denominator, rule.denominatorEvent)}`;
    case 'conversion':
      return `subjects with ${event}`;
    case 'count':
      return `${event} per subject`;
    case 'sum':
      return `sum of ${rule.property ?? ''} of ${event} per subject`;
    case 'mean':
      return `mean of ${rule.property ?? ''} of ${event}`;
    case 'quantile':
      return `${rule.quantile ?? ''} quantile of ${rule.property ?? ''} of ${event}`;
  }
}

function partText(part: Schemas['MetricRulePart'] | undefined, event: string | undefined): string {
  if (part === undefined) return event ?? '';
  return part.property === undefined ? part.event : `sum of ${part.property} of ${part.event}`;
}
