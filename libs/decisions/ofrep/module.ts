import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Admission, RequestLimits, Sessions } from '../../access/http.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { FastRoutes } from '../../platform/fast-http/fast-route.js';
import { ServiceMetrics } from '../../platform/monitoring/service-metrics.js';
import { ChangeStream } from '../change-stream.js';
import { DecisionService } from '../decision-service.js';
import { EnvironmentVersions } from '../environment-versions.js';
import { ExposureSink } from '../../telemetry/index.js';
import { DecisionsModule } from '../module.js';
import { OfrepBulk, OfrepSingle, type OfrepParts } from './endpoints.js';
import { OfrepController } from './ofrep.controller.js';
import { StreamTokens } from './stream-token.js';

const PARTS = Symbol('OfrepParts');

/** OpenFeature's remote evaluation protocol. */
@Module({
  imports: [DecisionsModule],
  controllers: [OfrepController],
  providers: [
    {
      provide: StreamTokens,
      inject: [CONFIG],
      // Every replica has the subject key, so a stream that one has offered opens at any.
      useFactory: (config: Config) => new StreamTokens(config.subjectKey ?? ''),
    },
    {
      provide: ChangeStream,
      inject: [EnvironmentVersions, Sessions, CLOCK],
      useFactory: (versions: EnvironmentVersions, sessions: Sessions, clock: Clock) =>
        new ChangeStream(versions, sessions, clock, () => '{"type":"refetchEvaluation"}'),
    },
    {
      provide: PARTS,
      inject: [
        DecisionService,
        Admission,
        RequestLimits,
        ServiceMetrics,
        CLOCK,
        EnvironmentVersions,
        StreamTokens,
        ExposureSink,
      ],
      useFactory: (
        decider: DecisionService,
        admission: Admission,
        limits: RequestLimits,
        metrics: ServiceMetrics,
        clock: Clock,
        versions: EnvironmentVersions,
        tokens: StreamTokens,
        exposures: ExposureSink,
      ): OfrepParts => ({ decider, admission, limits, metrics, clock, versions, tokens, exposures }),
    },
    { provide: OfrepSingle, inject: [PARTS], useFactory: (parts: OfrepParts) => new OfrepSingle(parts) },
    { provide: OfrepBulk, inject: [PARTS], useFactory: (parts: OfrepParts) => new OfrepBulk(parts) },
  ],
})
export class OfrepModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly changes: ChangeStream,
    private readonly routes: FastRoutes,
    private readonly single: OfrepSingle,
    private readonly bulk: OfrepBulk,
  ) {}

  onApplicationBootstrap(): void {
    this.routes.add(this.single);
    this.routes.add(this.bulk);
    this.changes.start();
  }

  /** Open streams would keep the server from closing. */
  onModuleDestroy(): void {
    this.changes.stop();
  }
}
