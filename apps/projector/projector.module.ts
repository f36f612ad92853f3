import { Module } from '@nestjs/common';
import { AccessModule } from '../../libs/access/module.js';
import { ExperimentActionsModule } from '../../libs/experiments/module.js';
import { ProjectionsModule } from '../../libs/projections/module.js';
import { ProjectorService } from './projector.service.js';

/** Subscriptions: projections, guardrail monitor, saga; one projector works, others stand by. */
@Module({ imports: [ProjectionsModule, AccessModule, ExperimentActionsModule], providers: [ProjectorService] })
export class ProjectorModule {}
