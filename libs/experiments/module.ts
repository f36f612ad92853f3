import { Module } from '@nestjs/common';
import { ApproveExperimentHandler } from './commands/approve-experiment.js';
import { ArchiveExperimentHandler } from './commands/archive-experiment.js';
import { AttachGuardrailHandler } from './commands/attach-guardrail.js';
import { AttachMetricHandler } from './commands/attach-metric.js';
import { CompleteExperimentHandler } from './commands/complete-experiment.js';
import { DraftExperimentHandler } from './commands/draft-experiment.js';
import { EditExperimentHandler } from './commands/edit-experiment.js';
import { PauseExperimentHandler } from './commands/pause-experiment.js';
import { RejectExperimentHandler } from './commands/reject-experiment.js';
import { RequestChangesHandler } from './commands/request-changes.js';
import { ResumeExperimentHandler } from './commands/resume-experiment.js';
import { StartExperimentHandler } from './commands/start-experiment.js';
import { SubmitExperimentHandler } from './commands/submit-experiment.js';
import { WithdrawExperimentHandler } from './commands/withdraw-experiment.js';
import { ExperimentQueriesController } from './http/experiment-queries.controller.js';
import { ExperimentsController } from './http/experiments.controller.js';
import { LifecycleController } from './http/lifecycle.controller.js';

/** What the guardrail saga carries out. */
@Module({ providers: [CompleteExperimentHandler, PauseExperimentHandler] })
export class ExperimentActionsModule {}

@Module({
  imports: [ExperimentActionsModule],
  controllers: [ExperimentsController, LifecycleController],
  providers: [
    ApproveExperimentHandler,
    ArchiveExperimentHandler,
    AttachGuardrailHandler,
    AttachMetricHandler,
    DraftExperimentHandler,
    EditExperimentHandler,
    RejectExperimentHandler,
    RequestChangesHandler,
    ResumeExperimentHandler,
    StartExperimentHandler,
    SubmitExperimentHandler,
    WithdrawExperimentHandler,
  ],
})
export class ExperimentCommandsModule {}

@Module({ controllers: [ExperimentQueriesController] })
export class ExperimentQueriesModule {}
