import type { Author } from '../../event-sourcing/author.js';
import { contextBy } from '../../event-sourcing/command-context.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import type { Clock } from '../../platform/clock.js';
import { Problem } from '../../platform/problem.js';
import { credentialsAggregate, credentialsStream } from '../credentials.js';
import type { Principal } from '../principal.js';
import type { Session, SessionOwner, Sessions, SignInAttempts } from '../read-model/index.js';
import { signInAggregate, signInStream, type SignInEvent } from '../sign-in-record.js';
import { userAggregate, userIdOf, userStream, type User } from '../user.js';
import type { Passwords } from './passwords.js';
import type { SignInRefusals } from './refusals.js';

/** A session that just began. */
export interface SignedIn {
  readonly session: Session;
  /** For the browser's cookie. */
  readonly token: string;
}

/** What signing in needs of others. */
export interface SignInParts {
  readonly runner: CommandRunner;
  readonly sessions: Sessions;
  readonly attempts: SignInAttempts;
  readonly passwords: Passwords;
  readonly refusals: SignInRefusals;
  readonly clock: Clock;
}

/** Where a sign-in comes from. */
export interface Origin {
  /** The browser's address; of IPv6 the network. */
  readonly address: string;
  readonly device: string;
}

/** Begins and ends sessions, and tells the audit of it. */
export class SignIn {
  constructor(private readonly parts: SignInParts) {}

  /**
   * Signs in by a password. The answer is the same, and takes as long, whether the account exists.
   * @throws Problem 401 `wrong_credentials`, 429 with Retry-After after too many failures
   */
  async byPassword(email: string, password: string, origin: Origin): Promise<SignedIn> {
    const { attempts, refusals, runner, passwords } = this.parts;
    const account = userIdOf(email);
    const { address } = origin;
    const seconds = await attempts.begin(account, address);
    if (seconds > 0) {
      refusals.refused({ account, address, reason: 'too_many_attempts' });
      throw tooManyAttempts(seconds);
    }
    const [user, credentials] = await Promise.all([
      runner.load(userAggregate, userStream(account)),
      runner.load(credentialsAggregate, credentialsStream(account)),
    ]);
    const isRight = await passwords.isRight(password, credentials.state.passwordHash);
    if (!isRight || !user.state || user.state.deactivated) {
      refusals.refused({ account, address, reason: 'wrong_credentials' });
      throw new Problem(401, 'wrong_credentials', 'the e-mail address or the password is wrong');
    }
    await attempts.succeeded(account, address);
    return this.begin(user.state, { via: 'password', keyId: null }, origin);
  }

  /** Signs in a user whom an identity provider has named. */
  byProvider(user: User, origin: Origin): Promise<SignedIn> {
    return this.begin(user, { via: 'oidc', keyId: null }, origin);
  }

  /** Signs in with an API key. */
  async byKey({ kind, id, name, credential }: Principal, origin: Origin): Promise<SignedIn> {
    const owner = { via: 'key', keyId: credential.id } as const;
    if (kind === 'key') return this.start({ ...owner, account: null, sessionsFrom: 0 }, { kind, id, name }, origin);
    const { state } = await this.parts.runner.load(userAggregate, userStream(id));
    if (!state) throw new Problem(401, 'unauthenticated', 'this key is not valid');
    return this.begin(state, owner, origin);
  }

  /** Begins a session anew for its browser, after the others of the user have ended. */
  async again(user: User, { via, keyId }: Session, origin: Origin): Promise<SignedIn> {
    return this.begin(user, { via, keyId }, origin);
  }

  /** Ends a session that its own browser ends, or another of the same person. */
  async end(session: Pick<Session, 'id' | 'account' | 'keyId'>, by: Principal, own: boolean): Promise<boolean> {
    if (!(await this.parts.sessions.end(session.id, session.account))) return false;
    const account = session.account ?? session.keyId ?? '';
    await this.tell(session.id, by, { type: own ? 'signed_out' : 'session_ended', data: { account } });
    return true;
  }

  private begin(
    { id, name, sessionsFrom }: User,
    { via, keyId }: Pick<SessionOwner, 'via' | 'keyId'>,
    origin: Origin,
  ): Promise<SignedIn> {
    return this.start({ account: id, keyId, via, sessionsFrom }, { kind: 'user', id, name }, origin);
  }

  private async start(owner: SessionOwner, who: Author, { device }: Origin): Promise<SignedIn> {
    const started = await this.parts.sessions.start(owner, device);
    await this.tell(started.session.id, who, { type: 'signed_in', data: { account: who.id, via: owner.via } });
    return started;
  }

  private async tell(sessionId: string, who: Author, event: SignInEvent): Promise<void> {
    const { runner, clock } = this.parts;
    await runner.run(signInAggregate, signInStream(sessionId), contextBy(who, clock.now()), () => [event]);
  }
}

/** 429 with Retry-After. */
export const tooManyAttempts = (seconds: number): Problem =>
  new Problem(
    429,
    'too_many_attempts',
    `too many failed attempts: try again in ${seconds === 1 ? 'a second' : `${seconds} seconds`}`,
    undefined,
    {
      'retry-after': String(seconds),
    },
  );
