import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ExposureSink } from './on-decide/exposure-sink.js';
import { type DecisionSigner } from '../decision-ids/index.js';
import { DECISION_SIGNER, DecisionKeysModule, SUBJECT_DIGEST } from '../platform/decision-keys.module.js';
import type { EventStore } from '../event-store/index.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import { handlersOf } from '../event-sourcing/declared-command.js';
import { HealthChecks } from '../platform/monitoring/health.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { EVENT_STORE } from '../event-sourcing/module.js';
import { ServiceMetrics } from '../platform/monitoring/service-metrics.js';
import { Watermark } from '../event-sourcing/watermark.js';
import { LiveView, ManagementReadModel, MeasurementReadModel } from '../projections/index.js';
import { FlagUsesModule } from '../flags/module.js';
import { newId } from '../platform/ids.js';
import { ReceivedCounts } from './activity/received-counts.js';
import { Rejections } from './activity/rejections.js';
import { TypeActivity } from './activity/type-activity.js';
import { ArchiveEventTypeHandler } from './commands/archive-event-type.js';
import { CountedProperties } from './counted-properties.js';
import * as eventTypeCommands from './commands/event-type-commands.js';
import { EventTypeQueriesController } from './http/event-type-queries.controller.js';
import { EventTypesController } from './http/event-types.controller.js';
import { SubjectLinksController } from './http/subject-links.controller.js';
import { TelemetryController } from './http/telemetry.controller.js';
import { EventJudge } from './ingestion/event-judge.js';
import { EventTypeCatalogue } from './ingestion/event-type-catalogue.js';
import { Ingestion } from './ingestion/ingestion.js';
import { RecentIds } from './ingestion/recent-ids.js';
import { SubjectLinks } from './ingestion/subject-links.js';
import { TelemetryTail } from './ingestion/tail.js';
import { TelemetryLog } from './ingestion/telemetry-log.js';
import { DecisionExposures } from './on-decide/decision-exposures.js';
import { ActivityTables, ReceivedTable, RejectionTable } from './read-model/index.js';
import { ProjectedIds, ProjectedLinks } from './read-model/telemetry-ids.js';

@Module({
  controllers: [EventTypesController],
  providers: [...handlersOf(eventTypeCommands), ArchiveEventTypeHandler],
})
export class EventTypeCommandsModule {}

/** What comes of each event type: ingestion notes it, and queries show it. */
@Module({
  providers: [
    {
      provide: ActivityTables,
      inject: [ManagementReadModel],
      useFactory: (model: ManagementReadModel) => new ActivityTables(model.source),
    },
    {
      provide: ReceivedCounts,
      inject: [ActivityTables, LOGGER],
      useFactory: (tables: ActivityTables, logger: Logger) =>
        new ReceivedCounts(new ReceivedTable(tables, newId()), logger),
    },
    {
      provide: Rejections,
      inject: [ActivityTables, LOGGER],
      useFactory: (tables: ActivityTables, logger: Logger) =>
        new Rejections(new RejectionTable(tables, newId()), logger),
    },
    {
      provide: TypeActivity,
      inject: [ReceivedCounts, Rejections],
      useFactory: (received: ReceivedCounts, rejections: Rejections) => new TypeActivity(received, rejections),
    },
  ],
  exports: [ReceivedCounts, Rejections, TypeActivity],
})
export class TypeActivityModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(private readonly activity: TypeActivity) {}

  onApplicationBootstrap(): void {
    this.activity.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.activity.stop();
  }
}

@Module({ imports: [TypeActivityModule], controllers: [EventTypeQueriesController] })
export class EventTypeQueriesModule {}

@Module({
  imports: [DecisionKeysModule, FlagUsesModule, TypeActivityModule],
  controllers: [TelemetryController, SubjectLinksController],
  providers: [
    { provide: RecentIds, useFactory: () => new RecentIds() },
    {
      provide: ProjectedIds,
      inject: [MeasurementReadModel],
      useFactory: (model: MeasurementReadModel) => new ProjectedIds(model.source),
    },
    {
      provide: EventTypeCatalogue,
      inject: [CommandRunner, LiveView, Watermark],
      useFactory: (runner: CommandRunner, live: LiveView, watermark: Watermark) => {
        const catalogue = new EventTypeCatalogue(runner, live, watermark);
        live.feed(catalogue.folds);
        return catalogue;
      },
    },
    {
      provide: TelemetryLog,
      inject: [EVENT_STORE],
      useFactory: (store: EventStore) => new TelemetryLog(store),
    },
    {
      provide: EventJudge,
      inject: [DECISION_SIGNER, SUBJECT_DIGEST],
      useFactory: (signer: DecisionSigner, digest: (subject: string) => string) => new EventJudge(signer, digest),
    },
    {
      provide: SubjectLinks,
      inject: [MeasurementReadModel, TelemetryLog],
      useFactory: (model: MeasurementReadModel, log: TelemetryLog) =>
        new SubjectLinks(new ProjectedLinks(model.source), log),
    },
    {
      provide: Ingestion,
      inject: [
        ...[EventTypeCatalogue, EventJudge, SubjectLinks, RecentIds, ProjectedIds, TelemetryLog, CountedProperties],
        TypeActivity,
      ],
      useFactory: (
        catalogue: EventTypeCatalogue,
        judge: EventJudge,
        links: SubjectLinks,
        recent: RecentIds,
        projected: ProjectedIds,
        log: TelemetryLog,
        counted: CountedProperties,
        activity: TypeActivity,
      ) => new Ingestion({ catalogue, judge, links, recent, projected, log, counted, activity }),
    },
    {
      provide: TelemetryTail,
      inject: [EVENT_STORE, ProjectedIds, RecentIds, SubjectLinks, LOGGER],
      useFactory: (
        store: EventStore,
        projected: ProjectedIds,
        recent: RecentIds,
        links: SubjectLinks,
        logger: Logger,
      ) => new TelemetryTail(store, projected, recent, links, logger),
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

/** Records decisions that are exposures by themselves: for those who decide. */
@Module({
  imports: [DecisionKeysModule],
  providers: [
    { provide: ExposureSink, useFactory: () => new ExposureSink() },
    {
      provide: DecisionExposures,
      inject: [EVENT_STORE, SUBJECT_DIGEST, CLOCK, ServiceMetrics, LOGGER],
      useFactory: (
        store: EventStore,
        digest: (subject: string) => string,
        clock: Clock,
        metrics: ServiceMetrics,
        logger: Logger,
      ) => new DecisionExposures({ log: new TelemetryLog(store), digest, clock, metrics, logger }),
    },
  ],
  exports: [ExposureSink],
})
export class DecisionExposuresModule implements OnModuleDestroy {
  constructor(
    private readonly exposures: DecisionExposures,
    sink: ExposureSink,
  ) {
    sink.handTo(exposures.take);
  }

  async onModuleDestroy(): Promise<void> {
    await this.exposures.stop();
  }
}
