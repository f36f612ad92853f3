import { Global, Module } from '@nestjs/common';
import { TeamMembers } from '../access/index.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import { handlersOf } from '../event-sourcing/declared-command.js';
import { ApproverTeams } from './approver-teams.js';
import * as reviewCommands from './commands/review-commands.js';
import { ReviewQueriesController } from './http/review-queries.controller.js';
import { ReviewsController } from './http/reviews.controller.js';

@Module({ controllers: [ReviewsController], providers: handlersOf(reviewCommands) })
export class ReviewCommandsModule {}

/** Global for its port: signing in stands below and cannot import it. */
@Global()
@Module({
  controllers: [ReviewQueriesController],
  providers: [
    {
      provide: TeamMembers,
      inject: [CommandRunner],
      useFactory: (runner: CommandRunner) => new ApproverTeams(runner),
    },
  ],
  exports: [TeamMembers],
})
export class ReviewQueriesModule {}
