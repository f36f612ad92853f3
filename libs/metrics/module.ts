import { Module } from '@nestjs/common';
import { handlersOf } from '../event-sourcing/declared-command.js';
import * as metricCommands from './commands/metric-commands.js';
import { MetricQueriesController } from './http/metric-queries.controller.js';
import { MetricsController } from './http/metrics.controller.js';

@Module({
  controllers: [MetricsController],
  providers: handlersOf(metricCommands),
})
export class MetricCommandsModule {}

@Module({ controllers: [MetricQueriesController] })
export class MetricQueriesModule {}
