import { Module } from '@nestjs/common';
import { AccessModule } from '../../libs/access/module.js';
import { ExperimentActionsModule } from '../../libs/experiments/module.js';
import { VerdictsModule } from '../../libs/measurement/module.js';
import { ReadModelsModule } from '../../libs/read-models/module.js';
import { ProjectorService } from './projector.service.js';

/** Subscriptions: projections, guardrail monitor, saga; one projector works, others stand by. */
@Module({
  imports: [ReadModelsModule, AccessModule, VerdictsModule, ExperimentActionsModule],
  providers: [ProjectorService],
})
export class ProjectorModule {}
