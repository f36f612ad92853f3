import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AccessView, Admission, RequestLimits } from '../access/http.js';
import type { EventStore } from '../event-store/index.js';
import { CONFIG, type Config } from '../platform/config.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { HealthChecks } from '../platform/monitoring/health.js';
import { FastRoutes } from '../platform/fast-http/fast-route.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { EVENT_STORE } from '../event-sourcing/module.js';
import { ServiceMetrics } from '../platform/monitoring/service-metrics.js';
import { Watermark } from '../event-sourcing/watermark.js';
import { FlagUses, FlagUsesModule } from '../flags/module.js';
import { experimentAggregate } from '../experiments/index.js';
import { LiveView, MeasurementReadModel, OwnWrites } from '../projections/index.js';
import { DecisionService } from './decision-service.js';
import type { DecisionSigner } from '../decision-ids/index.js';
import { DECISION_SIGNER, DecisionKeysModule, SUBJECT_DIGEST } from '../platform/decision-keys.module.js';
import { DecisionExposuresModule } from '../telemetry/module.js';
import { DecisionFallback } from './decision-fallback.js';
import { DecisionView } from './decision-view.js';
import { Enrolments } from './enrolments.js';
import { EnvironmentVersions } from './environment-versions.js';
import { ExposureSink } from '../telemetry/index.js';
import { DecideEndpoint } from './http/decide-endpoint.js';
import { DecideController } from './http/decide.controller.js';
import { ExplainController } from './http/explain.controller.js';
import { PastDecisions } from './past-decisions.js';
import { FallbackCodec } from './fallback-codec.js';
import { FallbackFile } from './fallback-file.js';

@Module({
  imports: [DecisionKeysModule, DecisionExposuresModule, FlagUsesModule],
  controllers: [ExplainController, DecideController],
  providers: [
    {
      provide: Enrolments,
      inject: [MeasurementReadModel, LOGGER],
      useFactory: (model: MeasurementReadModel, logger: Logger) => new Enrolments(model, logger),
    },
    {
      provide: EnvironmentVersions,
      inject: [LiveView, CLOCK],
      useFactory: (live: LiveView, clock: Clock) => {
        const versions = new EnvironmentVersions(clock);
        live.feed([versions]);
        return versions;
      },
    },
    {
      provide: DecisionView,
      inject: [LiveView, Enrolments, EnvironmentVersions, SUBJECT_DIGEST],
      useFactory: (
        live: LiveView,
        enrolments: Enrolments,
        versions: EnvironmentVersions,
        digest: (subject: string) => string,
      ) => {
        const view = new DecisionView(enrolments, versions, digest, live.statesOf(experimentAggregate));
        live.feed(view.folds);
        return view;
      },
    },
    {
      provide: DecisionService,
      inject: [DecisionView, LiveView, Watermark, DECISION_SIGNER, SUBJECT_DIGEST, FlagUses],
      useFactory: (
        flags: DecisionView,
        live: LiveView,
        watermark: Watermark,
        signer: DecisionSigner,
        digest: (subject: string) => string,
        uses: FlagUses,
      ) => new DecisionService({ flags, live, own: new OwnWrites(live, watermark), signer, digest, uses }),
    },
    {
      provide: PastDecisions,
      inject: [EVENT_STORE, MeasurementReadModel, Enrolments, SUBJECT_DIGEST],
      useFactory: (
        store: EventStore,
        measurement: MeasurementReadModel,
        enrolments: Enrolments,
        digest: (subject: string) => string,
      ) => new PastDecisions(store, measurement, enrolments, digest),
    },
    {
      provide: DecisionFallback,
      inject: [LiveView, DecisionView, AccessView, EVENT_STORE, CLOCK, LOGGER, CONFIG],
      useFactory: (
        live: LiveView,
        flags: DecisionView,
        access: AccessView,
        store: EventStore,
        clock: Clock,
        logger: Logger,
        config: Config,
      ) => new DecisionFallback({ live, flags, access, store, clock, logger, file: fallbackFile(config, logger) }),
    },
    {
      provide: DecideEndpoint,
      inject: [DecisionService, Admission, RequestLimits, ExposureSink, ServiceMetrics, CLOCK, FastRoutes],
      useFactory: (
        decider: DecisionService,
        admission: Admission,
        limits: RequestLimits,
        exposures: ExposureSink,
        metrics: ServiceMetrics,
        clock: Clock,
        routes: FastRoutes,
      ) => {
        const endpoint = new DecideEndpoint(decider, admission, limits, exposures, metrics, clock);
        routes.add(endpoint);
        return endpoint;
      },
    },
  ],
  exports: [DecisionService, DecisionView, EnvironmentVersions, DecisionExposuresModule],
})
export class DecisionsModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly fallback: DecisionFallback,
    private readonly enrolments: Enrolments,
    private readonly versions: EnvironmentVersions,
    private readonly live: LiveView,
    private readonly health: HealthChecks,
  ) {}

  onApplicationBootstrap(): void {
    this.fallback.start();
    void this.live.caughtUp().then(() => this.versions.caughtUp());
    this.health.tellOfDecisions((down) => this.fallback.source(down));
  }

  async onModuleDestroy(): Promise<void> {
    this.enrolments.stop();
    this.versions.stop();
    await this.fallback.stop();
  }
}

/** Where query-api keeps what decisions are made from; undefined where the configuration names no folder. */
export function fallbackFile(config: Config, logger: Logger): FallbackFile | undefined {
  if (config.snapshotDir === undefined) return undefined;
  const codec = new FallbackCodec(config.subjectKey ?? '', originOf(config));
  return new FallbackFile(config.snapshotDir, codec, logger);
}

/** The event store, without the password that may change. */
function originOf({ eventStoreUrl, databaseUrl, streamPrefix }: Config): string {
  const url = eventStoreUrl ?? databaseUrl ?? '';
  return `${url.replace(/:\/\/[^@/]*@/, '://')} ${streamPrefix}`;
}
