import 'reflect-metadata';
import { seedAdmin } from '../../libs/access/index.js';
import { CommandRunner } from '../../libs/event-sourcing/command-runner.js';
import { STORES, runService } from '../../libs/operations/service-app.js';
import { CommandApiModule } from './command-api.module.js';

void runService({
  name: 'command-api',
  defaultPort: 3001,
  module: CommandApiModule,
  needs: STORES,
  serves: 'experiments, flags and keys; API documents at /docs',
  prepare: async (app, { adminKey }) => {
    if (adminKey !== undefined) await seedAdmin(app.get(CommandRunner), adminKey, new Date());
  },
});
