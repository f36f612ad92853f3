import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '../event-store/index.js';
import { enrolledDigests, joinedDigests } from '../metrics/read-model/index.js';
import type { Logger } from '../platform/logger.js';
import type { MeasurementReadModel } from '../projections/index.js';
import { EnrolledFilter } from './enrolled-filter.js';
import { enrolmentOf, savedWithin, type Enrolment, type SavedEnrolment } from './saved-enrolments.js';

const LOOK_EVERY_MS = 1_000;
/** So many who were linked to the enrolled are remembered one by one; of more a new filter is made. */
const MAX_LATE = 10_000;
const MAX_SAVED_BYTES = 8 * 1024 * 1024;

export type IsEnrolled = (subject: string) => boolean;

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
    private readonly digest: (subject: string) => string,
    private readonly logger: Logger,
  ) {}

  /** Counts what became known: who saves it sees whether there is anything new. */
  get changes(): number {
    return this.changed;
  }

  /** Whether a subject was enrolled; undefined until that is known: so long all keep their variant. */
  enrolledIn(experiment: string): IsEnrolled | undefined {
    const enrolment = this.known.get(experiment);
    return enrolment && this.asked(enrolment);
  }

  /** Asks for those of an experiment that was frozen at a position; `ready` hears when they are known. */
  want(experiment: string, frozenAt: Position, ready: () => void): void {
    if (this.wanted.has(experiment)) return;
    const stopping = new AbortController();
    this.wanted.set(experiment, stopping);
    void this.keep(experiment, frozenAt, ready, stopping.signal);
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

  /** All that is known, as far as 8 MiB go; in experiments beyond that all keep their variant. */
  saved(): SavedEnrolment[] {
    return savedWithin(MAX_SAVED_BYTES, this.known);
  }

  /** Answers from what was saved, by experiment. */
  ofSaved(saved: readonly SavedEnrolment[]): ReadonlyMap<string, IsEnrolled> {
    return new Map(saved.map((each) => [each.experiment, this.asked(enrolmentOf(each))]));
  }

  private asked(enrolment: Enrolment): IsEnrolled {
    return (subject) => {
      const digest = this.digest(subject);
      return enrolment.filter.has(digest) || enrolment.late.has(digest);
    };
  }

  private async keep(experiment: string, frozenAt: Position, ready: () => void, signal: AbortSignal): Promise<void> {
    /** Links that the log has up to here are heeded. */
    let upTo: string | undefined;
    while (!signal.aborted) {
      try {
        const source = await this.model.current(frozenAt);
        const enrolment = this.known.get(experiment);
        if (!enrolment || upTo === undefined || enrolment.late.size > MAX_LATE) {
          const read = await enrolledDigests(source, experiment);
          upTo = read.upTo;
          if (!signal.aborted) this.note(experiment, EnrolledFilter.of(read.digests), ready);
        } else {
          const joined = await joinedDigests(source, experiment, upTo);
          upTo = joined.upTo;
          for (const digest of joined.digests) enrolment.late.add(digest);
          if (joined.digests.length > 0) this.changed += 1;
        }
      } catch (error) {
        this.logger.debug({ err: error, experiment }, 'who is enrolled cannot be read yet');
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private note(experiment: string, filter: EnrolledFilter, ready: () => void): void {
    this.changed += 1;
    const enrolment = this.known.get(experiment);
    if (enrolment) {
      enrolment.filter = filter;
      enrolment.late.clear();
      return;
    }
    this.known.set(experiment, { filter, late: new Set() });
    ready();
  }
}
