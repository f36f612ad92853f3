import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiKey } from '../access/index.js';
import type { FlagUseTable } from '../flags/read-model/index.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logging/logger.js';
import { intentsOf, type Occurrence } from './occurrence.js';
import type { Outbox } from './read-model/outbox.js';
import {
  ofExpiringKey,
  ofFailedSchedule,
  ofParked,
  ofStaleFlag,
  ofStillServed,
  type ScheduledAction,
} from './words/of-system.js';

const LOOK_EVERY_MS = 5_000;
/** A read model that lags asks for starts that nobody wants any more; such a refusal ends within moments. */
const REFUSED_FOR_MS = 5_000;
const PARKED_AT_ONCE = 50;
const STALE_DAYS = 30;
/** Rollbacks that are not older are watched. */
const SERVED_DAYS = 30;
const SERVED_AT_ONCE = 200;
const STALE_AT_ONCE = 200;
/** The hour of a use is all that is known, so more often finds nothing. */
const STALE_EVERY_MS = 3_600_000;
/** Refused actions that are remembered at the same time. */
const MOST_REFUSED = 1_000;

interface Refused {
  readonly action: ScheduledAction;
  readonly since: number;
  readonly last: number;
  readonly reason: string;
}

/**
 * Looks for what no event of the log tells of: parked events, keys that expire, scheduled actions that are refused, flags
 * that nobody asks for. Each finding has an identity of its own, so that looking again tells of nothing twice.
 */
export class Watches {
  private readonly refused = new Map<string, Refused>();
  private staleAfter = '';
  private staleAt = 0;

  constructor(
    private readonly outbox: Outbox,
    /** Projections whose parked events are told of. */
    private readonly projections: readonly string[],
    private readonly keys: () => readonly ApiKey[],
    private readonly flagUses: Pick<FlagUseTable, 'stale'>,
    private readonly clock: Clock,
    private readonly logger: Pick<Logger, 'debug'>,
  ) {}

  /** A scheduled start or stop was refused; the schedule tries again. */
  scheduleRefused(action: ScheduledAction, reason: string): void {
    const now = this.clock.now().getTime();
    const name = JSON.stringify([action.id, action.action, action.time]);
    const since = this.refused.get(name)?.since ?? now;
    if (this.refused.size < MOST_REFUSED || this.refused.has(name))
      this.refused.set(name, { action, since, last: now, reason });
  }

  /** Looks until the signal aborts. @param told called after something new may be in the outbox */
  async run(signal: AbortSignal, told: () => void): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.look();
        told();
      } catch (error) {
        this.logger.debug({ err: error }, 'cannot look for what to notify of; retrying');
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Stores an intent for everything found that is not told of yet. */
  async look(): Promise<void> {
    const now = this.clock.now();
    const found = await this.found(now);
    if (found.length === 0) return;
    const { rules, destinations } = await this.outbox.directory();
    const all = [...rules];
    await this.outbox.store(
      found.flatMap((occurrence) => intentsOf(occurrence, all, destinations)),
      now,
    );
  }

  private async found(now: Date): Promise<Occurrence[]> {
    const found: Occurrence[] = [];
    const looks: readonly (() => Promise<Occurrence[]>)[] = [
      () => this.parked(),
      () => Promise.resolve(this.expiring(now)),
      () => this.failedSchedules(now),
      () => this.stale(now),
      () => this.served(now),
    ];
    for (const look of looks) {
      try {
        found.push(...(await look()));
      } catch (error) {
        // What one of them cannot read keeps no other from being told.
        this.logger.debug({ err: error }, 'cannot look for something to notify of; retrying');
      }
    }
    return found;
  }

  private async parked(): Promise<Occurrence[]> {
    const found: Occurrence[] = [];
    for (const projection of this.projections) {
      const events = await this.outbox.parked(projection, PARKED_AT_ONCE);
      for (const { parked_at: at, ...event } of events)
        found.push(ofParked({ ...event, projection, parkedAt: at.toISOString() }));
    }
    return found;
  }

  private async served(now: Date): Promise<Occurrence[]> {
    const found: Occurrence[] = [];
    const since = new Date(now.getTime() - SERVED_DAYS * 86_400_000);
    for (const served of await this.outbox.stillServed(since, SERVED_AT_ONCE)) {
      const { experiment, tags } = await this.outbox.known(served.environment, served.id);
      found.push(ofStillServed(served, experiment, tags, now.toISOString()));
    }
    return found;
  }

  /** Page by page, then none until the next hour. */
  private async stale(now: Date): Promise<Occurrence[]> {
    if (now.getTime() < this.staleAt) return [];
    const before = new Date(now.getTime() - STALE_DAYS * 86_400_000);
    const flags = await this.flagUses.stale(before, this.staleAfter, STALE_AT_ONCE);
    const isLast = flags.length < STALE_AT_ONCE;
    this.staleAfter = isLast ? '' : (flags.at(-1)?.flag ?? '');
    if (isLast) this.staleAt = now.getTime() + STALE_EVERY_MS;
    return flags.map((flag) => ofStaleFlag(flag, STALE_DAYS, now.toISOString()));
  }

  private expiring(now: Date): Occurrence[] {
    return this.keys().flatMap((key) => ofExpiringKey(key, now.getTime()) ?? []);
  }

  private async failedSchedules(now: Date): Promise<Occurrence[]> {
    const found: Occurrence[] = [];
    for (const [name, { action, since, last, reason }] of this.refused) {
      if (now.getTime() - last > REFUSED_FOR_MS) this.refused.delete(name);
      else if (last - since >= REFUSED_FOR_MS) {
        const { experiment, tags } = await this.outbox.known(action.environment, action.id);
        found.push(ofFailedSchedule(action, reason, experiment, tags, now.toISOString()));
      }
    }
    return found;
  }
}
