import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '../event-store/index.js';
import { enrolledDigests, joinedDigests } from '../measurement/read-model/index.js';
import type { Logger } from '../platform/logging/logger.js';
import type { MeasurementReadModel } from '../projections/index.js';
import { EnrolledFilter } from '../evaluation/index.js';

const LOOK_EVERY_MS = 1_000;
/** So many who were linked to the enrolled are remembered one by one; of more a new filter is made. */
const MAX_LATE = 10_000;

/** A filter, and itself as text. */
interface Enrolment {
  readonly filter: EnrolledFilter;
  readonly text: string;
}

/**
 * Who was enrolled in the experiments whose enrolment is frozen: read once what was received before is counted, and
 * kept current, because a subject that is linked to an enrolled one is enrolled.
 */
export class Enrolments {
  private readonly known = new Map<string, Enrolment>();
  private readonly wanted = new Map<string, AbortController>();
  private changed = 0;

  constructor(
    private readonly model: MeasurementReadModel,
    private readonly logger: Logger,
  ) {}

  /** Counts what became known: who saves it sees whether there is anything new. */
  get changes(): number {
    return this.changed;
  }

  /** The filter of who was enrolled, as text; null until that is known: so long all keep their variant. */
  enrolledIn(experiment: string): string | null {
    return this.known.get(experiment)?.text ?? null;
  }

  /** Asks for those of an experiment that was frozen at a position; `changed` hears whenever more is known. */
  want(experiment: string, frozenAt: Position, changed: () => void): void {
    if (this.wanted.has(experiment)) return;
    const stopping = new AbortController();
    this.wanted.set(experiment, stopping);
    void this.keep(experiment, frozenAt, changed, stopping.signal);
  }

  /** The experiment has ended: nobody asks for it any more. */
  forget(experiment: string): void {
    this.wanted.get(experiment)?.abort();
    this.wanted.delete(experiment);
    this.known.delete(experiment);
  }

  stop(): void {
    for (const stopping of this.wanted.values()) stopping.abort();
  }

  private async keep(experiment: string, frozenAt: Position, changed: () => void, signal: AbortSignal): Promise<void> {
    /** Links that the log has up to here are heeded. */
    let upTo: string | undefined;
    while (!signal.aborted) {
      try {
        const source = await this.model.current(frozenAt);
        const enrolment = this.known.get(experiment);
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
        this.logger.debug({ err: error, experiment }, 'who is enrolled cannot be read yet');
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private note(experiment: string, filter: EnrolledFilter, changed: () => void): void {
    this.changed += 1;
    this.known.set(experiment, { filter, text: filter.toText() });
    changed();
  }
}
