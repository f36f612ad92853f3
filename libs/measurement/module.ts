import { Global, Module } from '@nestjs/common';
import { RecentExposures, Verdicts } from '../experiments/index.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { MeasurementReadModel } from '../projections/index.js';
import { PlanningController } from './http/planning.controller.js';
import { ResultsController } from './http/results.controller.js';
import { UnattributedController } from './http/unattributed.controller.js';
import { MeasuredExposures, MeasuredVerdicts } from './read-model/index.js';

@Module({ controllers: [PlanningController, ResultsController, UnattributedController] })
export class MeasurementQueriesModule {}

/** Answers what submissions ask about subjects to come. Global, because the part that asks stands below. */
@Global()
@Module({
  providers: [
    {
      provide: RecentExposures,
      inject: [MeasurementReadModel, CLOCK, LOGGER],
      useFactory: (model: MeasurementReadModel, clock: Clock, logger: Logger) =>
        new MeasuredExposures(model.source, clock, logger),
    },
  ],
  exports: [RecentExposures],
})
export class RecentExposuresModule {}

/** Answers what completions ask about results. Global for the same reason. */
@Global()
@Module({
  providers: [
    {
      provide: Verdicts,
      inject: [MeasurementReadModel, CLOCK, LOGGER],
      useFactory: (model: MeasurementReadModel, clock: Clock, logger: Logger) =>
        new MeasuredVerdicts(model.source, clock, logger),
    },
  ],
  exports: [Verdicts],
})
export class VerdictsModule {}
