import { Global, Module } from '@nestjs/common';
import { handlersOf } from '../event-sourcing/declared-command.js';
import * as metricCommands from './commands/metric-commands.js';
import { MetricQueriesController } from './http/metric-queries.controller.js';
import { MetricsController } from './http/metrics.controller.js';
import { LiveView } from '../projections/index.js';
import { CountedProperties } from '../telemetry/index.js';
import { metricAggregate } from './metric.js';
import { PropertiesOfMetrics } from './properties-of-metrics.js';

@Module({
  controllers: [MetricsController],
  providers: handlersOf(metricCommands),
})
export class MetricCommandsModule {}

@Module({ controllers: [MetricQueriesController] })
export class MetricQueriesModule {}

/** Answers what ingestion asks about metrics. Global, because the part that asks stands below. */
@Global()
@Module({
  providers: [
    {
      provide: CountedProperties,
      inject: [LiveView],
      useFactory: (live: LiveView) => new PropertiesOfMetrics(live.statesOf(metricAggregate)),
    },
  ],
  exports: [CountedProperties],
})
export class CountedPropertiesModule {}
