import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LiveOverridesModule } from '../subjects/module.js';
import { handlersOf } from '../event-sourcing/declared-command.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { ManagementReadModel } from '../projections/index.js';
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
import { LastUses } from './http/last-uses.js';
import { FlagUses } from './flag-uses.js';
import { FlagUseTable } from './read-model/index.js';

export { FlagUses };

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

/** When flags were last asked for: those who decide note it, and lists show it. */
@Module({
  providers: [
    {
      provide: FlagUseTable,
      inject: [ManagementReadModel, CLOCK],
      useFactory: (model: ManagementReadModel, clock: Clock) => new FlagUseTable(model.source, () => clock.now()),
    },
    {
      provide: FlagUses,
      inject: [FlagUseTable, LOGGER],
      useFactory: (table: FlagUseTable, logger: Logger) => new FlagUses(table, logger),
    },
  ],
  exports: [FlagUseTable, FlagUses],
})
export class FlagUsesModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(private readonly uses: FlagUses) {}

  onApplicationBootstrap(): void {
    this.uses.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.uses.stop();
  }
}

@Module({ imports: [FlagUsesModule], controllers: [FlagQueriesController], providers: [LastUses] })
export class FlagQueriesModule {}
