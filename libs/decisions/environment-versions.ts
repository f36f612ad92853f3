import { prefixOf } from '../event-sourcing/aggregate.js';
import { experimentAggregate } from '../experiments/index.js';
import { flagAggregate, flagEnvironmentAggregate } from '../flags/index.js';
import {
  conflictDomainAggregate,
  groupAggregate,
  holdoutAggregate,
  overrideAggregate,
  participationLimitAggregate,
} from '../subjects/index.js';
import { laterOf, type Position, type StoredEvent } from '../event-store/index.js';
import type { Clock } from '../platform/clock.js';
import { Instants, type Span } from '../platform/instants.js';
import type { Instant } from '../primitives/instant.js';
import type { LiveFold } from '../projections/index.js';

/** Streams whose events change decisions. */
export const DECISION_PREFIXES = [
  flagAggregate,
  flagEnvironmentAggregate,
  experimentAggregate,
  groupAggregate,
  overrideAggregate,
  holdoutAggregate,
  conflictDomainAggregate,
  participationLimitAggregate,
].map(prefixOf);

const TELL_AFTER_MS = 10;

/** A version, and the span of time in which the clock does not change it. */
interface CachedVersion extends Span {
  readonly version: string;
}

/**
 * The version of each environment's decisions: the position of the last event that changed them, and the last instant
 * that the clock has passed. Replicas that have read as much have the same version. Listeners are told shortly after a
 * change, once for several, when all folds have applied it.
 */
export class EnvironmentVersions implements LiveFold {
  readonly prefixes = DECISION_PREFIXES;
  private shared: Position | undefined;
  private readonly own = new Map<string, Position>();
  /** Number of changes that are not in the log: filters of frozen enrolments. */
  private readonly additions = new Map<string, number>();
  /** Cached versions, because each evaluation of all flags needs one. */
  private readonly cache = new Map<string, CachedVersion>();
  /** The version of the saved state, while that stands in for the log. */
  private saved: string | undefined;
  private readonly listeners = new Set<(environment: string | null) => void>();
  /** Changed environments that listeners were not told of yet; null stands for all. */
  private readonly untold = new Set<string | null>();
  private timer: NodeJS.Timeout | undefined;
  private source: () => Iterable<Instant> = () => [];
  private readonly instants: Instants;

  constructor(private readonly clock: Clock) {
    this.instants = new Instants(clock, () => this.source());
  }

  /** @param source the instants at which decisions change by the clock; read again after each change */
  followClock(source: () => Iterable<Instant>): void {
    this.source = source;
    this.instants.changed();
  }

  apply({ metadata, position }: StoredEvent): void {
    const environment = typeof metadata['environment'] === 'string' ? metadata['environment'] : null;
    if (environment === null) this.shared = position;
    else this.own.set(environment, position);
    this.changed(environment);
  }

  /** Notes a change of the environment's decisions that is not in the log. */
  added(environment: string): void {
    this.additions.set(environment, (this.additions.get(environment) ?? 0) + 1);
    this.changed(environment);
  }

  /** The saved state stands in for the log, under this version; undefined: the log is used again. */
  standIn(version: string | undefined): void {
    this.saved = version;
    this.changed(null);
  }

  /** The log has been read for the first time, so that all environments have their current state. */
  caughtUp(): void {
    this.changed(null);
  }

  /** @param now epoch milliseconds: the time that goes with the version is the one that decisions are made at */
  of(environment: string, now: number = this.clock.now().getTime()): string {
    const cached = this.cache.get(environment);
    // The clock decides, not a timer, which may be late.
    if (cached && cached.since <= now && now < cached.until) return cached.version;
    const span = this.instants.spanOf(environment, now);
    const version = `${this.logVersion(environment)}${span.since === -Infinity ? '' : ` ${span.since}`}`;
    this.cache.set(environment, { version, ...span });
    return version;
  }

  /** The position that a reader after a change must wait for; undefined while the saved state stands in for the log. */
  positionOf(environment: string): Position | undefined {
    if (this.saved !== undefined) return undefined;
    const own = this.own.get(environment);
    return own === undefined ? this.shared : laterOf(this.shared, own);
  }

  /** @param listener called with the changed environment, null for all */
  onChange(listener: (environment: string | null) => void): void {
    if (this.listeners.size === 0) {
      this.instants.start((environments) => environments.forEach((environment) => this.changed(environment)));
    }
    this.listeners.add(listener);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.instants.stop();
    this.listeners.clear();
  }

  private logVersion(environment: string): string {
    if (this.saved !== undefined) return this.saved;
    return `${this.shared ?? ''} ${this.own.get(environment) ?? ''} ${this.additions.get(environment) ?? 0}`;
  }

  /** Listeners are told soon. */
  private changed(environment: string | null): void {
    this.cache.clear();
    this.instants.changed();
    if (this.listeners.size === 0) return;
    this.untold.add(environment);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const told = this.untold.has(null) ? [null] : [...this.untold];
      this.untold.clear();
      for (const each of told) for (const listener of this.listeners) listener(each);
      this.instants.wait();
    }, TELL_AFTER_MS);
  }
}
