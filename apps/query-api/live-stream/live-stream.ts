import type { ServerResponse } from 'node:http';
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
const MAX_UNSENT_BYTES = 1024 * 1024;

export interface Listener {
  readonly response: ServerResponse;
  readonly environment: string;
  /** Id of the one experiment listened to; null: all experiments, no rates. */
  readonly experiment: string | null;
}

/** The experiment that a message is about. */
export interface About {
  readonly environment: string;
  readonly experiment: string;
}

/** Sends what changes to those who listen (server-sent events). Who reads too slowly is cut off and comes again. */
export class LiveStream {
  private readonly listeners = new Set<Listener>();
  private sending: Promise<void> = Promise.resolve();
  private readonly experiments = new StateByStream<Experiment | null, ExperimentEvent>(
    'experiment-',
    experimentAggregate,
    (experiment, event) => {
      if (experiment && this.listeners.size > 0) this.sendExperiment(experiment, event);
    },
  );
  readonly folds: readonly LiveFold[] = [
    this.experiments,
    new StateByStream<Triggers, GuardrailEvent>('guardrail-', triggersAggregate, (triggers, event) => {
      if (this.listeners.size > 0) this.sendTrigger(triggers, event);
    }),
  ];

  /** @param readable resolves once readers can see what was written up to the position */
  constructor(private readonly readable: (position: Position) => Promise<void>) {}

  get full(): boolean {
    return this.listeners.size >= MAX_LISTENERS;
  }

  /** Experiments whose rates somebody in their environment watches. */
  get watched(): ReadonlyMap<string, About> {
    const watched = new Map<string, About>();
    for (const { environment, experiment } of this.listeners) {
      const known = experiment !== null && this.experiments.get(experimentStream(environment, experiment));
      if (known) watched.set(known.id, { environment, experiment: known.id });
    }
    return watched;
  }

  add(listener: Listener): void {
    this.listeners.add(listener);
    listener.response.on('close', () => this.listeners.delete(listener));
  }

  /** To those who listen in its environment, to all there or to this one experiment. */
  send(event: string, about: About, data: object): void {
    const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const listener of this.listeners) {
      if (listener.environment !== about.environment) continue;
      if (listener.experiment === null || listener.experiment === about.experiment) this.write(listener, text);
    }
  }

  /** Keeps idle connections open. */
  beat(): void {
    for (const listener of this.listeners) this.write(listener, ': still here\n\n');
  }

  close(): void {
    for (const { response } of this.listeners) response.end();
    this.listeners.clear();
  }

  /** Whoever hears of a change asks for more at once, and must find it. */
  private sendLater(position: Position, event: string, about: About, data: object): void {
    this.sending = this.sending.then(() => this.readable(position)).then(() => this.send(event, about, data));
  }

  private write(listener: Listener, text: string): void {
    if (listener.response.writableLength > MAX_UNSENT_BYTES) {
      listener.response.destroy();
      this.listeners.delete(listener);
      return;
    }
    listener.response.write(text);
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
