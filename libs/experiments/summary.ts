import type { Author } from '../event-sourcing/author.js';
import type { AgainstVerdict, ExperimentEvent, Limit, Outcome } from './experiment.events.js';

/** One sentence for the history: the actor, the action, and the comment if there is one. */
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
      return edited(event.data);
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
    case 'experiment_transferred':
      return `transferred it to ${event.data.owner.name}`;
    case 'experiment_started':
      return 'started it';
    case 'experiment_start_abandoned':
      return 'took the flag over';
    case 'experiment_slots_taken':
      return 'took slots over that it had reserved in vain';
    case 'experiment_paused':
      return 'paused it';
    case 'experiment_resumed':
      return 'resumed it';
    case 'experiment_traffic_changed':
      return `changed the traffic to ${event.data.traffic} percent`;
    case 'experiment_enrolment_frozen':
      return 'froze its enrolment';
    case 'experiment_arm_disabled':
      return `disabled the arm ${event.data.variant}`;
    case 'experiment_guardrail_tightened':
      return `tightened the guardrail ${event.data.guardrail} to ${limitIn(event.data)}`;
    case 'experiment_amendment_opened': {
      const { changes, completion } = event.data;
      return completion
        ? `asked to complete it with ${outcomeIn(completion)}${against(completion)}`
        : `proposed to amend ${listed(Object.keys(changes))}`;
    }
    case 'experiment_amendment_approved':
      return `approved the amendment (${event.data.votes} of ${event.data.required})`;
    case 'experiment_amendment_closed':
      return event.data.how === 'rejected' ? 'rejected the amendment' : 'withdrew the amendment';
    case 'experiment_amended':
      return `amended ${listed(Object.keys(event.data.content))}${event.data.byPolicy ? ', by policy' : ''}`;
    case 'experiment_completed':
      return `completed it with ${outcomeIn(event.data)}${against(event.data)}`;
    case 'experiment_learning_noted':
      return 'noted what was learnt';
    case 'experiment_archived':
      return 'archived it';
    case 'experiment_deleted':
      return 'deleted the draft';
    case 'experiment_restored':
      return 'restored it';
  }
}

const outcomeIn = ({ kind, winner }: Outcome): string =>
  winner === null ? `outcome ${kind}` : `outcome ${kind} of ${winner}`;

const against = ({ verdict, askedBy }: AgainstVerdict): string =>
  (verdict ? `, against the verdict ${verdict}` : '') + (askedBy ? `, as ${askedBy.name} had asked` : '');

const limitIn = (limit: Limit): string =>
  limit.kind === 'threshold' ? limit.threshold : `a margin of ${limit.margin}`;

function edited(data: Extract<ExperimentEvent, { type: 'experiment_edited' }>['data']): string {
  const attached = data.addedMetrics?.at(-1);
  if (attached === undefined) return `changed ${listed(Object.keys(data))}`;
  return `attached the metric ${attached}${data.addedAfterStart ? ' after the start' : ''}`;
}

/** Fields that follow from metrics and guardrails, by the names that they have for people if they change alone. */
const FOLLOWING: Readonly<Record<string, string>> = {
  metricVersions: 'metricVersions',
  attachments: 'roles and margins of metrics',
};

/** Names of the changed fields. */
function listed(names: readonly string[]): string {
  const others = names.filter((name) => !(name in FOLLOWING));
  return (others.length > 0 ? others : names.map((name) => FOLLOWING[name] ?? name)).join(', ');
}
