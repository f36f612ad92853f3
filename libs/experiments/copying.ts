import { semanticsOf } from '../evaluation/index.js';
import type { Flag } from '../flags/index.js';
import type { Actor } from '../event-sourcing/author.js';
import { draft } from './drafting.js';
import type { MetricVersions } from './content/content.js';
import { attachedOf } from './content/metrics.js';
import type { Experiment } from './experiment.js';
import type { ExperimentEvent } from './experiment.events.js';

export interface CopyExperiment {
  readonly id: string;
  readonly key: string;
  readonly name?: string | undefined;
  /** True keeps the salt and the semantics of the targeting, so that the same subjects get the same arms. */
  readonly sameAssignment: boolean;
}

/** Drafts a copy that the actor owns and that links to the original. The schedule is not copied. */
export function copy(
  state: Experiment | null,
  original: Experiment,
  flag: Flag,
  actor: Actor,
  command: CopyExperiment,
  versions: MetricVersions,
  at: string,
): ExperimentEvent[] {
  const { id, key, name = original.name, sameAssignment } = command;
  const { description, environment, variants, trafficMax, traffic, hypothesis } = original;
  const { targeting, bucketBy, exposure, primaryMetric, guardrails, conflictDomain, priority } = original;
  const { planned, dimensions } = original;
  const audience = { targeting, bucketBy, exposure, conflictDomain, priority };
  const measured = { primaryMetric, metrics: attachedOf(original), guardrails, dimensions };
  const content = { variants, ...audience, trafficMax, traffic, hypothesis, ...measured, planned };
  const drafted = draft(state, flag, actor, { id, key, name, description, environment, ...content }, versions, at);
  const kept = sameAssignment && { salt: original.salt, semantics: semanticsOf(original) };
  return drafted.map((event) =>
    event.type === 'experiment_drafted'
      ? { ...event, data: { ...event.data, copiedFrom: original.id, ...kept } }
      : event,
  );
}
