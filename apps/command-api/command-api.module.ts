import { Module } from '@nestjs/common';
import { AccessCommandsModule, AccessModule } from '../../libs/access/module.js';
import { EventTypeCommandsModule } from '../../libs/telemetry/module.js';
import { ExperimentCommandsModule } from '../../libs/experiments/module.js';
import { FlagCommandsModule } from '../../libs/flags/module.js';
import { GuardrailCommandsModule } from '../../libs/guardrails/module.js';
import { RecentExposuresModule, VerdictsModule } from '../../libs/measurement/module.js';
import { SimilarBeforeModule } from '../../libs/learnings/module.js';
import { MetricCommandsModule } from '../../libs/metrics/module.js';
import { NotificationCommandsModule } from '../../libs/notifications/module.js';
import { ReadModelsModule } from '../../libs/read-models/module.js';
import { OperationCommandsModule } from '../../libs/operations/module.js';
import { ReviewCommandsModule } from '../../libs/reviews/module.js';
import { SubjectCommandsModule } from '../../libs/subjects/module.js';

/** The write side: experiments and everything around them, over HTTP. */
@Module({
  imports: [
    ReadModelsModule,
    AccessModule,
    AccessCommandsModule,
    FlagCommandsModule,
    EventTypeCommandsModule,
    MetricCommandsModule,
    ReviewCommandsModule,
    SubjectCommandsModule,
    RecentExposuresModule,
    VerdictsModule,
    SimilarBeforeModule,
    ExperimentCommandsModule,
    GuardrailCommandsModule,
    NotificationCommandsModule,
    OperationCommandsModule,
  ],
})
export class CommandApiModule {}
