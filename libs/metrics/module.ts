import { Module } from '@nestjs/common';
import { DefineMetricHandler } from './commands/define-metric.js';
import { MetricQueriesController } from './http/metric-queries.controller.js';
import { MetricsController } from './http/metrics.controller.js';
import { ResultsController } from './http/results.controller.js';

@Module({ controllers: [MetricsController], providers: [DefineMetricHandler] })
export class MetricCommandsModule {}

@Module({ controllers: [MetricQueriesController, ResultsController] })
export class MetricQueriesModule {}
