import { Module } from '@nestjs/common';
import { AccessModule } from '../../libs/access/module.js';
import { ExperimentActionsModule } from '../../libs/experiments/module.js';
import { ReadModelsModule } from '../../libs/read-models/module.js';
import { ProjectorService } from './projector.service.js';

/** Subscriptions: projections, guardrail monitor, saga; one projector works, others stand by. */
@Module({ imports: [ReadModelsModule, AccessModule, ExperimentActionsModule], providers: [ProjectorService] })
export class ProjectorModule {}
