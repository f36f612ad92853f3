import { apiKeyAggregate, environmentsAggregate, userAggregate } from '../access/index.js';
import { prefixOf } from '../event-sourcing/aggregate.js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessView } from '../access/http.js';
import type { EventStore } from '../event-store/index.js';
import type { Clock } from '../platform/clock.js';
import type { DecisionSource } from '../platform/monitoring/health.js';
import type { Logger } from '../platform/logging/logger.js';
import type { LiveFold, LiveView } from '../projections/index.js';
import type { DecisionView } from './decision-view.js';
import { DECISION_PREFIXES } from './environment-versions.js';
import type { FallbackFile } from './fallback-file.js';
import type { FallbackDecisions } from './fallback-codec.js';

const SAVE_EVERY_MS = 3_000;
const LOOK_EVERY_MS = 250;
const MS_PER_SECOND = 1_000;

/** Counts the events that decisions depend on. */
class Changes implements LiveFold {
  readonly prefixes = [...DECISION_PREFIXES, ...[apiKeyAggregate, userAggregate, environmentsAggregate].map(prefixOf)];
  count = 0;

  apply(): void {
    this.count += 1;
  }
}

export interface DecisionFallbackParts {
  readonly live: LiveView;
  readonly flags: DecisionView;
  readonly access: AccessView;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Undefined: nothing is saved, and nothing replaces the log. */
  readonly file: FallbackFile | undefined;
}

/**
 * Keeps decisions going without the event store. It saves the state that they are made from after each change. If the
 * store does not answer at a start, the saved state stands in until the log has been read.
 */
export class DecisionFallback {
  private readonly changes = new Changes();
  private readonly stopping = new AbortController();
  private savedChanges = 0;
  private standIn: FallbackDecisions | undefined;
  private working: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: DecisionFallbackParts) {
    parts.live.feed([this.changes]);
  }

  start(): void {
    const { file } = this.parts;
    if (file) this.working = Promise.all([this.standInWhileAway(file), this.saveNowAndThen(file)]);
  }

  /** Saves the state once more, if it has changed. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.working;
    if (this.parts.file) await this.save(this.parts.file);
  }

  /** The source of decisions, if it is not the log as it is now. */
  source(down: readonly string[]): DecisionSource | undefined {
    const { live, clock } = this.parts;
    if (this.standIn) {
      const age = clock.now().getTime() - Date.parse(this.standIn.savedAt);
      return { from: 'file', ageSeconds: Math.round(age / MS_PER_SECOND) };
    }
    if (!live.ready || !down.includes('event_store')) return undefined;
    return { from: 'memory', ageSeconds: Math.round(live.silentForMs / MS_PER_SECOND) };
  }

  /** The saved state stands in only while the store does not answer: otherwise the log is read soon, and is newer. */
  private async standInWhileAway(file: FallbackFile): Promise<void> {
    const { live, store } = this.parts;
    const saved = await file.read();
    while (saved && !live.ready && !this.standIn && !this.stopping.signal.aborted) {
      const away = await store.ping().then(
        () => false,
        () => true,
      );
      if (away && !live.ready) this.takeOver(saved);
      else await this.pause(LOOK_EVERY_MS);
    }
  }

  /** Decides from the saved state until the log has been read. */
  private takeOver(saved: FallbackDecisions): void {
    const { live, flags, access, logger } = this.parts;
    logger.warn({ savedAt: saved.savedAt }, 'the event store does not answer: decisions are made from the saved state');
    this.standIn = saved;
    flags.decideFrom(saved);
    access.answerFrom(saved.access);
    live.standInUntilCaughtUp(saved.position);
    void live.caughtUp().then(() => {
      flags.decideFrom(undefined);
      access.answerFrom(undefined);
      this.standIn = undefined;
    });
  }

  private async saveNowAndThen(file: FallbackFile): Promise<void> {
    await Promise.race([this.parts.live.caughtUp(), this.stopped()]);
    while (!this.stopping.signal.aborted) {
      await this.save(file);
      await this.pause(SAVE_EVERY_MS);
    }
  }

  private async save(file: FallbackFile): Promise<void> {
    const { live, flags, access, clock, logger } = this.parts;
    const { position } = live;
    const count = this.changes.count + flags.enrolmentChanges;
    if (!live.ready || position === undefined || count === this.savedChanges) return;
    try {
      const savedAt = clock.now().toISOString();
      const environments = access
        .environmentKeys()
        .map((environment) => ({ environment, snapshot: flags.snapshot(environment) }));
      await file.write({ savedAt, position, environments, access: access.saved() });
      this.savedChanges = count;
    } catch (error) {
      logger.error({ err: error }, 'decisions could not be saved');
    }
  }

  private pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  private stopped(): Promise<void> {
    return new Promise((resolve) => this.stopping.signal.addEventListener('abort', () => resolve()));
  }
}
