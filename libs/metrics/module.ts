import { Module } from '@nestjs/common';
import { AddMetricVersionHandler } from './commands/add-metric-version.js';
import { DefineMetricHandler } from './commands/define-metric.js';
import { RenameMetricHandler } from './commands/rename-metric.js';
import { MetricQueriesController } from './http/metric-queries.controller.js';
import { MetricsController } from './http/metrics.controller.js';

@Module({
  controllers: [MetricsController],
  providers: [DefineMetricHandler, RenameMetricHandler, AddMetricVersionHandler],
})
export class MetricCommandsModule {}

@Module({ controllers: [MetricQueriesController] })
export class MetricQueriesModule {}
