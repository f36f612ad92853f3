import 'reflect-metadata';
import { serveDashboard } from './dashboard.js';
import { DECISIONS, runService } from '../../libs/platform/service-app.js';
import { QueryApiModule } from './query-api.module.js';

void runService({
  name: 'query-api',
  defaultPort: 3003,
  module: QueryApiModule,
  needs: DECISIONS,
  serves: 'the dashboard, decisions and reports; API documents at /docs',
  extend: serveDashboard,
});
