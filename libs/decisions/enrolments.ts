import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '../event-store/index.js';
import { enrolledDigests, joinedDigests } from '../measurement/read-model/index.js';
import type { Logger } from '../platform/logging/logger.js';
import type { MeasurementReadModel } from '../projections/index.js';
import { EnrolledFilter } from '../evaluation/index.js';

const LOOK_EVERY_MS = 1_000;
/** This many subjects linked later are listed one by one; with more, the filter is built anew. */
const MAX_LATE = 10_000;

/** A filter, and its text. */
interface Enrolment {
  readonly filter: EnrolledFilter;
  readonly text: string;
}

/**
 * Filters of the subjects enrolled in experiments whose enrolment is frozen. A filter is read once the telemetry from
 * before the freeze is counted. It is kept current, because a subject that is linked to an enrolled one is enrolled.
 */
export class Enrolments {
  private readonly enrolments = new Map<string, Enrolment>();
  private readonly wanted = new Map<string, AbortController>();
  private changed = 0;

  constructor(
    private readonly model: MeasurementReadModel,
    private readonly logger: Logger,
  ) {}

  /** Number of changes, so that the fallback sees whether there is anything new to save. */
  get changes(): number {
    return this.changed;
  }

  /** The filter of enrolled subjects, as text; null until it is read, and all keep their variant till then. */
  enrolledIn(experiment: string): string | null {
    return this.enrolments.get(experiment)?.text ?? null;
  }

  /** Starts to read the filter of an experiment frozen at a position; `changed` is called on each change of it. */
  want(experiment: string, frozenAt: Position, changed: () => void): void {
    if (this.wanted.has(experiment)) return;
    const stopping = new AbortController();
    this.wanted.set(experiment, stopping);
    void this.follow(experiment, frozenAt, changed, stopping.signal);
  }

  /** Drops the filter of an experiment that has ended. */
  forget(experiment: string): void {
    this.wanted.get(experiment)?.abort();
    this.wanted.delete(experiment);
    this.enrolments.delete(experiment);
  }

  stop(): void {
    for (const stopping of this.wanted.values()) stopping.abort();
  }

  private async follow(
    experiment: string,
    frozenAt: Position,
    changed: () => void,
    signal: AbortSignal,
  ): Promise<void> {
    /** Position of the last link that the filter includes. */
    let upTo: string | undefined;
    while (!signal.aborted) {
      try {
        const source = await this.model.current(frozenAt);
        const enrolment = this.enrolments.get(experiment);
        if (!enrolment || upTo === undefined || enrolment.filter.lateCount > MAX_LATE) {
          const read = await enrolledDigests(source, experiment);
          upTo = read.upTo;
          if (!signal.aborted) this.note(experiment, EnrolledFilter.of(read.digests), changed);
        } else {
          const joined = await joinedDigests(source, experiment, upTo);
          upTo = joined.upTo;
          const isNew = joined.digests.length > 0 && !signal.aborted;
          if (isNew) this.note(experiment, enrolment.filter.withLate(joined.digests), changed);
        }
      } catch (error) {
        this.logger.debug({ err: error, experiment }, 'cannot read the enrolled subjects; retrying');
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private note(experiment: string, filter: EnrolledFilter, changed: () => void): void {
    this.changed += 1;
    this.enrolments.set(experiment, { filter, text: filter.toText() });
    changed();
  }
}
