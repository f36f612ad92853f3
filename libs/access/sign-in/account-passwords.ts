import { randomBytes } from 'node:crypto';
import { contextBy, type CommandContext } from '../../event-sourcing/command-context.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { Problem } from '../../platform/problem.js';
import { conflict, notFound } from '../../primitives/refusal.js';
import {
  credentialsAggregate,
  credentialsStream,
  endPasswordLink,
  makePasswordLink,
  refusedLink,
  setPassword,
  setPasswordByLink,
} from '../credentials.js';
import type { Sessions } from '../read-model/index.js';
import { hashSecret } from '../secret.js';
import { endSessions, userAggregate, userIdOf, userStream, type User } from '../user.js';
import { checkPassword, type Passwords } from './passwords.js';

const LINK_LASTS_MS = 72 * 60 * 60 * 1000;
const TOKEN = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.[\w-]{43}$/;

/** A link that its user opens to choose a password. */
export interface MadeLink {
  /** Null in the answer to a retry: only the first answer has it. */
  readonly token: string | null;
  readonly expiresAt: string;
  readonly purpose: 'invitation' | 'reset';
}

/** Passwords of accounts: by a one-time link, or changed by their owner. */
export class AccountPasswords {
  constructor(
    private readonly runner: CommandRunner,
    private readonly passwords: Passwords,
    private readonly sessions: Pick<Sessions, 'endOlder'>,
  ) {}

  /** Makes a link; an earlier one is not valid any more. @throws Refusal not_found */
  async makeLink(userId: string, context: CommandContext): Promise<MadeLink> {
    const user = await this.user(userId);
    if (!user) throw notFound('user', userId);
    if (user.deactivated) throw conflict('deactivated', `${user.name} is deactivated: reactivate the account first`);
    // A sign-in finds the account by its address.
    if (user.id !== userIdOf(user.email)) {
      throw conflict('no_password', `${user.name} signs in at the identity provider or with a key, never by password`);
    }
    const token = `${userId}.${randomBytes(32).toString('base64url')}`;
    const expiresAt = new Date(Date.parse(context.at) + LINK_LASTS_MS).toISOString();
    const { state } = await this.runner.run(credentialsAggregate, credentialsStream(userId), context, (credentials) =>
      makePasswordLink(hashSecret(token), credentials, expiresAt),
    );
    const { link } = state;
    if (link?.hash !== hashSecret(token)) return { token: null, expiresAt, purpose: link?.purpose ?? 'invitation' };
    return { token, expiresAt, purpose: link.purpose };
  }

  /** Ends the link that a user has, if any. */
  async endLink(userId: string, context: CommandContext): Promise<void> {
    const stream = credentialsStream(userId);
    const { state, revision } = await this.runner.load(credentialsAggregate, stream);
    if (revision < 0 || state.link === null) return;
    await this.runner.run(credentialsAggregate, stream, context, endPasswordLink);
  }

  /** Sets a password by a link, and ends all sessions of its user. @throws Refusal `link_not_valid`, `weak_password` */
  async byLink(token: string, password: string, at: Date): Promise<User> {
    const userId = TOKEN.exec(token)?.[1];
    const user = userId === undefined ? null : await this.user(userId);
    if (!user || user.deactivated) throw refusedLink();
    const context = contextBy({ kind: 'user', id: user.id, name: user.name }, at);
    const hash = hashSecret(token);
    const stream = credentialsStream(user.id);
    // The link is checked before the password, so that only its holder learns anything.
    setPasswordByLink((await this.runner.load(credentialsAggregate, stream)).state, hash, '', context.at);
    checkPassword(password, [user.name, user.email]);
    const passwordHash = await this.passwords.hashOf(password);
    await this.runner.run(credentialsAggregate, stream, context, (credentials) =>
      setPasswordByLink(credentials, hash, passwordHash, context.at),
    );
    await this.endSessions(user.id, context);
    return user;
  }

  /** Sets the first password of a user that an admin adds. @throws Refusal `weak_password` */
  async first(user: Pick<User, 'id' | 'name' | 'email'>, password: string, context: CommandContext): Promise<void> {
    const passwordHash = await this.passwords.hashOf(password);
    await this.runner.run(credentialsAggregate, credentialsStream(user.id), context, (credentials) =>
      credentials.passwordHash === null ? setPassword(passwordHash) : [],
    );
  }

  /**
   * Changes one's own password, and ends all sessions of the user.
   * @throws Problem 403 `wrong_credentials`, Refusal `weak_password`
   */
  async change(userId: string, current: string, password: string, context: CommandContext): Promise<User> {
    const user = await this.user(userId);
    if (!user) throw notFound('user', userId);
    const stream = credentialsStream(userId);
    const { state } = await this.runner.load(credentialsAggregate, stream);
    if (!(await this.passwords.isRight(current, state.passwordHash))) {
      throw new Problem(403, 'wrong_credentials', 'your current password is another one', [
        { pointer: '/current', code: 'wrong_credentials', detail: 'is not your current password' },
      ]);
    }
    checkPassword(password, [user.name, user.email]);
    const passwordHash = await this.passwords.hashOf(password);
    await this.runner.run(credentialsAggregate, stream, context, () => setPassword(passwordHash));
    return this.endSessions(userId, context);
  }

  private async endSessions(userId: string, context: CommandContext): Promise<User> {
    const { state } = await this.runner.run(userAggregate, userStream(userId), context, (user) =>
      endSessions(user, userId),
    );
    if (!state) throw notFound('user', userId);
    // At once, also where this process has not read the event yet.
    await this.sessions.endOlder(userId, state.sessionsFrom);
    return state;
  }

  private async user(id: string): Promise<User | null> {
    return (await this.runner.load(userAggregate, userStream(id))).state;
  }
}
