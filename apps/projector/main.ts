import 'reflect-metadata';
import { STORES, runService } from '../../libs/operations/service-app.js';
import { ProjectorModule } from './projector.module.js';

void runService({
  name: 'projector',
  defaultPort: 3004,
  module: ProjectorModule,
  needs: STORES,
  serves: 'health and metrics of projections and guardrails',
});
