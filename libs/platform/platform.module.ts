import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStore } from '../event-store/index.js';
import { CLOCK, systemClock } from './clock.js';
import { CommandRunner } from './command-runner.js';
import { CONFIG, type Config } from './config.js';
import { HealthChecks } from './health.js';
import { FastRoutes } from './http/fast-route.js';
import { ServiceController } from './http/service.controller.js';
import { LOGGER, type Logger } from './logger.js';
import { ServiceMetrics } from './service-metrics.js';
import { Watermark } from './watermark.js';

/** Injection token of the event store. */
export const EVENT_STORE = Symbol('EventStore');

/** What every app has once: configuration, log, clock, event store, command runner, health, metrics. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(parts: {
    readonly config: Config;
    readonly logger: Logger;
    readonly store: EventStore;
  }): DynamicModule {
    const { config, logger, store } = parts;
    const watermark = new Watermark();
    const health = new HealthChecks();
    health.add({ name: 'event_store', vital: false, check: () => store.ping().then(() => true) });
    const metrics = new ServiceMetrics();
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: LOGGER, useValue: logger },
      { provide: CLOCK, useValue: systemClock },
      { provide: EVENT_STORE, useValue: store },
      { provide: Watermark, useValue: watermark },
      { provide: CommandRunner, useValue: new CommandRunner(store, watermark) },
      { provide: HealthChecks, useValue: health },
      { provide: ServiceMetrics, useValue: metrics },
      { provide: FastRoutes, useValue: new FastRoutes(logger, metrics) },
    ];
    return {
      module: PlatformModule,
      imports: [CqrsModule.forRoot()],
      controllers: [ServiceController],
      providers,
      exports: [...providers.map(({ provide }) => provide), CqrsModule],
    };
  }
}
