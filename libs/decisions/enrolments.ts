import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '../event-store/index.js';
import { enrolledDigests } from '../metrics/read-model/index.js';
import type { Logger } from '../platform/logger.js';
import type { MeasurementReadModel } from '../projections/index.js';
import { EnrolledFilter } from './enrolled-filter.js';

const RETRY_MS = 1_000;

/** Who was enrolled in the experiments whose enrolment is frozen: read once what was received before is counted. */
export class Enrolments {
  private readonly filters = new Map<string, string>();
  private readonly wanted = new Set<string>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly model: MeasurementReadModel,
    private readonly logger: Logger,
  ) {}

  /** The filter of who was enrolled, as text; null until that is known: so long all keep their variant. */
  enrolledIn(experiment: string): string | null {
    return this.filters.get(experiment) ?? null;
  }

  /** Asks for the filter of an experiment that was frozen at a position; `ready` hears when it is there. */
  want(experiment: string, frozenAt: Position, ready: () => void): void {
    if (this.wanted.has(experiment)) return;
    this.wanted.add(experiment);
    void this.build(experiment, frozenAt).then((built) => built && ready());
  }

  stop(): void {
    this.stopping.abort();
  }

  private async build(experiment: string, frozenAt: Position): Promise<boolean> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const source = await this.model.current(frozenAt);
        this.filters.set(experiment, EnrolledFilter.of(await enrolledDigests(source, experiment)).toText());
        return true;
      } catch (error) {
        this.logger.debug({ err: error, experiment }, 'who is enrolled cannot be read yet');
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return false;
  }
}
