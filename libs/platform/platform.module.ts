import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CLOCK, systemClock } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { configuredSeals } from './configured-keys.js';
import { FastRoutes } from './fast-http/fast-route.js';
import { RequestListeners } from './http/request-listeners.js';
import { ServiceController } from './http/service.controller.js';
import { LOGGER, type Logger } from './logging/logger.js';
import { HealthChecks } from './monitoring/health.js';
import { ServiceMetrics } from './monitoring/service-metrics.js';
import { SealedTexts } from './sealed-text.js';

/** What every app has once: configuration, log, clock, health, metrics, fast routes. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot({ config, logger }: { readonly config: Config; readonly logger: Logger }): DynamicModule {
    const metrics = new ServiceMetrics();
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: LOGGER, useValue: logger },
      { provide: CLOCK, useValue: systemClock },
      { provide: HealthChecks, useValue: new HealthChecks() },
      { provide: ServiceMetrics, useValue: metrics },
      { provide: RequestListeners, useValue: new RequestListeners() },
      { provide: SealedTexts, useValue: configuredSeals(config) },
      { provide: FastRoutes, useValue: new FastRoutes(logger, metrics) },
    ];
    return {
      module: PlatformModule,
      controllers: [ServiceController],
      providers,
      exports: providers.map(({ provide }) => provide),
    };
  }
}
