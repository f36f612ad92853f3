import { randomUUID } from 'node:crypto';
import { PostgresEventStore } from '../../libs/event-store/postgres/postgres-event-store.js';
import type { Aggregate } from '../../libs/event-sourcing/aggregate.js';
import type { CommandContext } from '../../libs/event-sourcing/command-context.js';
import { CommandRunner } from '../../libs/event-sourcing/command-runner.js';
import type { DomainEvent } from '../../libs/event-sourcing/decider.js';
import { Watermark } from '../../libs/event-sourcing/watermark.js';
import { experimentAggregate, experimentStream, type ExperimentEvent } from '../../libs/experiments/index.js';
import { guardrailStream, triggersAggregate, type Breach } from '../../libs/guardrails/index.js';
import { destinationAggregate, destinationStream, disableDestination } from '../../libs/notifications/destination.js';
import { newSigningSecret, sealSigning, sealUrl } from '../../libs/notifications/destination-secrets.js';
import { ruleAggregate, ruleStream, type NotificationRule } from '../../libs/notifications/notification-rule.js';
import { DeliveryRow, Outbox } from '../../libs/notifications/read-model/index.js';
import { AddressGuard } from '../../libs/notifications/sending/address-guard.js';
import { Channels } from '../../libs/notifications/sending/channels.js';
import { Mailer, type MailSettings } from '../../libs/notifications/sending/mailer.js';
import { Sender } from '../../libs/notifications/sending/sender.js';
import { createLogger } from '../../libs/platform/logging/logger.js';
import { parseNetworks, NO_NETWORKS } from '../../libs/platform/networks.js';
import { SealedTexts } from '../../libs/platform/sealed-text.js';
import { projectionDataSource, ProjectionRunner } from '../../libs/projections/index.js';
import { notificationsDefinition } from '../../libs/read-models/index.js';
import { drafted, ENVIRONMENT, START } from '../oracle/play.js';
import { until } from './until.js';
import { createDatabase, type TestDatabase } from './database.js';

const TIMEOUT_MS = 500;
const EVERYTHING = { events: [], environments: [], flags: [], tags: [], severity: 'info' } as const;
const SECRETS = [{ id: 'k1', secret: 'a secret that seals in tests' }];
const logger = createLogger('test', 'silent');

type Settings = MailSettings & { readonly networks?: string };

/** Notifications on stores of their own, driven step by step, with a clock of their own. */
export class Notifying {
  now = START;
  private sequence = 0;
  readonly outbox: Outbox;
  readonly seals = new SealedTexts(SECRETS);
  readonly runner: CommandRunner;
  private readonly senders: AbortController[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly store: PostgresEventStore,
    private readonly settings: Settings,
  ) {
    this.outbox = new Outbox(database.url);
    this.runner = new CommandRunner(store, new Watermark());
  }

  static async start(settings: Partial<Settings> = {}): Promise<Notifying> {
    const database = await createDatabase();
    const store = await PostgresEventStore.connect({ connectionString: database.url });
    return new Notifying(database, store, {
      ...{ smtpUrl: undefined, mailFrom: undefined, networks: 'loopback' },
      ...settings,
    });
  }

  readonly clock = { now: () => new Date(this.now) };

  async stop(): Promise<void> {
    for (const sender of this.senders) sender.abort();
    await this.outbox.close();
    await this.store.close();
    await this.database.drop();
  }

  async append<State, Event extends DomainEvent<string, unknown>>(
    aggregate: Aggregate<State, Event>,
    stream: string,
    ...events: readonly Event[]
  ): Promise<void> {
    await this.runner.run(aggregate, stream, this.context(), () => events);
  }

  private context(by = 'Olga'): CommandContext {
    this.sequence += 1;
    const commandId = randomUUID();
    return {
      actor: { kind: 'user', id: 'olga', name: by, role: 'admin', scopes: ['manage'] },
      ...{ environment: ENVIRONMENT, at: this.clock.now().toISOString() },
      ...{ commandId, correlationId: commandId, causationId: commandId },
    };
  }

  /** @returns id and secret */
  async webhook(url: string, perMinute = 60): Promise<{ readonly id: string; readonly secret: string }> {
    const [id, secret] = [randomUUID(), newSigningSecret()];
    const sealed = { url: sealUrl(this.seals, id, url), signing: sealSigning(this.seals, id, secret) };
    const destination = { id, name: 'hook', kind: 'webhook', host: new URL(url).origin, to: [], perMinute } as const;
    const event = { type: 'destination_added', data: { ...destination, secret: sealed } } as const;
    await this.append(destinationAggregate, destinationStream(id), event);
    return { id, secret };
  }

  async rule(destination: string, fields: Partial<NotificationRule> = {}): Promise<string> {
    const id = randomUUID();
    const rule = { ...EVERYTHING, name: 'rule', destinations: [destination], ...fields, id };
    await this.append(ruleAggregate, ruleStream(id), { type: 'notification_rule_added', data: rule });
    return id;
  }

  /** A running experiment. */
  async experiment(): Promise<string> {
    const id = randomUUID();
    // What the oracle drafts is data of the event.
    const draft = { type: 'experiment_drafted', data: drafted(id, ENVIRONMENT) } as unknown as ExperimentEvent;
    await this.onExperiment(id, draft, {
      type: 'experiment_started',
      data: { comment: null, phase: 1, run: 1 },
    });
    return id;
  }

  onExperiment(id: string, ...events: readonly ExperimentEvent[]): Promise<void> {
    return this.append(experimentAggregate, experimentStream(ENVIRONMENT, id), ...events);
  }

  /** A breach of the experiment, as the monitor records it. */
  async breach(experiment: string, fields: Partial<Breach> = {}): Promise<void> {
    const data = breachOf(experiment, fields, this.clock.now().toISOString());
    await this.append(triggersAggregate, guardrailStream(ENVIRONMENT, experiment), {
      type: 'guardrail_breached',
      data,
    });
  }

  /** Stores the intents for all events so far. @param schema another one than the projection's own is a second projector */
  async project(): Promise<void> {
    await this.outbox.create(() => this.store.head());
    const runner = new ProjectionRunner(this.store, this.database.url, notificationsDefinition(this.clock), logger);
    try {
      await runner.run(new AbortController().signal, ({ caughtUp }) => caughtUp);
    } finally {
      await runner.close();
    }
  }

  /** A sender as a projector has it. */
  sender(): { readonly sender: Sender; readonly stopping: AbortController } {
    const networks = parseNetworks(this.settings.networks ?? '') ?? NO_NETWORKS;
    const channels = new Channels(
      this.seals,
      new AddressGuard(networks),
      new Mailer(this.settings, TIMEOUT_MS),
      TIMEOUT_MS,
    );
    const stopping = new AbortController();
    this.senders.push(stopping);
    const sender = new Sender(
      {
        ...{
          outbox: this.outbox,
          channels,
          clock: this.clock,
          chance: () => 0,
          publicUrl: 'https://assay.example.org',
        },
        gone: async (id) => {
          await this.runner.run(destinationAggregate, destinationStream(id), this.context('notifications'), (state) =>
            disableDestination(state, id, 'gone'),
          );
        },
      },
      logger,
    );
    return { sender, stopping };
  }

  private own: ReturnType<Notifying['sender']> | undefined;

  /** Sends what is due, and waits until it is done. */
  async send(): Promise<void> {
    this.own ??= this.sender();
    await this.own.sender.begin(this.own.stopping.signal);
    await this.own.sender.idle();
  }

  /** Waits until everything in the outbox is delivered. */
  untilDelivered(): Promise<boolean> {
    return until('all notifications are delivered', async () => {
      const all = await this.deliveries();
      return all.every(({ state }) => state === 'delivered');
    });
  }

  /** What the outbox has, the oldest first. */
  async deliveries(): Promise<DeliveryRow[]> {
    const definition = { name: 'notification_outbox', entities: [DeliveryRow], migrations: [] };
    const source = await projectionDataSource(this.database.url, definition).initialize();
    try {
      return await source.getRepository(DeliveryRow).find({ order: { place: 'ASC' } });
    } finally {
      await source.destroy();
    }
  }
}

function breachOf(experiment: string, fields: Partial<Breach>, at: string): Breach {
  return {
    ...{ id: randomUUID(), experiment, environment: ENVIRONMENT, run: 1, guardrail: 'crash_rate' },
    ...{ metric: 'crash_rate', metricVersion: 1, action: 'rollback', threshold: '0.1', value: '0.25' },
    ...{ numerator: '1', denominator: '4', evidence: '1 crash per 4 seen', split: null, variant: 'treatment' },
    ...{ breached: [], windowFrom: at, windowTo: at, detectedAt: at, detectedBy: 'monitor' },
    ...fields,
  };
}
