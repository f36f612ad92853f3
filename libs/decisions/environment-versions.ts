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

/** A version, and how long the clock leaves it as it is. */
interface CachedVersion extends Span {
  readonly version: string;
}

/**
 * How far the log has been heard of what an environment's decisions are made from, and which of its instants the clock
 * has passed: the same in every replica that has heard as much. Tells listeners, a little later and once for several
 * changes, when all have taken them in.
 */
export class EnvironmentVersions implements LiveFold {
  readonly prefixes = DECISION_PREFIXES;
  private shared: Position | undefined;
  private readonly own = new Map<string, Position>();
  /** What was added that the log does not tell of: filters of frozen enrolments. */
  private readonly additions = new Map<string, number>();
  /** Versions as they are asked for: one text, made once, with each evaluation of all flags. */
  private readonly known = new Map<string, CachedVersion>();
  /** The version of what was saved, while that stands in for the log. */
  private saved: string | undefined;
  private readonly listeners = new Set<(environment: string | null) => void>();
  /** Environments to tell of; null stands for all. */
  private readonly untold = new Set<string | null>();
  private timer: NodeJS.Timeout | undefined;
  private source: () => Iterable<Instant> = () => [];
  private readonly instants: Instants;

  constructor(private readonly clock: Clock) {
    this.instants = new Instants(clock, () => this.source());
  }

  /** @param source says, whenever anything has changed, at which instants decisions change by themselves */
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

  /** Something besides the log has changed what the environment decides. */
  added(environment: string): void {
    this.additions.set(environment, (this.additions.get(environment) ?? 0) + 1);
    this.changed(environment);
  }

  /** What was saved stands in for the log, under this version; undefined: the log speaks for itself again. */
  standIn(version: string | undefined): void {
    this.saved = version;
    this.changed(null);
  }

  /** The log has been read for the first time: only now can everybody be answered. */
  caughtUp(): void {
    this.changed(null);
  }

  /** @param now epoch milliseconds: the time that goes with the version is the one that decisions are made at */
  of(environment: string, now: number = this.clock.now().getTime()): string {
    const known = this.known.get(environment);
    // EvaluationRequest of the clock, not left to a timer, which may be late.
    if (known && known.since <= now && now < known.until) return known.version;
    const span = this.instants.spanOf(environment, now);
    const version = `${this.said(environment)}${span.since === -Infinity ? '' : ` ${span.since}`}`;
    this.known.set(environment, { version, ...span });
    return version;
  }

  /** What who asks after a change must have seen; undefined while what was saved stands in for the log. */
  positionOf(environment: string): Position | undefined {
    if (this.saved !== undefined) return undefined;
    const own = this.own.get(environment);
    return own === undefined ? this.shared : laterOf(this.shared, own);
  }

  /** @param listener told which environment has changed, null for all */
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

  private said(environment: string): string {
    if (this.saved !== undefined) return this.saved;
    return `${this.shared ?? ''} ${this.own.get(environment) ?? ''} ${this.additions.get(environment) ?? 0}`;
  }

  /** Listeners hear of it soon. */
  private changed(environment: string | null): void {
    this.known.clear();
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
