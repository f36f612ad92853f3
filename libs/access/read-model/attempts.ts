import type { DataSource, EntityManager } from 'typeorm';
import { bucketsOf, delayAfter, type Bucket } from '../sign-in-delay.js';
import type { SignInTablesSource } from './session-tables.js';

const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000;
const FORGETS_EVERY_MS = 10 * 60 * 1000;

interface AttemptRow {
  readonly failures: number;
  readonly free_at: Date;
  readonly last_at: Date;
}

/** Attempts to sign in, in PostgreSQL: all replicas count together, and a restart forgets nothing. */
export class SignInAttempts {
  private forgotAt = 0;

  constructor(
    private readonly tables: SignInTablesSource,
    private readonly now: () => Date,
  ) {}

  /**
   * Counts an attempt as a failure before the password is compared, so that many at once are not free.
   * @returns 0, or the seconds to wait; an attempt that has to wait is not counted
   */
  async begin(account: string, address: string): Promise<number> {
    const source = await this.tables.source();
    await this.forget(source, this.now());
    return source.transaction(async (manager) => {
      const buckets = bucketsOf(account, address);
      for (const { name } of buckets) await lock(manager, name, this.now());
      // Read after all locks, or those that waited for a lock would seem to come too early.
      const now = this.now();
      const states: BucketState[] = [];
      for (const bucket of buckets) states.push(await stateOf(manager, bucket, now));
      const freeAt = Math.max(...states.map((state) => state.freeAt));
      if (freeAt > now.getTime()) return Math.ceil((freeAt - now.getTime()) / 1000);
      for (const { bucket, failures } of states) await count(manager, bucket, failures + 1, now);
      return 0;
    });
  }

  /** The attempt was right: its account and address start anew, and the address alone has one failure less. */
  async succeeded(account: string, address: string): Promise<void> {
    const source = await this.tables.source();
    const [ofAccount, ofAddress, ofBoth] = bucketsOf(account, address).map(({ name }) => name);
    await source.query('DELETE FROM attempts WHERE bucket = ANY ($1)', [[ofAccount, ofBoth]]);
    await source.query(
      'UPDATE attempts SET failures = greatest(failures - 1, 0), free_at = to_timestamp(0) WHERE bucket = $1',
      [ofAddress],
    );
  }

  private async forget(source: DataSource, now: Date): Promise<void> {
    if (now.getTime() - this.forgotAt < FORGETS_EVERY_MS) return;
    this.forgotAt = now.getTime();
    await source.query('DELETE FROM attempts WHERE last_at < $1', [new Date(now.getTime() - FORGOTTEN_AFTER_MS)]);
  }
}

/** Attempts of one account wait for each other here. */
async function lock(manager: EntityManager, bucket: string, now: Date): Promise<void> {
  await manager.query(
    `INSERT INTO attempts (bucket, failures, free_at, last_at) VALUES ($1, 0, $2, $2)
     ON CONFLICT (bucket) DO UPDATE SET bucket = excluded.bucket`,
    [bucket, now],
  );
}

/** A bucket as it is now: `freeAt` in epoch milliseconds. */
interface BucketState {
  readonly bucket: Bucket;
  readonly failures: number;
  readonly freeAt: number;
}

async function stateOf(manager: EntityManager, bucket: Bucket, now: Date): Promise<BucketState> {
  const [row] = await manager.query<AttemptRow[]>('SELECT failures, free_at, last_at FROM attempts WHERE bucket = $1', [
    bucket.name,
  ]);
  // A bucket without failures is free. Its times come from the clock of another replica, which may be ahead.
  if (!row || row.failures === 0 || now.getTime() - row.last_at.getTime() > FORGOTTEN_AFTER_MS) {
    return { bucket, failures: 0, freeAt: 0 };
  }
  return { bucket, failures: row.failures, freeAt: row.free_at.getTime() };
}

function count(manager: EntityManager, { name, slowing }: Bucket, failures: number, now: Date): Promise<unknown> {
  const delay = delayAfter(failures, slowing);
  const freeAt = new Date(delay === 0 ? 0 : now.getTime() + delay * 1000);
  return manager.query('UPDATE attempts SET failures = $2, free_at = $3, last_at = $4 WHERE bucket = $1', [
    ...[name, failures, freeAt, now],
  ]);
}
