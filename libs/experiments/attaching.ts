import type { Actor } from '../event-sourcing/author.js';
import { changedFields } from '../primitives/changed-fields.js';
import { conflict, invalid } from '../primitives/refusal.js';
import { checkOwner, checkStatus, existing } from './content/checks.js';
import { versionsFor, type MetricVersions } from './content/content.js';
import { namedGuardrails, type GuardrailDraft } from './content/guardrails.js';
import { attachedOf, attachmentOf, withAttachments, type MetricDraft } from './content/metrics.js';
import type { Experiment } from './experiment.js';
import type { ExperimentEvent } from './experiment.events.js';

const MAX_METRICS = 50;
const MAX_GUARDRAILS = 20;

/** The role and margin that a metric is attached with. */
export type Terms = Omit<MetricDraft, 'metric'>;

/**
 * Attaches a secondary or a guard metric. In a draft it is content; later it stays outside the hash that was voted on.
 * A metric that was attached later may get its margin later still, once: evidence counts from there.
 */
export function attachMetric(
  state: Experiment | null,
  id: string,
  actor: Actor,
  metric: string,
  versions: MetricVersions,
  terms: Terms = {},
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  checkStatus(experiment, 'measure more of', 'draft', 'in_review', 'approved', 'running', 'paused', 'completed');
  const attachments = attachmentOf({ metric, ...terms }, experiment, '');
  if (experiment.metrics.includes(metric)) return attachAgain(experiment, metric, attachments);
  if (experiment.metrics.length >= MAX_METRICS) {
    throw conflict('too_many_metrics', `an experiment has at most ${MAX_METRICS} metrics`);
  }
  const after = withAttachments({ ...experiment, metrics: [...experiment.metrics, metric] }, attachments);
  const named = { metrics: after.metrics, attachments: after.attachments };
  const { status, guardrails, metricVersions, addedMetrics, addedAfterStart, startedAt } = experiment;
  if (status === 'draft') {
    const resolved = versionsFor({ ...named, guardrails }, metricVersions, versions);
    return edited({ ...named, metricVersions: resolved }, experiment);
  }
  // Versions that went into the hash stay.
  const resolved = versionsFor({ ...named, guardrails }, versions, metricVersions);
  const added = {
    addedMetrics: [...addedMetrics, metric],
    ...(startedAt !== null && { addedAfterStart: [...addedAfterStart, metric] }),
  };
  return edited({ ...named, metricVersions: resolved, ...added }, experiment);
}

/** Gives a metric that is attached already another role or margin, if that was neither reviewed nor judged. */
function attachAgain(
  experiment: Experiment,
  metric: string,
  attachments: ReturnType<typeof attachmentOf>,
): ExperimentEvent[] {
  const [wanted] = attachments;
  if (!wanted) return [];
  if (metric === experiment.primaryMetric) {
    throw invalid('primary_conflict', `${metric} is the primary metric: its role is set by an edit`, '/role');
  }
  const events = edited({ attachments: withAttachments(experiment, attachments).attachments }, experiment);
  if (events.length === 0 || experiment.status === 'draft') return events;
  const margin = attachedOf(experiment).find((each) => each.metric === metric)?.margin ?? null;
  if (experiment.addedMetrics.includes(metric) && margin === null) return events;
  throw conflict('already_attached', `the metric ${metric} has its role and margin already`);
}

export function attachGuardrail(
  state: Experiment | null,
  id: string,
  actor: Actor,
  guardrail: GuardrailDraft,
  versions: MetricVersions,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  checkStatus(experiment, 'edit', 'draft');
  const { metrics, metricVersions } = experiment;
  if (experiment.guardrails.length >= MAX_GUARDRAILS)
    throw conflict('too_many_guardrails', `an experiment has at most ${MAX_GUARDRAILS} guardrails`);
  const guardrails = namedGuardrails([guardrail], experiment.guardrails, () => '');
  const resolved = versionsFor({ metrics, guardrails }, metricVersions, versions);
  return edited({ guardrails, metricVersions: resolved }, experiment);
}

function edited(wanted: Partial<Experiment>, experiment: Experiment): ExperimentEvent[] {
  const data = changedFields<Experiment>(wanted, experiment);
  return Object.keys(data).length === 0 ? [] : [{ type: 'experiment_edited', data }];
}
