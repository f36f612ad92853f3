import { atVersion, type Metric } from '../../metrics/index.js';
import { declareCommand } from '../../event-sourcing/declared-command.js';
import { own } from '../../primitives/own.js';
import { loadMetrics } from '../content/check-metrics.js';
import type { LearningChanges } from '../experiment.events.js';
import { noteLearning } from '../learning.js';
import { freezeEnrolment, tightenGuardrail, type Tightening as Change } from '../narrowing.js';
import { archive, restore, resume } from '../running.js';
import { checkCounted } from '../starting/counted-types.js';
import { onExperiment, type Commented, type OfExperiment } from './on-experiment.js';

interface Resumption extends OfExperiment {
  readonly why: { readonly trigger: string | null; readonly comment: string | null };
}

export const ResumeExperiment = declareCommand(
  'ResumeExperiment',
  onExperiment(async (state, { id, why }: Resumption, { actor, at }, runner) => {
    const events = resume(state, id, actor, why, at);
    if (state) await checkCounted(runner, state);
    return events;
  }),
);

export const FreezeEnrolment = declareCommand(
  'FreezeEnrolment',
  onExperiment((state, { id, comment }: Commented, { actor }) => freezeEnrolment(state, id, actor, comment)),
);

interface Tightening extends Commented {
  readonly change: Change;
}

export const TightenGuardrail = declareCommand(
  'TightenGuardrail',
  onExperiment(async (state, { id, change, comment }: Tightening, { actor }, runner) => {
    const metrics = await loadMetrics(runner, state?.guardrails.map((guardrail) => guardrail.metric) ?? []);
    // At the version that was attached: a newer one may point the other way.
    const attachedAt = (key: string): Metric | undefined => {
      const metric = metrics.get(key);
      return metric && atVersion(metric, own(state?.metricVersions ?? {}, key) ?? metric.version);
    };
    return tightenGuardrail(state, id, actor, change, attachedAt, comment);
  }),
);

export const ArchiveExperiment = declareCommand(
  'ArchiveExperiment',
  onExperiment((state, { id, comment }: Commented, { actor }) => archive(state, id, actor, comment)),
);

export const RestoreExperiment = declareCommand(
  'RestoreExperiment',
  onExperiment((state, { id, comment }: Commented) => restore(state, id, comment)),
);

interface Noted extends OfExperiment {
  readonly changes: LearningChanges;
}

export const NoteLearning = declareCommand(
  'NoteLearning',
  onExperiment((state, { id, changes }: Noted, { actor }) => noteLearning(state, id, actor, changes)),
);
