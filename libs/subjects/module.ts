import { Module } from '@nestjs/common';
import { ArchiveGroupHandler } from './commands/archive-group.js';
import { ChangeGroupSubjectsHandler } from './commands/change-group-subjects.js';
import { CreateGroupHandler } from './commands/create-group.js';
import { ReplaceGroupHandler } from './commands/replace-group.js';
import { GroupQueriesController } from './http/group-queries.controller.js';
import { GroupsController } from './http/groups.controller.js';

@Module({
  controllers: [GroupsController],
  providers: [ArchiveGroupHandler, ChangeGroupSubjectsHandler, CreateGroupHandler, ReplaceGroupHandler],
})
export class SubjectCommandsModule {}

@Module({ controllers: [GroupQueriesController] })
export class SubjectQueriesModule {}
