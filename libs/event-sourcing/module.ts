import { Global, Inject, Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStore } from '../event-store/index.js';
import { HealthChecks } from '../platform/monitoring/health.js';
import { CommandRunner } from './command-runner.js';
import { Watermark } from './watermark.js';

/** Injection token of the event store. */
export const EVENT_STORE = Symbol('EventStore');

/** What every app has once beside the platform: event store, command runner, command bus. */
@Global()
@Module({})
export class EventSourcingModule {
  constructor(health: HealthChecks, @Inject(EVENT_STORE) store: EventStore) {
    health.add({ name: 'event_store', vital: false, check: () => store.ping().then(() => true) });
  }

  static forRoot(store: EventStore): DynamicModule {
    const watermark = new Watermark();
    const providers = [
      { provide: EVENT_STORE, useValue: store },
      { provide: Watermark, useValue: watermark },
      { provide: CommandRunner, useValue: new CommandRunner(store, watermark) },
    ];
    return {
      module: EventSourcingModule,
      imports: [CqrsModule.forRoot()],
      providers,
      exports: [...providers.map(({ provide }) => provide), CqrsModule],
    };
  }
}
