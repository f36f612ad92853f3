import { Global, Module, type Provider } from '@nestjs/common';
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

type Answering<Port> = new (
  ...from: readonly [source: MeasurementReadModel['source'], clock: Clock, logger: Logger]
) => Port;

/** Answers a port of a part below from the counts. */
const answered = <Port>(port: abstract new () => Port, Answer: Answering<Port>): Provider => ({
  provide: port,
  inject: [MeasurementReadModel, CLOCK, LOGGER],
  useFactory: (model: MeasurementReadModel, clock: Clock, logger: Logger) => new Answer(model.source, clock, logger),
});

/** Answers what submissions ask about subjects to come. Global, because the part that asks stands below. */
@Global()
@Module({ providers: [answered(RecentExposures, MeasuredExposures)], exports: [RecentExposures] })
export class RecentExposuresModule {}

/** Answers what completions ask about results. Global for the same reason. */
@Global()
@Module({ providers: [answered(Verdicts, MeasuredVerdicts)], exports: [Verdicts] })
export class VerdictsModule {}
