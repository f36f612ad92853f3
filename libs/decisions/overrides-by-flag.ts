import type { StoredEvent } from '../event-store/index.js';
import { flagEnvironmentStream } from '../flags/index.js';
import type { Instant } from '../primitives/instant.js';
import { metadataOf } from '../event-sourcing/recorded-event.js';
import { StateByStream, type LiveFold } from '../projections/index.js';
import { overrideAggregate, type Override, type OverrideEvent } from '../subjects/index.js';

/** The overrides of each flag in each environment, current with the log. */
export class OverridesByFlag {
  private readonly states = new StateByStream<Override | null, OverrideEvent>(overrideAggregate, (override, event) => {
    if (override) this.take(override, event);
  });
  readonly folds: readonly LiveFold[] = [this.states];
  /** By the stream of the flag in its environment, the newest first. */
  private readonly byFlag = new Map<string, readonly Override[]>();

  /** @param changed called when the overrides of a flag have changed */
  constructor(private readonly changed: (environment: string, flag: string) => void) {}

  /** The newest first; some may have expired. */
  of(environment: string, flag: string): readonly Override[] {
    return this.byFlag.get(flagEnvironmentStream(environment, flag)) ?? [];
  }

  /** The instants at which overrides end. */
  *instants(): Iterable<Instant> {
    for (const overrides of this.byFlag.values()) {
      for (const { environment, expiresAt } of overrides) yield { of: environment, at: Date.parse(expiresAt) };
    }
  }

  private take(override: Override, event: StoredEvent): void {
    const { id, environment, flag, endedAt } = override;
    // Overrides that had expired at the time of this event are dropped.
    const { at } = metadataOf(event);
    const others = this.of(environment, flag).filter((other) => other.id !== id && other.expiresAt > at);
    this.byFlag.set(flagEnvironmentStream(environment, flag), endedAt === null ? [override, ...others] : others);
    this.changed(environment, flag);
  }
}
