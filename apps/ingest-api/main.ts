import 'reflect-metadata';
import { DECISIONS, runService } from '../../libs/operations/service-app.js';
import { IngestApiModule } from './ingest-api.module.js';

void runService({
  name: 'ingest-api',
  defaultPort: 3002,
  module: IngestApiModule,
  needs: DECISIONS,
  serves: 'telemetry; API documents at /docs',
});
