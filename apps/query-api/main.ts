import 'reflect-metadata';
import { fallbackFile } from '../../libs/decisions/module.js';
import { serveDashboard } from './dashboard.js';
import { DECISIONS, runService } from '../../libs/operations/service-app.js';
import { QueryApiModule } from './query-api.module.js';

void runService({
  name: 'query-api',
  defaultPort: 3003,
  module: QueryApiModule,
  needs: DECISIONS,
  serves: 'the dashboard, decisions and reports; API documents at /docs',
  extend: serveDashboard,
  startsWithoutStore: async (config, logger) => (await fallbackFile(config, logger)?.read()) !== undefined,
});
