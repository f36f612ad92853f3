import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { DecisionSigner } from '../decisions/index.js';
import { DECISION_SIGNER, DecisionKeysModule, SUBJECT_DIGEST } from '../decisions/module.js';
import type { EventStore } from '../event-store/index.js';
import { CommandRunner } from '../platform/command-runner.js';
import { HealthChecks } from '../platform/health.js';
import { LOGGER, type Logger } from '../platform/logger.js';
import { EVENT_STORE } from '../platform/platform.module.js';
import { LiveView, MeasurementReadModel } from '../projections/index.js';
import { ArchiveEventTypeHandler } from './commands/archive-event-type.js';
import { DefineEventTypeHandler } from './commands/define-event-type.js';
import { RenameEventTypeHandler } from './commands/rename-event-type.js';
import { EventTypeQueriesController } from './http/event-type-queries.controller.js';
import { EventTypesController } from './http/event-types.controller.js';
import { TelemetryController } from './http/telemetry.controller.js';
import { EventTypeCatalogue } from './ingestion/event-type-catalogue.js';
import { Ingestion } from './ingestion/ingestion.js';
import { RecentIds } from './ingestion/recent-ids.js';
import { TelemetryTail } from './ingestion/tail.js';
import { TelemetryLog } from './ingestion/telemetry-log.js';
import { ProjectedIds } from './read-model/telemetry-ids.js';

@Module({
  controllers: [EventTypesController],
  providers: [ArchiveEventTypeHandler, DefineEventTypeHandler, RenameEventTypeHandler],
})
export class EventTypeCommandsModule {}

@Module({ controllers: [EventTypeQueriesController] })
export class EventTypeQueriesModule {}

@Module({
  imports: [DecisionKeysModule],
  controllers: [TelemetryController],
  providers: [
    { provide: RecentIds, useFactory: () => new RecentIds() },
    {
      provide: ProjectedIds,
      inject: [MeasurementReadModel],
      useFactory: (model: MeasurementReadModel) => new ProjectedIds(model.source),
    },
    {
      provide: EventTypeCatalogue,
      inject: [CommandRunner, LiveView],
      useFactory: (runner: CommandRunner, live: LiveView) => {
        const catalogue = new EventTypeCatalogue(runner);
        live.feed(catalogue.folds);
        return catalogue;
      },
    },
    {
      provide: Ingestion,
      inject: [EventTypeCatalogue, DECISION_SIGNER, SUBJECT_DIGEST, RecentIds, ProjectedIds, EVENT_STORE],
      useFactory: (
        catalogue: EventTypeCatalogue,
        signer: DecisionSigner,
        digest: (subject: string) => string,
        recent: RecentIds,
        projected: ProjectedIds,
        store: EventStore,
      ) => new Ingestion({ catalogue, signer, digest, recent, projected, log: new TelemetryLog(store) }),
    },
    {
      provide: TelemetryTail,
      inject: [EVENT_STORE, ProjectedIds, RecentIds, LOGGER],
      useFactory: (store: EventStore, projected: ProjectedIds, recent: RecentIds, logger: Logger) =>
        new TelemetryTail(store, projected, recent, logger),
    },
  ],
})
export class TelemetryModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly tail: TelemetryTail,
    private readonly health: HealthChecks,
  ) {}

  onApplicationBootstrap(): void {
    this.tail.start();
    this.health.add({ name: 'telemetry_tail', vital: true, check: () => this.tail.ready });
  }

  async onModuleDestroy(): Promise<void> {
    await this.tail.stop();
  }
}
