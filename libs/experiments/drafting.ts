import { CURRENT_SEMANTICS, semanticsOf } from '../evaluation/index.js';
import type { Flag } from '../flags/index.js';
import type { Actor } from '../event-sourcing/author.js';
import { changedFields } from '../primitives/changed-fields.js';
import { conflict } from '../primitives/refusal.js';
import { checkOwner, checkStatus, existing } from './content/checks.js';
import {
  audienceOf,
  checkTraffic,
  checkVariants,
  versionsFor,
  type ContentChanges,
  type MetricVersions,
} from './content/content.js';
import { dimensionsOf } from './content/dimensions.js';
import { namedGuardrails } from './content/guardrails.js';
import { metricsAfter, NO_METRICS } from './content/metrics.js';
import { plannedOf } from './content/planned.js';
import { scheduleOf } from './content/schedule.js';
import type { Experiment } from './experiment.js';
import type { Content, ExperimentEvent, Variant } from './experiment.events.js';

export interface DraftExperiment extends ContentChanges {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly environment: string;
  readonly variants: readonly Variant[];
}

/** Fields that may change at any time, because they are not reviewed. */
export interface Labels {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/** Drafts an experiment on a flag at the time `at`; `versions` has the current version of each metric it names. */
export function draft(
  state: Experiment | null,
  flag: Flag,
  actor: Actor,
  command: DraftExperiment,
  versions: MetricVersions,
  at: string,
): ExperimentEvent[] {
  if (state) throw conflict('key_taken', `the experiment ${command.key} exists already`);
  checkVariants(command.variants, flag);
  const trafficMax = command.trafficMax ?? '100';
  const traffic = command.traffic ?? trafficMax;
  checkTraffic(traffic, trafficMax);
  const audience = audienceOf(command, { targeting: null, bucketBy: null, exposure: 'explicit' });
  const named = metricsAfter(command, NO_METRICS);
  const guardrails = namedGuardrails(command.guardrails ?? []);
  const { id, key, name, environment } = command;
  return [
    {
      type: 'experiment_drafted',
      data: {
        id,
        key,
        name,
        description: command.description ?? '',
        environment,
        owner: { id: actor.id, name: actor.name },
        salt: id,
        copiedFrom: null,
        flag: flag.key,
        variants: command.variants,
        ...audience,
        semantics: CURRENT_SEMANTICS,
        trafficMax,
        traffic,
        hypothesis: command.hypothesis ?? '',
        ...named,
        metricVersions: versionsFor({ ...named, guardrails }, {}, versions),
        guardrails,
        planned: plannedOf(command.planned ?? null),
        dimensions: dimensionsOf(command.dimensions ?? []),
        schedule: scheduleOf(command.schedule, null, at),
        conflictDomain: command.conflictDomain ?? null,
        priority: command.priority ?? 0,
      },
    },
  ];
}

/** Edits the content of a draft, or name and description in any status. Absent and equal fields change nothing. */
export function edit(
  state: Experiment | null,
  id: string,
  flag: Flag,
  actor: Actor,
  changes: ContentChanges & Labels,
  versions: MetricVersions,
  at: string,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  const { name, description, ...content } = changes;
  const labels = { ...(name !== undefined && { name }), ...(description !== undefined && { description }) };
  const touchesContent = Object.values(content).some((change) => change !== undefined);
  if (touchesContent) checkStatus(experiment, 'edit', 'draft');
  const wanted = { ...labels, ...(touchesContent && changedContent(experiment, flag, content, versions, at)) };
  const data = changedFields<Experiment>(wanted, experiment);
  if (Object.keys(data).length === 0) return [];
  const isRewritten = 'targeting' in data || 'bucketBy' in data;
  const renewed = isRewritten && semanticsOf(experiment) !== CURRENT_SEMANTICS;
  return [{ type: 'experiment_edited', data: { ...data, ...(renewed && { semantics: CURRENT_SEMANTICS }) } }];
}

function changedContent(
  experiment: Experiment,
  flag: Flag,
  changes: ContentChanges,
  versions: MetricVersions,
  at: string,
): Partial<Content> {
  const { variants, hypothesis, conflictDomain, priority } = changes;
  if (variants) checkVariants(variants, flag);
  const { trafficMax = experiment.trafficMax, traffic = experiment.traffic } = changes;
  checkTraffic(traffic, trafficMax, changes.traffic === undefined ? '/trafficMax' : '/traffic');
  const changesAudience =
    changes.targeting !== undefined || changes.bucketBy !== undefined || changes.exposure !== undefined;
  const named = metricsAfter(changes, experiment);
  const guardrails = changes.guardrails ? namedGuardrails(changes.guardrails) : experiment.guardrails;
  const namesMetrics =
    changes.metrics !== undefined || changes.primaryMetric !== undefined || changes.guardrails !== undefined;
  return {
    ...(variants && { variants }),
    ...(changesAudience && audienceOf(changes, experiment)),
    ...(changes.trafficMax !== undefined && { trafficMax }),
    ...(changes.traffic !== undefined && { traffic }),
    ...(hypothesis !== undefined && { hypothesis }),
    ...(conflictDomain !== undefined && { conflictDomain }),
    ...(priority !== undefined && { priority }),
    ...(namesMetrics && {
      ...named,
      guardrails,
      metricVersions: versionsFor({ ...named, guardrails }, experiment.metricVersions, versions),
    }),
    ...(changes.planned !== undefined && { planned: plannedOf(changes.planned) }),
    ...(changes.dimensions && { dimensions: dimensionsOf(changes.dimensions) }),
    ...(changes.schedule !== undefined && { schedule: scheduleOf(changes.schedule, experiment.schedule, at) }),
  };
}

/** Deletes a draft; its history stays in the log, and its key is free again. */
export function deleteDraft(state: Experiment | null, id: string, actor: Actor): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  checkStatus(experiment, 'delete', 'draft');
  return [{ type: 'experiment_deleted', data: {} }];
}
