import type { Flag } from '../flags/index.js';
import type { Actor } from '../platform/author.js';
import { conflict, forbidden, notFound } from '../platform/refusal.js';
import {
  checkPercent,
  checkVariants,
  metricKeys,
  namedGuardrails,
  type ContentChanges,
  type GuardrailDraft,
} from './content.js';
import type { Experiment } from './experiment.js';
import type { ExperimentEvent, Variant } from './experiment.events.js';

export interface DraftExperiment extends ContentChanges {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly environment: string;
  readonly variants: readonly Variant[];
}

/** Drafts an experiment on a flag; its metrics were found to exist. */
export function draft(state: Experiment | null, flag: Flag, actor: Actor, command: DraftExperiment): ExperimentEvent[] {
  if (state) throw conflict('key_taken', `the experiment ${command.key} exists already`);
  checkVariants(command.variants, flag);
  const traffic = command.traffic ?? '100';
  checkPercent(traffic, '/traffic');
  const primaryMetric = command.primaryMetric ?? null;
  return [
    {
      type: 'experiment_drafted',
      data: {
        id: command.id,
        key: command.key,
        name: command.name,
        environment: command.environment,
        owner: { id: actor.id, name: actor.name },
        salt: command.id,
        flag: flag.key,
        variants: command.variants,
        traffic,
        hypothesis: command.hypothesis ?? '',
        primaryMetric,
        metrics: metricKeys(primaryMetric, command.metrics ?? []),
        guardrails: namedGuardrails(command.guardrails ?? []),
      },
    },
  ];
}

/** Changes a draft; what is not given stays. */
export function edit(
  state: Experiment | null,
  id: string,
  flag: Flag,
  actor: Actor,
  changes: ContentChanges & { readonly name?: string | undefined },
): ExperimentEvent[] {
  const experiment = editable(state, id, actor);
  const { name, variants, traffic, hypothesis } = changes;
  if (variants) checkVariants(variants, flag);
  if (traffic !== undefined) checkPercent(traffic, '/traffic');
  const primaryMetric = changes.primaryMetric === undefined ? experiment.primaryMetric : changes.primaryMetric;
  const metricsChange = changes.metrics !== undefined || changes.primaryMetric !== undefined;
  const data = {
    ...(name !== undefined && { name }),
    ...(variants && { variants }),
    ...(traffic !== undefined && { traffic }),
    ...(hypothesis !== undefined && { hypothesis }),
    ...(metricsChange && { primaryMetric, metrics: metricKeys(primaryMetric, changes.metrics ?? experiment.metrics) }),
    ...(changes.guardrails && { guardrails: namedGuardrails(changes.guardrails) }),
  };
  return Object.keys(data).length > 0 ? [{ type: 'experiment_edited', data }] : [];
}

export function attachMetric(state: Experiment | null, id: string, actor: Actor, metric: string): ExperimentEvent[] {
  const experiment = editable(state, id, actor);
  if (experiment.metrics.includes(metric)) return [];
  return [{ type: 'experiment_edited', data: { metrics: [...experiment.metrics, metric] } }];
}

export function attachGuardrail(
  state: Experiment | null,
  id: string,
  actor: Actor,
  guardrail: GuardrailDraft,
): ExperimentEvent[] {
  const experiment = editable(state, id, actor);
  if (experiment.guardrails.length >= 20)
    throw conflict('too_many_guardrails', 'an experiment has at most 20 guardrails');
  const guardrails = namedGuardrails([guardrail], experiment.guardrails);
  return [{ type: 'experiment_edited', data: { guardrails } }];
}

function editable(state: Experiment | null, id: string, actor: Actor): Experiment {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  if (experiment.status !== 'draft') {
    throw conflict('wrong_state', `only a draft can be edited, this experiment is ${experiment.status}`);
  }
  return experiment;
}

/** @throws Refusal not_found */
export function existing(state: Experiment | null, id: string): Experiment {
  if (!state) throw notFound('experiment', id);
  return state;
}

/** Makes and runs its own: the owner's or an admin's. @throws Refusal `not_owner` */
export function checkOwner(experiment: Experiment, actor: Actor): void {
  if (actor.kind === 'system' || actor.role === 'admin' || actor.id === experiment.owner.id) return;
  throw forbidden('not_owner', `only the owner ${experiment.owner.name} or an admin may do this`);
}
