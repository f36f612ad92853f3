import { COMMAND_STREAMS } from './command-streams.js';
import { Global, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EventStore } from '../event-store/index.js';
import { sagaProgress } from '../guardrails/read-model/index.js';
import { measurementDefinition } from './measurement.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { HealthChecks } from '../platform/monitoring/health.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { EVENT_STORE } from '../event-sourcing/module.js';
import { Watermark } from '../event-sourcing/watermark.js';
import { notificationsProgress } from '../notifications/read-model/index.js';
import {
  LiveView,
  ManagementReadModel,
  MeasurementReadModel,
  NotificationsReadModel,
  OwnWrites,
  SagaReadModel,
  TimeTravel,
} from '../projections/index.js';
import { managementDefinition } from './management.js';

/** What readers need: the live view in memory and the two read models in PostgreSQL. */
@Global()
@Module({
  providers: [
    {
      provide: LiveView,
      inject: [EVENT_STORE, LOGGER],
      useFactory: (store: EventStore, logger: Logger) => new LiveView(store, logger, COMMAND_STREAMS),
    },
    {
      provide: ManagementReadModel,
      inject: [CONFIG, Watermark],
      useFactory: (config: Config, watermark: Watermark) =>
        new ManagementReadModel(config.databaseUrl ?? '', managementDefinition, watermark),
    },
    {
      provide: TimeTravel,
      inject: [ManagementReadModel, EVENT_STORE, CLOCK],
      useFactory: (model: ManagementReadModel, store: EventStore, clock: Clock) => new TimeTravel(model, store, clock),
    },
    {
      provide: MeasurementReadModel,
      inject: [CONFIG, Watermark],
      useFactory: (config: Config, watermark: Watermark) =>
        new MeasurementReadModel(config.databaseUrl ?? '', measurementDefinition, watermark),
    },
    {
      provide: SagaReadModel,
      inject: [CONFIG, Watermark],
      useFactory: (config: Config, watermark: Watermark) =>
        new SagaReadModel(config.databaseUrl ?? '', sagaProgress, watermark),
    },
    {
      provide: NotificationsReadModel,
      inject: [CONFIG, Watermark],
      useFactory: (config: Config, watermark: Watermark) =>
        new NotificationsReadModel(config.databaseUrl ?? '', notificationsProgress, watermark),
    },
  ],
  exports: [LiveView, ManagementReadModel, TimeTravel, MeasurementReadModel, NotificationsReadModel, SagaReadModel],
})
export class ReadModelsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly live: LiveView,
    private readonly management: ManagementReadModel,
    private readonly measurement: MeasurementReadModel,
    private readonly saga: SagaReadModel,
    private readonly notifications: NotificationsReadModel,
    private readonly watermark: Watermark,
    private readonly health: HealthChecks,
  ) {}

  onApplicationBootstrap(): void {
    this.live.start();
    const own = new OwnWrites(this.live, this.watermark);
    this.health.tellOfStaleness(() => own.staleSince());
    for (const model of [this.management, this.measurement]) this.health.tellOfStaleness(() => model.staleSince());
    this.health.add(
      { name: 'live_view', vital: true, check: () => this.live.canAnswer },
      {
        name: 'database',
        vital: false,
        check: () =>
          this.management
            .source()
            .then((source) => source.query('SELECT 1'))
            .then(() => true),
      },
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.live.stop();
    await this.management.close();
    await this.measurement.close();
    await this.saga.close();
    await this.notifications.close();
  }
}
