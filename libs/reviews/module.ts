import { Module } from '@nestjs/common';
import { handlersOf } from '../event-sourcing/declared-command.js';
import * as reviewCommands from './commands/review-commands.js';
import { ReviewQueriesController } from './http/review-queries.controller.js';
import { ReviewsController } from './http/reviews.controller.js';

@Module({ controllers: [ReviewsController], providers: handlersOf(reviewCommands) })
export class ReviewCommandsModule {}

@Module({ controllers: [ReviewQueriesController] })
export class ReviewQueriesModule {}
