import { Global, Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { UsersExperiments } from '../access/index.js';
import { FlagExperiments } from '../flags/index.js';
import { PinQueries } from '../flags/read-model/index.js';
import { OverrideTargets } from '../subjects/index.js';
import { TypeUses } from '../telemetry/index.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import { handlersOf } from '../event-sourcing/declared-command.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Watermark } from '../event-sourcing/watermark.js';
import { LiveView, ManagementReadModel } from '../projections/index.js';
import * as actionCommands from './commands/action-commands.js';
import { AmendExperimentHandler } from './commands/amend-experiment.js';
import { ApproveExperimentHandler } from './commands/approve-experiment.js';
import { AttachMetricHandler } from './commands/attach-metric.js';
import { ChangeTrafficHandler } from './commands/change-traffic.js';
import * as draftingCommands from './commands/drafting-commands.js';
import * as reviewCommands from './commands/review-commands.js';
import * as runningCommands from './commands/running-commands.js';
import { StartExperimentHandler } from './commands/start-experiment.js';
import { ConsequencesController } from './http/consequences.controller.js';
import { ExperimentLights } from './http/experiment-lights.js';
import { ConflictDomainQueriesController } from './http/conflict-domain-queries.controller.js';
import { ExperimentQueriesController } from './http/experiment-queries.controller.js';
import { ExperimentsController } from './http/experiments.controller.js';
import { LifecycleController } from './http/lifecycle.controller.js';
import { LiveChangesController } from './http/live-changes.controller.js';
import { LiveExperiments } from './live-experiments.js';
import { CountingExperiments } from './ports/counting-experiments.js';
import { ExperimentsOfFlag } from './ports/experiments-of-flag.js';
import { ExperimentsOfUser } from './ports/experiments-of-user.js';
import { TargetsOfOverrides } from './ports/targets-of-overrides.js';
import { quorumOf } from './starting/quorum.js';
import { Consequences } from './read-model/consequences.js';
import { dueSchedules } from './read-model/index.js';
import { PinsOfFlag } from './read-model/pins-of-flag.js';
import { RecentExposures } from './recent-exposures.js';
import { RecentVerdicts } from './recent-verdicts.js';
import { Scheduler } from './scheduler.js';
import { Verdicts } from './verdicts.js';

export { LiveExperiments, quorumOf, RecentVerdicts };

/** What the guardrail saga and the schedule carry out. */
@Module({
  providers: [
    ...handlersOf(actionCommands),
    StartExperimentHandler,
    {
      provide: Scheduler,
      inject: [CommandBus, ManagementReadModel, CLOCK, LOGGER],
      useFactory: (commands: CommandBus, model: ManagementReadModel, clock: Clock, logger: Logger) =>
        new Scheduler(commands, async (now) => dueSchedules(await model.source(), now), clock, logger),
    },
  ],
  exports: [Scheduler],
})
export class ExperimentActionsModule {}

/** Which experiments are live, for commands that had better know. */
@Module({
  providers: [
    {
      provide: LiveExperiments,
      inject: [LiveView, Watermark],
      useFactory: (live: LiveView, watermark: Watermark) => new LiveExperiments(live, watermark),
    },
  ],
  exports: [LiveExperiments],
})
export class LiveExperimentsModule {}

/** What commands of lower parts ask about experiments. */
const ports = [
  {
    provide: FlagExperiments,
    inject: [CommandRunner, LiveExperiments],
    useFactory: (runner: CommandRunner, live: LiveExperiments) => new ExperimentsOfFlag(runner, live),
  },
  {
    provide: OverrideTargets,
    inject: [CommandRunner],
    useFactory: (runner: CommandRunner) => new TargetsOfOverrides(runner),
  },
  {
    provide: TypeUses,
    inject: [CommandRunner, LiveExperiments],
    useFactory: (runner: CommandRunner, live: LiveExperiments) => new CountingExperiments(runner, live),
  },
  {
    provide: UsersExperiments,
    inject: [LiveExperiments],
    useFactory: (live: LiveExperiments) => new ExperimentsOfUser(live),
  },
];

/** Global for its ports: the parts that ask stand below and cannot import it. */
@Global()
@Module({
  imports: [ExperimentActionsModule, LiveExperimentsModule],
  controllers: [ExperimentsController, LifecycleController, LiveChangesController],
  providers: [
    ...handlersOf(draftingCommands, reviewCommands, runningCommands),
    AmendExperimentHandler,
    ApproveExperimentHandler,
    AttachMetricHandler,
    ChangeTrafficHandler,
    ...ports,
  ],
  exports: [FlagExperiments, OverrideTargets, TypeUses, UsersExperiments],
})
export class ExperimentCommandsModule {}

/** Verdicts on many experiments, some seconds old. */
@Module({
  providers: [
    {
      provide: RecentVerdicts,
      inject: [Verdicts, CLOCK],
      useFactory: (verdicts: Verdicts, clock: Clock) => new RecentVerdicts(verdicts, clock),
    },
  ],
  exports: [RecentVerdicts],
})
export class RecentVerdictsModule {}

@Global()
@Module({
  imports: [RecentVerdictsModule],
  controllers: [ConflictDomainQueriesController, ConsequencesController, ExperimentQueriesController],
  providers: [
    { provide: PinQueries, useClass: PinsOfFlag },
    ExperimentLights,
    {
      provide: Consequences,
      inject: [ManagementReadModel, CommandRunner, PinQueries, RecentExposures],
      useFactory: (model: ManagementReadModel, runner: CommandRunner, pins: PinQueries, recent: RecentExposures) =>
        new Consequences(model, runner, pins, recent),
    },
  ],
  exports: [PinQueries],
})
export class ExperimentQueriesModule {}
