import { Module } from '@nestjs/common';
import { ArchiveGroupHandler } from './commands/archive-group.js';
import { ChangeGroupSubjectsHandler } from './commands/change-group-subjects.js';
import { CreateGroupHandler } from './commands/create-group.js';
import { CreateHoldoutHandler } from './commands/create-holdout.js';
import { CreateOverrideHandler } from './commands/create-override.js';
import { EndHoldoutHandler } from './commands/end-holdout.js';
import { EndOverrideHandler } from './commands/end-override.js';
import { ReplaceGroupHandler } from './commands/replace-group.js';
import { GroupQueriesController } from './http/group-queries.controller.js';
import { GroupsController } from './http/groups.controller.js';
import { HoldoutQueriesController } from './http/holdout-queries.controller.js';
import { HoldoutsController } from './http/holdouts.controller.js';
import { OverrideQueriesController } from './http/override-queries.controller.js';
import { OverridesController } from './http/overrides.controller.js';

@Module({
  controllers: [GroupsController, HoldoutsController, OverridesController],
  providers: [
    ArchiveGroupHandler,
    ChangeGroupSubjectsHandler,
    CreateGroupHandler,
    CreateHoldoutHandler,
    CreateOverrideHandler,
    EndHoldoutHandler,
    EndOverrideHandler,
    ReplaceGroupHandler,
  ],
})
export class SubjectCommandsModule {}

@Module({ controllers: [GroupQueriesController, HoldoutQueriesController, OverrideQueriesController] })
export class SubjectQueriesModule {}
