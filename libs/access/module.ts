import {
  Global,
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CLOCK, type Clock } from '../platform/clock.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import { EVENT_STORE } from '../event-sourcing/module.js';
import type { EventStore } from '../event-store/index.js';
import { handlersOf } from '../event-sourcing/declared-command.js';
import { CONFIG, type Config } from '../platform/config.js';
import { RequestListeners } from '../platform/http/request-listeners.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { LiveView } from '../projections/index.js';
import { AccessRecords } from './access-records.js';
import { AccessView } from './access-view.js';
import { Authenticator } from './authenticator.js';
import { EnvironmentDirectory } from './environment-directory.js';
import * as accessCommands from './commands/access-commands.js';
import { Admission } from './http/admission.js';
import { RequestLimits } from './http/request-limits.js';
import { AccessController } from './http/access.controller.js';
import { AccessQueriesController } from './http/access-queries.controller.js';
import { EnvironmentQueriesController } from './http/environment-queries.controller.js';
import { EnvironmentsController } from './http/environments.controller.js';
import { AccessGuard } from './http/guard.js';
import { SessionController } from './http/session.controller.js';
import { BrowserSessions } from './http/browser-sessions.js';
import { AuthController } from './http/auth.controller.js';
import { OidcController } from './http/oidc.controller.js';
import { RecordedRequests } from './http/recorded-requests.js';
import { RequestAuthenticator } from './http/request-authenticator.js';
import { KeyUses } from './key-uses.js';
import { KeyUseTable, Sessions, SignInAttempts, SignInTablesSource } from './read-model/index.js';
import { AccountPasswords } from './sign-in/account-passwords.js';
import { configuredRoleRules, configuredTeamRules } from './sign-in/configured-role-rules.js';
import { ExternalUsers } from './sign-in/external-users.js';
import { OidcProvider } from './sign-in/oidc-provider.js';
import { OidcSignIn } from './sign-in/oidc-sign-in.js';
import { Passwords } from './sign-in/passwords.js';
import { TeamMembers } from './team-members.js';
import { SignInRefusals } from './sign-in/refusals.js';
import { SignIn } from './sign-in/sign-in.js';
import { TokenVerifier } from './sign-in/token-verifier.js';

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
      provide: SignInTablesSource,
      inject: [CONFIG],
      useFactory: (config: Config) => new SignInTablesSource(config.databaseUrl ?? ''),
    },
    {
      provide: Sessions,
      inject: [SignInTablesSource, CLOCK],
      useFactory: (tables: SignInTablesSource, clock: Clock) => new Sessions(tables, () => clock.now()),
    },
    {
      provide: ExternalUsers,
      inject: [CommandRunner, CONFIG, CLOCK],
      useFactory: (runner: CommandRunner, config: Config, clock: Clock) =>
        new ExternalUsers(runner, configuredRoleRules(config), clock),
    },
    {
      provide: RequestAuthenticator,
      inject: [Authenticator, AccessView, Sessions, ExternalUsers, CONFIG, CLOCK],
      useFactory: (
        authenticator: Authenticator,
        view: AccessView,
        sessions: Sessions,
        users: ExternalUsers,
        config: Config,
        clock: Clock,
      ) => {
        const tokens = config.tokens && new TokenVerifier(config.tokens, users, clock);
        return new RequestAuthenticator(authenticator, view, sessions, tokens, config);
      },
    },
    { provide: Passwords, useFactory: () => new Passwords() },
    {
      provide: AccountPasswords,
      inject: [CommandRunner, Passwords, Sessions],
      useFactory: (runner: CommandRunner, passwords: Passwords, sessions: Sessions) =>
        new AccountPasswords(runner, passwords, sessions),
    },
    {
      provide: RequestLimits,
      inject: [CONFIG],
      useFactory: (config: Config) => new RequestLimits(config, config.trustedProxies),
    },
    {
      provide: KeyUses,
      inject: [SignInTablesSource, CLOCK, LOGGER],
      useFactory: (tables: SignInTablesSource, clock: Clock, logger: Logger) =>
        new KeyUses(new KeyUseTable(tables), clock, logger),
    },
    {
      provide: Admission,
      inject: [Authenticator, RequestAuthenticator, RequestLimits, KeyUses],
      useFactory: (
        authenticator: Authenticator,
        requests: RequestAuthenticator,
        limits: RequestLimits,
        uses: KeyUses,
      ) => new Admission(authenticator, requests, limits, uses),
    },
    {
      provide: AccessRecords,
      inject: [EVENT_STORE, CLOCK, LOGGER],
      useFactory: (store: EventStore, clock: Clock, logger: Logger) => new AccessRecords(store, clock, logger),
    },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [
    AccessView,
    AccountPasswords,
    Admission,
    Authenticator,
    RequestLimits,
    EnvironmentDirectory,
    ExternalUsers,
    KeyUses,
    Passwords,
    RequestAuthenticator,
    Sessions,
    SignInTablesSource,
  ],
})
export class AccessModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly tables: SignInTablesSource,
    private readonly uses: KeyUses,
    private readonly records: AccessRecords,
    listeners: RequestListeners,
    @Inject(CONFIG) config: Config,
  ) {
    listeners.register(new RecordedRequests(records, config));
  }

  onApplicationBootstrap(): void {
    this.uses.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.uses.stop();
    await this.records.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.tables.close();
  }
}

@Module({
  controllers: [AccessController, EnvironmentsController],
  providers: handlersOf(accessCommands),
})
export class AccessCommandsModule {}

/** Signing in and one's own sessions, and the lists of users, keys and environments. */
@Module({
  controllers: [
    AccessQueriesController,
    EnvironmentQueriesController,
    SessionController,
    AuthController,
    OidcController,
  ],
  providers: [
    {
      provide: SignInAttempts,
      inject: [SignInTablesSource, CLOCK],
      useFactory: (tables: SignInTablesSource, clock: Clock) => new SignInAttempts(tables, () => clock.now()),
    },
    {
      provide: SignInRefusals,
      inject: [CommandRunner, CLOCK, LOGGER],
      useFactory: (runner: CommandRunner, clock: Clock, logger: Logger) => new SignInRefusals(runner, clock, logger),
    },
    {
      provide: SignIn,
      inject: [CommandRunner, Sessions, SignInAttempts, Passwords, SignInRefusals, CLOCK],
      useFactory: (
        runner: CommandRunner,
        sessions: Sessions,
        attempts: SignInAttempts,
        passwords: Passwords,
        refusals: SignInRefusals,
        clock: Clock,
      ) => new SignIn({ runner, sessions, attempts, passwords, refusals, clock }),
    },
    {
      provide: BrowserSessions,
      inject: [RequestAuthenticator, SignIn, CONFIG, CLOCK],
      useFactory: (requests: RequestAuthenticator, signIns: SignIn, config: Config, clock: Clock) =>
        new BrowserSessions(requests, signIns, config, clock),
    },
    {
      provide: OidcSignIn,
      inject: [ExternalUsers, TeamMembers, CONFIG, CLOCK],
      useFactory: (users: ExternalUsers, members: TeamMembers, config: Config, clock: Clock) => {
        const { oidc, publicUrl = '', subjectKey = '' } = config;
        const provider = oidc && new OidcProvider(oidc, publicUrl, subjectKey, clock);
        return new OidcSignIn(provider, users, { rules: configuredTeamRules(config), members, clock });
      },
    },
  ],
})
export class AccessQueriesModule implements BeforeApplicationShutdown {
  constructor(private readonly refusals: SignInRefusals) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.refusals.close();
  }
}
