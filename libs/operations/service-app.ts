import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EventSourcingModule } from '../event-sourcing/module.js';
import { required, type Config } from '../platform/config.js';
import { createHttpApp } from '../platform/http/http-app.js';
import type { Logger } from '../platform/logging/logger.js';
import { PlatformModule } from '../platform/platform.module.js';
import { runApp } from '../platform/process/run-app.js';
import { openLog } from './open-log.js';

/** Configuration keys that every service needs, with their environment variables. */
export const STORES = { databaseUrl: 'DATABASE_URL', subjectKey: 'ASSAY_SUBJECT_KEY' } as const;
/** Configuration keys of services that sign or verify decision ids. */
export const DECISIONS = { ...STORES, decisionKeys: 'ASSAY_DECISION_KEYS' } as const;

export interface Service {
  readonly name: string;
  readonly defaultPort: number;
  readonly module: Type;
  readonly needs: typeof STORES | typeof DECISIONS;
  /** The services that it offers, for the line printed at the start. */
  readonly serves: string;
  /** Resolves to true if the service can start while the event store does not answer. */
  readonly startsWithoutStore?: (config: Config, logger: Logger) => Promise<boolean>;
  /** Extends the server before its routes are made. */
  readonly extend?: (app: NestFastifyApplication) => Promise<void>;
  /** Runs once before the server listens. */
  readonly prepare?: (app: NestFastifyApplication, config: Config) => Promise<void>;
}

/** Runs one of the services that share an event store and a database. */
export function runService(service: Service): Promise<void> {
  const { name, module, prepare } = service;
  return runApp(service, async ({ config: given, logger, closeLater }) => {
    const config = required(given, service.needs);
    const evenAway = (await service.startsWithoutStore?.(config, logger)) ?? false;
    const log = await openLog(config, logger, evenAway);
    closeLater(() => log.close());
    const root = {
      module: class Root {},
      imports: [PlatformModule.forRoot({ config, logger }), EventSourcingModule.forRoot(log.store), module],
    };
    const app = await createHttpApp(root, logger, service.extend);
    closeLater(() => app.close());
    if (prepare) await prepare(app, config);
    const announce = (address: string): string[] => [`Assay ${name} listens at ${address}: ${service.serves}`];
    return { app, announce };
  });
}
