import { createHash, randomBytes } from 'node:crypto';
import type { OpenSessions } from '../../platform/http/event-streams.js';
import { newId } from '../../platform/ids.js';
import type { WayIn } from '../sign-in-record.js';
import type { SignInTablesSource } from './session-tables.js';

/** A session ends so long after its last request, */
export const IDLE_MS = 2 * 60 * 60 * 1000;
/** and so long after it began. */
export const ABSOLUTE_MS = 12 * 60 * 60 * 1000;
/** Use is noted no more often. */
const NOTED_EVERY_MS = 60_000;
/** The oldest sessions of an account end beyond that. */
const MOST_PER_ACCOUNT = 50;

/** Whose session it is: a user's, or that of a key with which somebody signed in. */
export interface SessionOwner {
  /** Null: a service key. */
  readonly account: string | null;
  /** Null: no key, but a password or a provider. */
  readonly keyId: string | null;
  readonly via: WayIn;
  /** The user's `sessionsFrom` at the start: the session ends when that grows. */
  readonly sessionsFrom: number;
}

export interface Session extends SessionOwner {
  readonly id: string;
  /** What the browser calls itself. */
  readonly device: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly endsAt: Date;
}

interface SessionRow {
  readonly id: string;
  readonly account: string | null;
  readonly key_id: string | null;
  readonly via: WayIn;
  readonly sessions_from: number;
  readonly device: string;
  readonly started_at: Date;
  readonly seen_at: Date;
  readonly ends_at: Date;
}

const sessionOf = (row: SessionRow): Session => ({
  ...{ id: row.id, account: row.account, keyId: row.key_id, via: row.via, sessionsFrom: row.sessions_from },
  ...{ device: row.device, startedAt: row.started_at, seenAt: row.seen_at, endsAt: row.ends_at },
});

const COLUMNS = 'id, account, key_id, via, sessions_from, device, started_at, seen_at, ends_at';
/** Open at the time $1 with at least that last use. */
const OPEN = 'ends_at > $1 AND seen_at > $2';

/** A token has 256 random bits, so its hash needs no salt. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Sessions of browsers, in PostgreSQL: every replica sees at once that one has ended. */
export class Sessions implements OpenSessions {
  constructor(
    private readonly tables: SignInTablesSource,
    private readonly now: () => Date,
  ) {}

  /** Begins a session, and ends those that began before the account's rights changed. @returns it with its token, which only the browser gets */
  async start(owner: SessionOwner, device: string): Promise<{ readonly session: Session; readonly token: string }> {
    const token = randomBytes(32).toString('base64url');
    const source = await this.tables.source();
    const now = this.now();
    const [row] = await source.query<SessionRow[]>(
      `INSERT INTO sessions (${COLUMNS}, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9) RETURNING ${COLUMNS}`,
      [
        ...[newId(), owner.account, owner.keyId, owner.via, owner.sessionsFrom, device],
        ...[now, new Date(now.getTime() + ABSOLUTE_MS), hashOf(token)],
      ],
    );
    if (!row) throw new Error('PostgreSQL inserted no session');
    await source.query(
      `DELETE FROM sessions WHERE ends_at <= $1 OR seen_at <= $2 OR (account = $3 AND sessions_from < $5) OR id IN (
         SELECT id FROM sessions WHERE account = $3 ORDER BY started_at DESC, id DESC OFFSET $4)`,
      [...this.limits(), owner.account, MOST_PER_ACCOUNT, owner.sessionsFrom],
    );
    return { session: sessionOf(row), token };
  }

  /** The open session of a token; this counts as its use. */
  async find(token: string): Promise<Session | undefined> {
    const source = await this.tables.source();
    const [row] = await source.query<SessionRow[]>(`SELECT ${COLUMNS} FROM sessions WHERE ${OPEN} AND hash = $3`, [
      ...this.limits(),
      hashOf(token),
    ]);
    if (!row) return undefined;
    if (row.seen_at.getTime() < this.now().getTime() - NOTED_EVERY_MS) await this.note([row.id]);
    return sessionOf(row);
  }

  /** The open sessions of a user, the last one begun first. */
  async of(account: string): Promise<Session[]> {
    const source = await this.tables.source();
    const rows = await source.query<SessionRow[]>(
      `SELECT ${COLUMNS} FROM sessions WHERE ${OPEN} AND account = $3 ORDER BY started_at DESC, id DESC`,
      [...this.limits(), account],
    );
    return rows.map(sessionOf);
  }

  /** Ends a session. @param account only if it is this user's; null: whosever it is @returns false if there is none */
  async end(id: string, account: string | null): Promise<boolean> {
    const source = await this.tables.source();
    const rows = await source.query<{ id: string }[]>(
      `WITH ended AS (DELETE FROM sessions WHERE id = $1 AND ($2::uuid IS NULL OR account = $2) RETURNING id)
       SELECT id FROM ended`,
      [id, account],
    );
    return rows.length > 0;
  }

  /** Ends the sessions of a user that began before its rights or password changed. @param sessionsFrom of the user now */
  async endOlder(account: string, sessionsFrom: number): Promise<void> {
    const source = await this.tables.source();
    await source.query('DELETE FROM sessions WHERE account = $1 AND sessions_from < $2', [account, sessionsFrom]);
  }

  /** An open stream uses its session. */
  async stillOpen(sessions: readonly string[]): Promise<ReadonlySet<string>> {
    const source = await this.tables.source();
    const rows = await source.query<{ id: string }[]>(
      `SELECT id FROM sessions WHERE ${OPEN} AND id = ANY ($3::uuid[])`,
      [...this.limits(), sessions],
    );
    const open = rows.map(({ id }) => id);
    await this.note(open);
    return new Set(open);
  }

  private async note(sessions: readonly string[]): Promise<void> {
    if (sessions.length === 0) return;
    const source = await this.tables.source();
    const now = this.now();
    await source.query('UPDATE sessions SET seen_at = $1 WHERE id = ANY ($2::uuid[]) AND seen_at < $3', [
      ...[now, sessions, new Date(now.getTime() - NOTED_EVERY_MS)],
    ]);
  }

  private limits(): [Date, Date] {
    const now = this.now();
    return [now, new Date(now.getTime() - IDLE_MS)];
  }
}
