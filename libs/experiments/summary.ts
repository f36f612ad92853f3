import type { Author } from '../platform/author.js';
import type { ExperimentEvent } from './experiment.events.js';

/** One sentence for the history: who did what, with the comment where there is one. */
export function summaryOf(event: ExperimentEvent, by: Author): string {
  const sentence = `${by.name} ${deed(event)}`;
  const comment = 'comment' in event.data ? event.data.comment : null;
  return comment === null || comment === undefined || comment === '' ? sentence : `${sentence}: ${comment}`;
}

function deed(event: ExperimentEvent): string {
  switch (event.type) {
    case 'experiment_drafted':
      return `drafted ${event.data.name} on the flag ${event.data.flag}`;
    case 'experiment_edited':
      return `changed ${Object.keys(event.data).join(', ')}`;
    case 'experiment_submitted':
      return 'submitted it for review';
    case 'experiment_approved':
      return event.data.byPolicy
        ? 'needed no approval, by policy'
        : `approved it (${event.data.votes} of ${event.data.required})`;
    case 'experiment_changes_requested':
      return 'requested changes';
    case 'experiment_rejected':
      return 'rejected it';
    case 'experiment_withdrawn':
      return 'withdrew it';
    case 'experiment_started':
      return 'started it';
    case 'experiment_start_abandoned':
      return 'took the flag over';
    case 'experiment_paused':
      return 'paused it';
    case 'experiment_resumed':
      return 'resumed it';
    case 'experiment_completed':
      return event.data.winner === null
        ? `completed it with outcome ${event.data.kind}`
        : `completed it with outcome ${event.data.kind} of ${event.data.winner}`;
    case 'experiment_archived':
      return 'archived it';
  }
}
