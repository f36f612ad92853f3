import { Module } from '@nestjs/common';
import { LiveOverridesModule } from '../subjects/module.js';
import { handlersOf } from '../event-sourcing/declared-command.js';
import { ArchiveFlagHandler } from './commands/archive-flag.js';
import { EditFlagHandler } from './commands/edit-flag.js';
import * as flagCommands from './commands/flag-commands.js';
import { RemoveVariantHandler } from './commands/remove-variant.js';
import { ReplaceRequiresHandler } from './commands/replace-requires.js';
import { RestoreFlagHandler } from './commands/restore-flag.js';
import { FlagQueriesController } from './http/flag-queries.controller.js';
import { FlagAnswers } from './http/flag-after.js';
import { FlagPrerequisitesController } from './http/flag-prerequisites.controller.js';
import { FlagsController } from './http/flags.controller.js';

@Module({
  imports: [LiveOverridesModule],
  controllers: [FlagsController, FlagPrerequisitesController],
  providers: [
    ...handlersOf(flagCommands),
    ArchiveFlagHandler,
    EditFlagHandler,
    RemoveVariantHandler,
    ReplaceRequiresHandler,
    RestoreFlagHandler,
    FlagAnswers,
  ],
})
export class FlagCommandsModule {}

@Module({ controllers: [FlagQueriesController] })
export class FlagQueriesModule {}
