import { Module } from '@nestjs/common';
import { ArchiveGroupHandler } from './commands/archive-group.js';
import { ChangeGroupSubjectsHandler } from './commands/change-group-subjects.js';
import { CreateConflictDomainHandler } from './commands/create-conflict-domain.js';
import { CreateGroupHandler } from './commands/create-group.js';
import { CreateHoldoutHandler } from './commands/create-holdout.js';
import { CreateOverrideHandler } from './commands/create-override.js';
import { EndHoldoutHandler } from './commands/end-holdout.js';
import { EndOverrideHandler } from './commands/end-override.js';
import { ReplaceGroupHandler } from './commands/replace-group.js';
import { RestoreGroupHandler } from './commands/restore-group.js';
import { ConflictDomainsController } from './http/conflict-domains.controller.js';
import { SetParticipationLimitHandler } from './commands/set-participation-limit.js';
import { ParticipationLimitQueriesController } from './http/participation-limit-queries.controller.js';
import { ParticipationLimitController } from './http/participation-limit.controller.js';
import { GroupQueriesController } from './http/group-queries.controller.js';
import { GroupsController } from './http/groups.controller.js';
import { HoldoutQueriesController } from './http/holdout-queries.controller.js';
import { HoldoutsController } from './http/holdouts.controller.js';
import { OverrideQueriesController } from './http/override-queries.controller.js';
import { OverridesController } from './http/overrides.controller.js';

@Module({
  controllers: [
    ConflictDomainsController,
    GroupsController,
    HoldoutsController,
    OverridesController,
    ParticipationLimitController,
  ],
  providers: [
    ArchiveGroupHandler,
    ChangeGroupSubjectsHandler,
    CreateConflictDomainHandler,
    CreateGroupHandler,
    CreateHoldoutHandler,
    CreateOverrideHandler,
    EndHoldoutHandler,
    EndOverrideHandler,
    ReplaceGroupHandler,
    RestoreGroupHandler,
    SetParticipationLimitHandler,
  ],
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
