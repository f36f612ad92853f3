import { Global, Module } from '@nestjs/common';
import { SimilarBefore } from '../experiments/index.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { ManagementReadModel } from '../projections/index.js';
import { LearningsController } from './http/learnings.controller.js';
import { ToldOfSimilar } from './read-model/index.js';

@Module({ controllers: [LearningsController] })
export class LearningQueriesModule {}

/** Answers what drafts ask about earlier experiments. Global, because the part that asks stands below. */
@Global()
@Module({
  providers: [
    {
      provide: SimilarBefore,
      inject: [ManagementReadModel, LOGGER],
      useFactory: (model: ManagementReadModel, logger: Logger) =>
        new ToldOfSimilar(() => model.current(undefined), logger),
    },
  ],
  exports: [SimilarBefore],
})
export class SimilarBeforeModule {}
