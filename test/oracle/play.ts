import { randomUUID } from 'node:crypto';
import type { JsonObject, Position, StoredEvent } from '../../libs/event-store/index.js';
import {
  storedBatch,
  telemetryStream,
  type ItemType,
  type Source,
  type TelemetryItem,
} from '../../libs/telemetry/index.js';
import { experimentStream, type Experiment } from '../../libs/experiments/index.js';
import { metricStream, type Metric, type MetricRule } from '../../libs/metrics/index.js';
import type { Case, Sent } from './cases.js';

export const ENVIRONMENT = 'production';
export const VARIANTS = ['control', 'treatment'] as const;
export const START = Date.UTC(2026, 0, 1, 12);

const RULES: Record<string, MetricRule> = {
  crash_rate: { kind: 'ratio', numeratorEvent: 'crash', denominatorEvent: 'seen' },
  converted: { kind: 'conversion', event: 'buy' },
  crashes: { kind: 'count', event: 'crash' },
  revenue: { kind: 'sum', event: 'pay', property: 'value' },
  basket: { kind: 'mean', event: 'buy', property: 'value' },
  slow: { kind: 'quantile', event: 'buy', property: 'value', quantile: '0.9' },
  // A property over events, with a condition on a text.
  spent: {
    kind: 'ratio',
    numeratorEvent: 'pay',
    numerator: { property: 'value', where: { page: 'x' } },
    denominatorEvent: 'pay',
    semantics: 2,
  },
  returned: { kind: 'conversion', event: 'pay', where: { value: { $gte: 1 } }, semantics: 2 },
};
/** What else a version says. */
const TERMS: Record<string, Partial<Metric>> = {
  revenue: { cap: '3', varianceReduction: { days: 5 } },
  basket: { cap: '200' },
  spent: { varianceReduction: { days: 2 } },
  returned: { varianceReduction: { days: 14 } },
};
export const METRICS: readonly Metric[] = Object.entries(RULES).map(([key, rule]) => ({
  key,
  name: key,
  version: 1,
  direction: 'lower_is_better',
  rule,
  ...TERMS[key],
}));
/** The metrics whose arms a guardrail compares. */
export const COMPARED = ['crashes', 'converted', 'basket', 'spent'];
/** Numbers of values of the dimensions. */
export const DIMENSIONS = [2, 1];

/** An entry of the log for the naive computation; `place` is its index. */
export type Entry =
  | {
      readonly kind: 'item';
      readonly place: number;
      readonly receivedAt: number;
      readonly source: Source;
      readonly item: TelemetryItem;
    }
  | {
      readonly kind: 'link';
      readonly place: number;
      readonly receivedAt: number;
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: 'freeze'; readonly place: number; readonly experiment: string };

export interface Played {
  readonly stored: readonly StoredEvent[];
  readonly entries: readonly Entry[];
  /** Receive time of the last telemetry. */
  readonly asOf: number;
  readonly environment: string;
  /** The second one buckets by company: two of them share each. */
  readonly experiments: readonly [string, string];
}

/** Current versions of the events that have had others. */
const VERSIONS: Record<string, number> = { experiment_drafted: 4, telemetry_recorded: 3 };

/** The end of the log: positions and revisions of all cases together. */
export class Log {
  private position = 0;
  private readonly revisions = new Map<string, number>();

  next(stream: string, type: string, data: unknown, at: number, environment = 'production'): StoredEvent {
    this.position += 1;
    const revision = (this.revisions.get(stream) ?? -1) + 1;
    this.revisions.set(stream, revision);
    const recordedAt = new Date(at).toISOString();
    const by = { kind: 'user', id: 'u', name: 'u' };
    return {
      id: randomUUID(),
      stream,
      revision,
      position: String(this.position).padStart(16, '0') as Position,
      type,
      data: data as JsonObject,
      metadata: { v: VERSIONS[type] ?? 1, by, at: recordedAt, environment },
      recordedAt,
    };
  }

  /** The metrics, defined once for all cases. */
  metrics(): StoredEvent[] {
    return METRICS.map((metric) => this.next(metricStream(metric.key), 'metric_defined', metric, START));
  }
}

/** Turns a case into its log. In an environment of its own its times do not begin in the past of another case. Steps that are impossible at their point are left out. */
export function play({ steps }: Case, log: Log, environment = ENVIRONMENT): Played {
  const name = randomUUID();
  const experiments = [randomUUID(), randomUUID()] as const;
  const telemetry = telemetryStream(environment, name);
  const stored: StoredEvent[] = [];
  const entries: Entry[] = [];
  let now = START;
  let [phase, run, status, frozen] = [1, 1, 'running', false];
  const tell = (experiment: string, type: string, data: object): void => {
    const stream = experimentStream(environment, experiment);
    stored.push(log.next(stream, type, { comment: null, ...data }, now, environment));
  };
  for (const id of experiments) {
    tell(id, 'experiment_drafted', drafted(id, environment));
    tell(id, 'experiment_started', { phase: 1, run: 1 });
  }
  const [first] = experiments;
  let asOf = 0;
  for (const { gap, what } of steps) {
    // A step of the lifecycle takes a moment: whether an event of the same one came before it is not specified.
    now += gap * 1000 + (what.kind === 'batch' || what.kind === 'link' ? 0 : 1);
    const place = stored.length;
    switch (what.kind) {
      case 'batch': {
        const items = what.items.map((sent) => itemOf(sent, name, experiments, phase, now));
        stored.push(
          log.next(
            telemetry,
            'telemetry_recorded',
            storedBatch({ receivedAt: now, corrected: 0, source: what.source }, items),
            now,
          ),
        );
        for (const item of items) entries.push({ kind: 'item', place, receivedAt: now, source: what.source, item });
        asOf = now;
        break;
      }
      case 'link': {
        // Links after a freeze are left out, because their effect on the frozen enrolment is not specified.
        if (frozen || what.from === what.to) break;
        const [from, to] = [subjectOf(name, what.from), subjectOf(name, what.to)];
        stored.push(log.next(telemetry, 'subject_linked', { receivedAt: now, from, to }, now));
        entries.push({ kind: 'link', place, receivedAt: now, from, to });
        asOf = now;
        break;
      }
      case 'traffic':
        if (status !== 'running') break;
        tell(first, 'experiment_traffic_changed', { traffic: '50', phase: (phase += 1) });
        break;
      case 'pause':
        if (status !== 'running') break;
        status = 'paused';
        tell(first, 'experiment_paused', { run });
        break;
      case 'resume':
        if (status !== 'paused') break;
        status = 'running';
        tell(first, 'experiment_resumed', { run: (run += 1), phase: (phase += 1) });
        break;
      case 'freeze':
        if (status !== 'running' || frozen) break;
        frozen = true;
        tell(first, 'experiment_enrolment_frozen', { phase: (phase += 1) });
        entries.push({ kind: 'freeze', place, experiment: first });
        break;
      case 'complete':
        if (status === 'completed') break;
        status = 'completed';
        tell(first, 'experiment_completed', { kind: 'no_effect', winner: null, pin: null });
        break;
    }
  }
  return { stored, entries, asOf, environment, experiments };
}

export const subjectOf = (name: string, subject: number): string => `s${subject}-${name}`;

function itemOf(
  sent: Sent,
  name: string,
  experiments: readonly [string, string],
  phase: number,
  receivedAt: number,
): TelemetryItem {
  const subject = subjectOf(name, sent.subject);
  const type: ItemType = { key: sent.type, exposure: sent.type === 'seen', requiresExposure: sent.type === 'pay' };
  const own = sent.subject % 2;
  const variant = VARIANTS[sent.flipped ? 1 - own : own] ?? 'control';
  const attribution =
    sent.decidedBy === null
      ? null
      : {
          experiment: experiments[sent.decidedBy],
          // Only the first experiment has several phases.
          phase: sent.decidedBy === 0 ? Math.max(1, phase - sent.phasesAgo) : 1,
          variant,
          subject,
          unit: sent.decidedBy === 0 ? subject : `company${Math.floor(sent.subject / 2)}-${name}`,
          counted: true,
          dimensionValues: sent.dimensionValues,
        };
  return {
    id: `${sent.id}-${name}`,
    type,
    at: receivedAt - sent.age * 1000,
    subject,
    attribution,
    hash: '',
    properties: sent.value === null ? undefined : { value: sent.value, page: sent.id % 3 === 0 ? 'y' : 'x' },
  };
}

export function drafted(id: string, environment: string): Partial<Experiment> {
  const experiment: Partial<Experiment> = {
    id,
    key: id,
    name: id,
    description: '',
    environment,
    owner: { id: 'u', name: 'u' },
    salt: id,
    flag: id,
    variants: VARIANTS.map((key) => ({ key, value: key, weight: '50', control: key === 'control' })),
    traffic: '100',
    targeting: null,
    bucketBy: null,
    exposure: 'explicit',
    trafficMax: '100',
    hypothesis: '',
    primaryMetric: null,
    metrics: METRICS.map(({ key }) => key),
    metricVersions: Object.fromEntries(METRICS.map(({ key }) => [key, 1])),
    attachments: [],
    planned: null,
    dimensions: DIMENSIONS.map((count, index) => ({
      key: `d${index}`,
      attribute: `d${index}`,
      values: Array.from({ length: count }, (_, value) => `v${value}`),
    })),
    guardrails: COMPARED.map((metric, index) => ({
      kind: 'comparison',
      sources: index % 2 === 0 ? 'server' : 'all',
      key: metric,
      metric,
      action: 'notify',
      scope: 'treatment_vs_control',
      margin: '0.1',
    })),
    schedule: null,
  };
  return experiment;
}
