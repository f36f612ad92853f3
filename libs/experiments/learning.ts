import type { Actor } from '../event-sourcing/author.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import { invalid } from '../primitives/refusal.js';
import { checkOwner, checkStatus, existing } from './content/checks.js';
import type { Experiment } from './experiment.js';
import type { ExperimentEvent, Learning, LearningChanges } from './experiment.events.js';

/** Notes what a completed experiment taught; absent fields stay. Its owner may at any time, and so may an admin. */
export function noteLearning(
  state: Experiment | null,
  id: string,
  actor: Actor,
  changes: LearningChanges,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  checkStatus(experiment, 'note what was learnt from', 'completed', 'archived');
  if (changes.summary === undefined && changes.tags === undefined) {
    throw invalid('required', 'say what was learnt: summary, tags or both', '/summary');
  }
  const { summary, tags } = experiment;
  const noted = learningOf(changes, { summary, tags });
  if (canonicalJson(noted) === canonicalJson({ summary, tags })) return [];
  return [{ type: 'experiment_learning_noted', data: noted }];
}

/** True while the owner is asked for a summary: nobody was asked at a guardrail's rollback. */
export const isAskedForLearning = ({ status, summary }: Pick<Experiment, 'status' | 'summary'>): boolean =>
  status === 'completed' && summary === null;

/** Events of a completion with what was learnt: noted now, or kept with what is asked for until the vote. */
export function withLearning(events: readonly ExperimentEvent[], changes: LearningChanges): ExperimentEvent[] {
  if (changes.summary === undefined && changes.tags === undefined) return [...events];
  const learning = learningOf(changes, { summary: null, tags: [] });
  return events.flatMap((event): ExperimentEvent[] => {
    if (event.type === 'experiment_completed') return [event, { type: 'experiment_learning_noted', data: learning }];
    if (event.type !== 'experiment_amendment_opened' || !event.data.completion) return [event];
    return [{ ...event, data: { ...event.data, completion: { ...event.data.completion, learning } } }];
  });
}

function learningOf({ summary, tags }: LearningChanges, before: Learning): Learning {
  return {
    summary: summary === undefined ? before.summary : summary,
    tags: tags === undefined ? before.tags : [...new Set(tags)],
  };
}
