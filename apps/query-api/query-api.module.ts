import { Module } from '@nestjs/common';
import { AccessModule, AccessQueriesModule } from '../../libs/access/module.js';
import { AuditQueriesModule } from '../../libs/audit/module.js';
import { DecisionsModule } from '../../libs/decisions/module.js';
import { OfrepModule } from '../../libs/decisions/ofrep/module.js';
import { SnapshotFeedModule } from '../../libs/decisions/snapshot-feed/module.js';
import { DecisionExposuresModule, EventTypeQueriesModule } from '../../libs/telemetry/module.js';
import { ExperimentQueriesModule } from '../../libs/experiments/module.js';
import { FlagQueriesModule } from '../../libs/flags/module.js';
import { GuardrailQueriesModule, GuardrailStatesModule } from '../../libs/guardrails/module.js';
import { InboxModule } from '../../libs/inbox/module.js';
import { LearningQueriesModule } from '../../libs/learnings/module.js';
import { MeasurementQueriesModule, RecentExposuresModule, VerdictsModule } from '../../libs/measurement/module.js';
import { MetricQueriesModule } from '../../libs/metrics/module.js';
import { NotificationQueriesModule } from '../../libs/notifications/module.js';
import { ReadModelsModule } from '../../libs/read-models/module.js';
import { ReviewQueriesModule } from '../../libs/reviews/module.js';
import { OperationQueriesModule } from '../../libs/operations/module.js';
import { SubjectQueriesModule } from '../../libs/subjects/module.js';
import { LiveStreamModule } from './live-stream/live-stream.module.js';

/** The read side: decisions (the hot read path), reports, the live stream, the dashboard. */
@Module({
  imports: [
    ReadModelsModule,
    AccessModule,
    AccessQueriesModule,
    DecisionsModule,
    OfrepModule,
    DecisionExposuresModule,
    SnapshotFeedModule,
    FlagQueriesModule,
    EventTypeQueriesModule,
    MetricQueriesModule,
    MeasurementQueriesModule,
    RecentExposuresModule,
    VerdictsModule,
    GuardrailStatesModule,
    ExperimentQueriesModule,
    GuardrailQueriesModule,
    SubjectQueriesModule,
    ReviewQueriesModule,
    NotificationQueriesModule,
    OperationQueriesModule,
    AuditQueriesModule,
    LearningQueriesModule,
    InboxModule,
    LiveStreamModule,
  ],
})
export class QueryApiModule {}
