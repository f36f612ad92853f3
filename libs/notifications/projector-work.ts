import type { ApiKey } from '../access/index.js';
import type { EventStore } from '../event-store/index.js';
import { systemContext } from '../event-sourcing/command-context.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import type { FlagUseTable } from '../flags/read-model/index.js';
import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logging/logger.js';
import type { SealedTexts } from '../platform/sealed-text.js';
import type { Reactor } from '../projections/index.js';
import { destinationAggregate, destinationStream, disableDestination } from './destination.js';
import { Outbox } from './read-model/outbox.js';
import { AddressGuard } from './sending/address-guard.js';
import { Channels } from './sending/channels.js';
import { Mailer } from './sending/mailer.js';
import { Sender } from './sending/sender.js';
import { Watches } from './watches.js';

/** So long an attempt may take. */
const ATTEMPT_MS = 15_000;

/** What notifications need of the process that holds the projector's lease. */
export interface Surroundings {
  readonly config: Config;
  readonly url: string;
  readonly store: EventStore;
  readonly runner: CommandRunner;
  readonly seals: SealedTexts;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Projections whose parked events are told of. */
  readonly projections: readonly string[];
  readonly keys: () => readonly ApiKey[];
  readonly flagUses: Pick<FlagUseTable, 'stale'>;
}

/** Sends the notifications that the projection stores, and looks for what no event tells of. */
export class NotificationWork {
  readonly watches: Watches;
  /** Has new intents sent at once. */
  readonly reactor: Reactor;
  private readonly outbox: Outbox;
  private readonly mailer: Mailer;
  private readonly sender: Sender;

  constructor(private readonly around: Surroundings) {
    const { config, url, seals, clock, logger, projections, keys, flagUses } = around;
    this.outbox = new Outbox(url);
    this.mailer = new Mailer(config, ATTEMPT_MS);
    const guard = new AddressGuard(config.notifyPrivateNetworks);
    const channels = new Channels(seals, guard, this.mailer, ATTEMPT_MS);
    this.sender = new Sender(
      {
        ...{ outbox: this.outbox, channels, clock, publicUrl: config.publicUrl },
        chance: Math.random,
        gone: (destination) => this.disable(destination),
      },
      logger,
    );
    this.watches = new Watches(this.outbox, projections, keys, flagUses, clock, logger);
    this.reactor = { committed: ({ events }) => events.length > 0 && this.sender.wake() };
  }

  /** Makes the outbox. Call it before the projection starts. */
  prepare(): Promise<void> {
    return this.outbox.create(() => this.around.store.head());
  }

  async run(signal: AbortSignal): Promise<void> {
    try {
      await Promise.all([this.sender.run(signal), this.watches.run(signal, () => this.sender.wake())]);
    } finally {
      this.mailer.close();
      await this.outbox.close();
    }
  }

  private async disable(id: string): Promise<void> {
    const { runner, clock } = this.around;
    const context = systemContext('notifications', clock.now());
    await runner.run(destinationAggregate, destinationStream(id), context, (state) =>
      state === null ? [] : disableDestination(state, id, 'gone'),
    );
  }
}
