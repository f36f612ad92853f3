import type { Part } from '../draft/changes.js';
import type { Content, ContentField } from '../draft/content-of.js';
import { displayUtc } from '../format/time.js';
import type { Schemas } from '../server/documents.js';

/** A part of an experiment's content in lines, so that two contents can be compared line by line. */
export const describePart = ({ content: fields }: Part, content: Content): readonly string[] =>
  fields.flatMap((field) => describeField(field, content));

function describeField(field: ContentField, content: Content): readonly string[] {
  switch (field) {
    case 'name':
    case 'hypothesis':
    case 'description':
      return textLines(content[field]);
    case 'variants':
      return (content.variants ?? []).map(variantLine);
    case 'targeting':
      return content.targeting ? JSON.stringify(content.targeting, null, 2).split('\n') : ['everybody'];
    case 'traffic':
      return [`${text(content.traffic)}% of the subjects`];
    case 'trafficMax':
      return [`at most ${text(content.trafficMax)}%`];
    case 'bucketBy':
      return [content.bucketBy ?? 'the subject'];
    case 'exposure':
      return [content.exposure === 'on_decide' ? 'each decision' : 'an exposure event'];
    case 'conflictDomain':
      return [content.conflictDomain ?? 'none'];
    case 'priority':
      return [`${content.priority ?? 0}`];
    case 'metrics':
      return orNone((content.metrics ?? []).map(metricLine));
    // The list of metrics says which one is primary.
    case 'primaryMetric':
      return [];
    case 'planned':
      return content.planned ? [planLine(content.planned)] : ['none'];
    case 'dimensions':
      return orNone(
        (content.dimensions ?? []).map(({ key, attribute, values }) => `${key}: ${attribute} in ${values.join(', ')}`),
      );
    case 'guardrails':
      return orNone((content.guardrails ?? []).map(guardrailLine));
    case 'schedule':
      return scheduleLines(content.schedule ?? null);
  }
}

const orNone = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? ['none'] : lines);

const text = (value: string | number | null | undefined): string => `${value ?? '–'}`;

const textLines = (value: string | null | undefined): readonly string[] => (value ? value.split('\n') : ['–']);

const variantLine = ({ key, value, weight, control }: Schemas['VariantRequest']): string =>
  `${key} = ${JSON.stringify(value)} · ${weight}%${control ? ' · control' : ''}`;

function metricLine(metric: string | Schemas['AttachedMetricRequest']): string {
  if (typeof metric === 'string') return metric;
  const { metric: key, role, margin } = metric;
  return `${key} · ${role ?? 'secondary'}${margin === null || margin === undefined ? '' : ` · margin ${margin}`}`;
}

function planLine({ mde, alpha, power, subjects, days }: Schemas['PlannedRequest']): string {
  const size = days === null || days === undefined ? `${text(subjects)} subjects` : `${days} days`;
  return `${size} to find ${text(mde)} of control (power ${text(power)}, alpha ${text(alpha)})`;
}

/** A guardrail in one line. */
export function guardrailLine(guardrail: Schemas['GuardrailRequest']): string {
  const { key, metric, action, scope, margin, threshold, windowMinutes, per, minSample, sources } = guardrail;
  const name = key && key !== metric ? `${key}: ${metric}` : metric;
  const does = ` → ${action.replace('_', ' ')}`;
  const believes = sources === 'all' ? ', also of clients' : '';
  if (scope === 'treatment_vs_control')
    return `${name} worse than control by more than ${text(margin)}${does}${believes}`;
  const window = windowMinutes === null || windowMinutes === undefined ? 'since the start' : `in ${windowMinutes} min`;
  const judged = scope === 'treatments' ? 'any treatment' : 'any variant';
  return `${name} beyond ${text(threshold)} ${window}, per ${per ?? 'event'}, ${judged} from ${minSample ?? 0} subjects${does}${believes}`;
}

const scheduleLines = (schedule: Schemas['ScheduleRequest'] | null): readonly string[] =>
  schedule === null
    ? ['none']
    : [
        ...(schedule.startAt ? [`starts ${displayUtc(schedule.startAt)}`] : []),
        ...(schedule.stopAt ? [`stops ${displayUtc(schedule.stopAt)}`] : []),
      ];
