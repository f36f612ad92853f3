import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CLOCK, type Clock } from '../platform/clock.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import { handlersOf } from '../event-sourcing/declared-command.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LiveView } from '../projections/index.js';
import { AccessView } from './access-view.js';
import { Authenticator } from './authenticator.js';
import { EnvironmentDirectory } from './environment-directory.js';
import * as accessCommands from './commands/access-commands.js';
import { Admission } from './http/bearer.js';
import { AccessController } from './http/access.controller.js';
import { AccessQueriesController } from './http/access-queries.controller.js';
import { EnvironmentQueriesController } from './http/environment-queries.controller.js';
import { EnvironmentsController } from './http/environments.controller.js';
import { AccessGuard } from './http/guard.js';
import { SessionController } from './http/session.controller.js';
import { RateLimiter } from './rate-limiter.js';
import { Sessions } from './session.js';

/** Who sends a request, and whether the route is open to them: for every app. */
@Global()
@Module({
  providers: [
    {
      provide: AccessView,
      inject: [LiveView],
      useFactory: (live: LiveView) => {
        const view = new AccessView();
        live.feed(view.folds);
        return view;
      },
    },
    {
      provide: Authenticator,
      inject: [AccessView, CommandRunner, CLOCK],
      useFactory: (view: AccessView, runner: CommandRunner, clock: Clock) => new Authenticator(view, runner, clock),
    },
    {
      provide: EnvironmentDirectory,
      inject: [AccessView, CommandRunner],
      useFactory: (view: AccessView, runner: CommandRunner) => new EnvironmentDirectory(view, runner),
    },
    {
      provide: Sessions,
      inject: [CONFIG],
      // Every replica has the subject key, so a session of one is a session of all.
      useFactory: (config: Config) => new Sessions(config.subjectKey ?? ''),
    },
    {
      provide: RateLimiter,
      inject: [CONFIG],
      useFactory: (config: Config) => new RateLimiter(config.rateLimit),
    },
    {
      provide: Admission,
      inject: [Authenticator, RateLimiter],
      useFactory: (authenticator: Authenticator, limiter: RateLimiter) => new Admission(authenticator, limiter),
    },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [AccessView, Admission, Authenticator, EnvironmentDirectory, Sessions],
})
export class AccessModule {}

@Module({
  controllers: [AccessController, EnvironmentsController],
  providers: handlersOf(accessCommands),
})
export class AccessCommandsModule {}

@Module({ controllers: [AccessQueriesController, EnvironmentQueriesController, SessionController] })
export class AccessQueriesModule {}
