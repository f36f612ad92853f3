import { Module } from '@nestjs/common';
import { ArchiveGroupHandler } from './commands/archive-group.js';
import { ChangeGroupSubjectsHandler } from './commands/change-group-subjects.js';
import { CreateGroupHandler } from './commands/create-group.js';
import { CreateOverrideHandler } from './commands/create-override.js';
import { EndOverrideHandler } from './commands/end-override.js';
import { ReplaceGroupHandler } from './commands/replace-group.js';
import { GroupQueriesController } from './http/group-queries.controller.js';
import { GroupsController } from './http/groups.controller.js';
import { OverrideQueriesController } from './http/override-queries.controller.js';
import { OverridesController } from './http/overrides.controller.js';

@Module({
  controllers: [GroupsController, OverridesController],
  providers: [
    ArchiveGroupHandler,
    ChangeGroupSubjectsHandler,
    CreateGroupHandler,
    CreateOverrideHandler,
    EndOverrideHandler,
    ReplaceGroupHandler,
  ],
})
export class SubjectCommandsModule {}

@Module({ controllers: [GroupQueriesController, OverrideQueriesController] })
export class SubjectQueriesModule {}
