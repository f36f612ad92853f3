import type { Author } from '../../event-sourcing/author.js';
import { summaryOf, type Experiment, type ExperimentEvent } from '../../experiments/index.js';
import type { EventKind, Severity } from '../event-kinds.js';
import type { Fact, Occurrence } from '../occurrence.js';
import { aboutExperiment } from './about-experiment.js';

/** An event of an experiment as it is told. */
interface Told {
  readonly event: ExperimentEvent;
  /** After the event. */
  readonly experiment: Experiment;
  readonly tags: readonly string[];
  readonly by: Author;
  readonly at: string;
  readonly position: string;
}

/** Kinds and severity of an event; what it is told once for, its own position by default. */
interface Kinds {
  readonly kinds: readonly EventKind[];
  readonly severity?: Severity;
  readonly once?: readonly (string | number)[];
}

/** The name that the scheduler acts under. */
const SCHEDULE = 'schedule';

/** Undefined if nobody is told of events of this type. */
export function ofExperiment({ event, experiment, tags, by, at, position }: Told): Occurrence | undefined {
  const found = kindsOf(event, by);
  if (!found) return undefined;
  const { kinds, severity = 'info', once = [position] } = found;
  return {
    ...aboutExperiment(experiment.environment, experiment.id, experiment, tags),
    identity: [event.type, experiment.id, ...once],
    kinds,
    severity,
    at,
    title: `${experiment.name}: ${summaryOf(event, by)}`,
    facts: factsOf(event, experiment),
  };
}

function kindsOf(event: ExperimentEvent, by: Author): Kinds | undefined {
  const isScheduled = by.kind === 'system' && by.name === SCHEDULE;
  const bySchedule: readonly EventKind[] = isScheduled ? ['schedule_fired'] : [];
  switch (event.type) {
    case 'experiment_submitted':
      return { kinds: ['review_requested'] };
    case 'experiment_approved':
      return event.data.quorumReached ? { kinds: ['review_decided'] } : undefined;
    case 'experiment_changes_requested':
    case 'experiment_rejected':
    case 'experiment_amended':
      return { kinds: ['review_decided'] };
    case 'experiment_amendment_closed':
      return event.data.how === 'rejected' ? { kinds: ['review_decided'] } : undefined;
    case 'experiment_amendment_opened':
      return { kinds: ['amendment_opened'] };
    case 'experiment_started':
      return { kinds: [...bySchedule, 'experiment_started'], once: [event.data.run] };
    case 'experiment_resumed':
      return { kinds: [...bySchedule, 'experiment_resumed'], once: [event.data.run] };
    case 'experiment_paused': {
      const severity = event.data.trigger === undefined ? 'info' : 'critical';
      return { kinds: [...bySchedule, 'experiment_paused'], severity, once: [event.data.run] };
    }
    case 'experiment_completed': {
      if (event.data.kind !== 'rollback') return { kinds: ['experiment_completed'], once: [] };
      const severity = event.data.trigger === undefined ? 'warning' : 'critical';
      return { kinds: ['experiment_rolled_back', 'experiment_completed'], severity, once: [] };
    }
    default:
      return undefined;
  }
}

function factsOf(event: ExperimentEvent, { flag, owner, environment, runs }: Experiment): Fact[] {
  const place = [
    { name: 'Flag', value: flag },
    { name: 'Environment', value: environment },
    { name: 'Owner', value: owner.name },
  ];
  switch (event.type) {
    case 'experiment_paused':
      return [
        ...place,
        ...(event.data.guardrail === undefined ? [] : [{ name: 'Guardrail', value: event.data.guardrail }]),
      ];
    case 'experiment_submitted':
      return [...place, ...event.data.warnings.map(({ code }) => ({ name: 'Warning', value: code }))];
    case 'experiment_completed':
      return [
        ...place,
        {
          name: 'Outcome',
          value: event.data.winner === null ? event.data.kind : `${event.data.kind} of ${event.data.winner}`,
        },
        { name: 'Runs', value: String(runs.length) },
      ];
    default:
      return place;
  }
}
