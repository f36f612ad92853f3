import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Clock } from '../../../libs/platform/clock.js';
import {
  EventStreams,
  type OpenSessions,
  type StreamGrant,
  type StreamLimits,
} from '../../../libs/platform/http/event-streams.js';
import type { Position, StoredEvent } from '../../../libs/event-store/index.js';
import {
  experimentDocument,
  experimentStream,
  type Experiment,
  type ExperimentEvent,
} from '../../../libs/experiments/index.js';
import {
  guardrailStream,
  triggerDocument,
  triggersAggregate,
  type GuardrailEvent,
  type Triggers,
} from '../../../libs/guardrails/index.js';
import { StateByStream, type LiveFold } from '../../../libs/projections/index.js';

const LIMITS: StreamLimits = { all: 1_000, perCredential: 200, unsentBytes: 1024 * 1024 };
/** A stream of all experiments begins with at most so many, the last changed ones. The others are in lists. */
const MOST_AT_ONCE = 100;
/** A change is sent after this time even if readers cannot read it yet, because a late message is worse. */
const READABLE_WITHIN_MS = 2_000;

/** The topic of a stream. */
export interface Topic {
  readonly environment: string;
  /** The id of one experiment; null: all experiments, without rates. */
  readonly experiment: string | null;
}

/** The experiment of a message. */
export interface About {
  readonly environment: string;
  readonly experiment: string;
}

/** Sends the current state and its changes to listeners (server-sent events). */
export class LiveStream {
  readonly streams: EventStreams<Topic>;
  private sending: Promise<void> = Promise.resolve();
  /** Positions by stream of the experiment; the last changed one is at the end. */
  private readonly positions = new Map<string, Position>();
  private readonly newlyWatched = new Set<string>();
  private readonly triggers = new StateByStream<Triggers, GuardrailEvent>(triggersAggregate, (triggers, event) => {
    if (this.streams.size > 0) this.sendTrigger(triggers, event);
  });
  readonly folds: readonly LiveFold[] = [this.triggers];

  /** @param readable resolves once the read models have reached the position */
  constructor(
    private readonly readable: (position: Position) => Promise<void>,
    sessions: OpenSessions,
    clock: Clock,
    /** The owner applies the events, because others in the process use the states too. */
    private readonly experiments: StateByStream<Experiment | null, ExperimentEvent>,
  ) {
    this.streams = new EventStreams(LIMITS, sessions, clock);
    experiments.onChange((experiment, event) => {
      this.positions.delete(event.stream);
      this.positions.set(event.stream, event.position);
      if (experiment && this.streams.size > 0) this.sendExperiment(experiment, event.position);
    });
  }

  /**
   * Opens a stream that begins with the current state, because a reconnecting client has missed messages.
   * @throws Problem 429 or 503 if too many streams are open
   */
  open(reply: FastifyReply, topic: Topic, grant: StreamGrant): void {
    const tell = this.streams.open(reply, topic, grant);
    if (topic.experiment !== null) this.newlyWatched.add(topic.experiment);
    const position = this.positions.get(this.latest(topic)[0] ?? '');
    if (position !== undefined) this.inTurn(position, () => tell(this.current(topic)));
  }

  /** Experiments that new streams watch since the last call. */
  takeNewlyWatched(): string[] {
    const taken = [...this.newlyWatched];
    this.newlyWatched.clear();
    return taken;
  }

  /** Experiments whose rates a stream of their environment watches. */
  get watched(): ReadonlyMap<string, About> {
    const watched = new Map<string, About>();
    for (const { environment, experiment } of this.streams.topics) {
      const known = experiment !== null && this.experiments.get(experimentStream(environment, experiment));
      if (known) watched.set(known.id, { environment, experiment: known.id });
    }
    return watched;
  }

  /** Sends to streams of the environment, both of all experiments and of this one. */
  send(event: string, about: About, data: unknown): void {
    this.streams.send(
      eventText(event, data),
      ({ environment, experiment }) =>
        environment === about.environment && (experiment === null || experiment === about.experiment),
    );
  }

  /** Sends in order, after the read models have the change: a client that gets a message reads at once. */
  private inTurn(position: Position, send: () => void): void {
    const patience = sleep(READABLE_WITHIN_MS, undefined, { ref: false });
    this.sending = this.sending.then(() => Promise.race([this.readable(position), patience])).then(send);
  }

  /** Event streams of a topic's experiments, last changed first. */
  private latest({ environment, experiment }: Topic): string[] {
    if (experiment !== null) {
      const stream = experimentStream(environment, experiment);
      return this.positions.has(stream) ? [stream] : [];
    }
    const here = [...this.positions.keys()].filter(
      (stream) => this.experiments.get(stream)?.environment === environment,
    );
    return here.slice(-MOST_AT_ONCE).reverse();
  }

  /** The current experiments and triggers of a topic, in the format of the stream. */
  private current(topic: Topic): string {
    return this.latest(topic)
      .map((stream) => this.experiments.get(stream))
      .filter((experiment) => experiment !== null && experiment !== undefined)
      .map((experiment) => {
        const triggers = this.triggers.get(guardrailStream(experiment.environment, experiment.id)) ?? [];
        const texts = triggers.map((trigger) => eventText('trigger', triggerDocument(trigger)));
        return eventText('experiment', this.documentOf(experiment)) + texts.join('');
      })
      .join('');
  }

  private documentOf(experiment: Experiment) {
    const stream = experimentStream(experiment.environment, experiment.id);
    const revision = this.experiments.revisionOf(stream);
    return { ...experimentDocument(experiment), revision, position: this.positions.get(stream) };
  }

  private sendExperiment(experiment: Experiment, position: Position): void {
    const about = { environment: experiment.environment, experiment: experiment.id };
    const data = this.documentOf(experiment);
    this.inTurn(position, () => this.send('experiment', about, data));
  }

  private sendTrigger(triggers: Triggers, event: StoredEvent): void {
    const id = event.data['id'] ?? event.data['trigger'];
    const trigger = triggers.find((each) => each.id === id);
    if (trigger) this.inTurn(event.position, () => this.send('trigger', trigger, triggerDocument(trigger)));
  }
}

const eventText = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
