import { Module } from '@nestjs/common';
import { handlersOf } from '../event-sourcing/declared-command.js';
import { Watermark } from '../event-sourcing/watermark.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { LiveView } from '../projections/index.js';
import * as groupCommands from './commands/group-commands.js';
import * as subjectCommands from './commands/subject-commands.js';
import { ConflictDomainsController } from './http/conflict-domains.controller.js';
import { ParticipationLimitQueriesController } from './http/participation-limit-queries.controller.js';
import { ParticipationLimitController } from './http/participation-limit.controller.js';
import { GroupQueriesController } from './http/group-queries.controller.js';
import { GroupsController } from './http/groups.controller.js';
import { HoldoutQueriesController } from './http/holdout-queries.controller.js';
import { HoldoutsController } from './http/holdouts.controller.js';
import { OverrideQueriesController } from './http/override-queries.controller.js';
import { OverridesController } from './http/overrides.controller.js';
import { LiveOverrides } from './live-overrides.js';

export { LiveOverrides };

/** The overrides that serve, for commands that ask before they take something away. */
@Module({
  providers: [
    {
      provide: LiveOverrides,
      inject: [LiveView, Watermark, CLOCK],
      useFactory: (live: LiveView, watermark: Watermark, clock: Clock) => new LiveOverrides(live, watermark, clock),
    },
  ],
  exports: [LiveOverrides],
})
export class LiveOverridesModule {}

@Module({
  controllers: [
    ConflictDomainsController,
    GroupsController,
    HoldoutsController,
    OverridesController,
    ParticipationLimitController,
  ],
  providers: handlersOf(groupCommands, subjectCommands),
})
export class SubjectCommandsModule {}

@Module({
  controllers: [
    GroupQueriesController,
    HoldoutQueriesController,
    OverrideQueriesController,
    ParticipationLimitQueriesController,
  ],
})
export class SubjectQueriesModule {}
