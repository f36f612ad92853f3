import { EventStreams } from '../../../libs/platform/http/event-streams.js';
import type { Position, StoredEvent } from '../../../libs/event-store/index.js';
import {
  experimentAggregate,
  experimentDocument,
  experimentStream,
  type Experiment,
  type ExperimentEvent,
} from '../../../libs/experiments/index.js';
import {
  triggerDocument,
  triggersAggregate,
  type GuardrailEvent,
  type Triggers,
} from '../../../libs/guardrails/index.js';
import { StateByStream, type LiveFold } from '../../../libs/projections/index.js';

const MAX_LISTENERS = 1_000;

/** What somebody listens to. */
export interface Topic {
  readonly environment: string;
  /** Id of the one experiment listened to; null: all experiments, no rates. */
  readonly experiment: string | null;
}

/** The experiment that a message is about. */
export interface About {
  readonly environment: string;
  readonly experiment: string;
}

/** Sends what changes to those who listen (server-sent events). */
export class LiveStream {
  readonly streams = new EventStreams<Topic>(MAX_LISTENERS);
  private sending: Promise<void> = Promise.resolve();
  private readonly experiments = new StateByStream<Experiment | null, ExperimentEvent>(
    'experiment-',
    experimentAggregate,
    (experiment, event) => {
      if (experiment && this.streams.size > 0) this.sendExperiment(experiment, event);
    },
  );
  readonly folds: readonly LiveFold[] = [
    this.experiments,
    new StateByStream<Triggers, GuardrailEvent>('guardrail-', triggersAggregate, (triggers, event) => {
      if (this.streams.size > 0) this.sendTrigger(triggers, event);
    }),
  ];

  /** @param readable resolves once readers can see what was written up to the position */
  constructor(private readonly readable: (position: Position) => Promise<void>) {}

  /** Experiments whose rates somebody in their environment watches. */
  get watched(): ReadonlyMap<string, About> {
    const watched = new Map<string, About>();
    for (const { environment, experiment } of this.streams.topics) {
      const known = experiment !== null && this.experiments.get(experimentStream(environment, experiment));
      if (known) watched.set(known.id, { environment, experiment: known.id });
    }
    return watched;
  }

  /** To those who listen in its environment, to all there or to this one experiment. */
  send(event: string, about: About, data: object): void {
    this.streams.send(
      `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
      ({ environment, experiment }) =>
        environment === about.environment && (experiment === null || experiment === about.experiment),
    );
  }

  /** Whoever hears of a change asks for more at once, and must find it. */
  private sendLater(position: Position, event: string, about: About, data: object): void {
    this.sending = this.sending.then(() => this.readable(position)).then(() => this.send(event, about, data));
  }

  private sendExperiment(experiment: Experiment, { revision, position }: StoredEvent): void {
    const about = { environment: experiment.environment, experiment: experiment.id };
    this.sendLater(position, 'experiment', about, { ...experimentDocument(experiment), revision, position });
  }

  private sendTrigger(triggers: Triggers, event: StoredEvent): void {
    const id = event.data['id'] ?? event.data['trigger'];
    const trigger = triggers.find((each) => each.id === id);
    if (trigger) this.sendLater(event.position, 'trigger', trigger, triggerDocument(trigger));
  }
}
