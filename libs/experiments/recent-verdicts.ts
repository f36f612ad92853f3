import type { Clock } from '../platform/clock.js';
import { RecentAnswers } from '../platform/recent-answers.js';
import { isOver, type Experiment } from './experiment.js';
import type { ExperimentVerdict, Verdicts } from './verdicts.js';

const MOST_KEPT = 2_000;
/** A verdict is read from all counts of an experiment, so many at once would hold up other queries. */
const AT_ONCE = 4;
const LIVE_MS = 15_000;
/** Telemetry may come late, so the verdict on what is over is looked at again, too. */
const OVER_MS = 600_000;

/** Verdicts on many experiments, for lists: some seconds old, and only so many new ones in each answer. */
export class RecentVerdicts {
  private readonly answers: RecentAnswers<ExperimentVerdict | null>;

  constructor(
    private readonly verdicts: Verdicts,
    clock: Clock,
  ) {
    this.answers = new RecentAnswers(MOST_KEPT, clock);
  }

  /** By experiment, without those that are not known. @param most the number of verdicts that may be made anew */
  async of(experiments: readonly Experiment[], most: number): Promise<ReadonlyMap<string, ExperimentVerdict>> {
    const started = experiments.filter(({ startedAt }) => startedAt !== null);
    const known = started.filter((each) => this.has(each));
    const asked = [...known, ...started.filter((each) => !this.has(each)).slice(0, most)];
    const found = new Map<string, ExperimentVerdict>();
    const waiting = asked.values();
    const work = async (): Promise<void> => {
      for (const experiment of waiting) {
        const verdict = await this.on(experiment);
        if (verdict) found.set(experiment.id, verdict);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return found;
  }

  private on(experiment: Experiment): Promise<ExperimentVerdict | null> {
    const keptMs = isOver(experiment) ? OVER_MS : LIVE_MS;
    return this.answers.of(
      nameOf(experiment),
      () => this.verdicts.on(experiment),
      () => keptMs,
    );
  }

  private has(experiment: Experiment): boolean {
    return this.answers.has(nameOf(experiment));
  }
}

/** Of one state of an experiment: after each change its verdict is another. */
const nameOf = ({ id, updatedAt }: Experiment): string => `${id} ${updatedAt}`;
