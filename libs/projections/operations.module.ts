import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { RequestOperationHandler } from './commands/request-operation.js';
import { OperationQueriesController } from './http/operation-queries.controller.js';
import { OperationsController } from './http/operations.controller.js';
import { StatusTable } from './runtime/status-table.js';

@Module({ controllers: [OperationsController], providers: [RequestOperationHandler] })
export class OperationCommandsModule {}

@Module({
  controllers: [OperationQueriesController],
  providers: [
    {
      provide: StatusTable,
      inject: [CONFIG],
      useFactory: async (config: Config) => {
        const table = new StatusTable(config.databaseUrl ?? '');
        await table.create();
        return table;
      },
    },
  ],
})
export class OperationQueriesModule implements OnApplicationShutdown {
  constructor(private readonly status: StatusTable) {}

  async onApplicationShutdown(): Promise<void> {
    await this.status.close();
  }
}
