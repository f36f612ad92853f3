import { Module } from '@nestjs/common';
import { ArchiveFlagHandler } from './commands/archive-flag.js';
import { ChangeDefaultHandler } from './commands/change-default.js';
import { CreateFlagHandler } from './commands/create-flag.js';
import { DescribeFlagHandler } from './commands/describe-flag.js';
import { EndPinHandler } from './commands/end-pin.js';
import { ReplaceRulesHandler } from './commands/replace-rules.js';
import { RestoreFlagHandler } from './commands/restore-flag.js';
import { SwitchFlagHandler } from './commands/switch-flag.js';
import { FlagQueriesController } from './http/flag-queries.controller.js';
import { FlagsController } from './http/flags.controller.js';

@Module({
  controllers: [FlagsController],
  providers: [
    ArchiveFlagHandler,
    ChangeDefaultHandler,
    CreateFlagHandler,
    DescribeFlagHandler,
    EndPinHandler,
    ReplaceRulesHandler,
    RestoreFlagHandler,
    SwitchFlagHandler,
  ],
})
export class FlagCommandsModule {}

@Module({ controllers: [FlagQueriesController] })
export class FlagQueriesModule {}
