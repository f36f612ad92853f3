import { Module } from '@nestjs/common';
import { handlersOf } from '../event-sourcing/declared-command.js';
import { ArchiveFlagHandler } from './commands/archive-flag.js';
import { EditFlagHandler } from './commands/edit-flag.js';
import * as flagCommands from './commands/flag-commands.js';
import { RestoreFlagHandler } from './commands/restore-flag.js';
import { FlagQueriesController } from './http/flag-queries.controller.js';
import { FlagsController } from './http/flags.controller.js';

@Module({
  controllers: [FlagsController],
  providers: [...handlersOf(flagCommands), ArchiveFlagHandler, EditFlagHandler, RestoreFlagHandler],
})
export class FlagCommandsModule {}

@Module({ controllers: [FlagQueriesController] })
export class FlagQueriesModule {}
