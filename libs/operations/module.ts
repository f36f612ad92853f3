import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { handlersOf } from '../event-sourcing/declared-command.js';
import * as operationCommands from './commands/operation-commands.js';
import { OperationQueriesController } from './http/operation-queries.controller.js';
import { ForgettingController } from './http/forgetting.controller.js';
import { OperationsController } from './http/operations.controller.js';
import { StatusTable } from '../projections/index.js';

@Module({ controllers: [OperationsController, ForgettingController], providers: handlersOf(operationCommands) })
export class OperationCommandsModule {}

@Module({
  controllers: [OperationQueriesController],
  providers: [
    {
      provide: StatusTable,
      inject: [CONFIG],
      // The projector makes the table: a reader must start without the database.
      useFactory: (config: Config) => new StatusTable(config.databaseUrl ?? ''),
    },
  ],
})
export class OperationQueriesModule implements OnApplicationShutdown {
  constructor(private readonly status: StatusTable) {}

  async onApplicationShutdown(): Promise<void> {
    await this.status.close();
  }
}
