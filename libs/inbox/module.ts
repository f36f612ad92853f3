import { Module } from '@nestjs/common';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import { RecentVerdicts, RecentVerdictsModule } from '../experiments/module.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { InboxController } from './http/inbox.controller.js';
import { Inbox } from './inbox.js';

@Module({
  imports: [RecentVerdictsModule],
  controllers: [InboxController],
  providers: [
    {
      provide: Inbox,
      inject: [CommandRunner, RecentVerdicts, CLOCK],
      useFactory: (runner: CommandRunner, verdicts: RecentVerdicts, clock: Clock) => new Inbox(runner, verdicts, clock),
    },
  ],
})
export class InboxModule {}
