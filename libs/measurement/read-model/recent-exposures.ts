import { RecentExposures, type Experiment } from '../../experiments/index.js';
import type { Clock } from '../../platform/clock.js';
import type { Logger } from '../../platform/logging/logger.js';
import { sizesOf } from '../analysis/planning.js';
import { metricOf, newestWithMetric, readControl, readRateOfFlag } from './baseline.js';
import type { Reader } from './measured.js';
import { orUnknown } from './or-unknown.js';

/** Answers submissions from the counts. A database that fails or dawdles holds up no submission: then it is unknown. */
export class MeasuredExposures extends RecentExposures {
  constructor(
    private readonly reader: () => Promise<Reader>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    super();
  }

  override perDay(environment: string, flag: string): Promise<number | null> {
    return this.orUnknown(async (reader) => {
      const { perDay } = await readRateOfFlag(reader, environment, flag, this.clock.now().getTime());
      return perDay;
    });
  }

  override subjectsNeeded(experiment: Experiment): Promise<number | null> {
    return this.orUnknown((reader) => neededBy(reader, experiment));
  }

  private orUnknown(read: (reader: Reader) => Promise<number | null>): Promise<number | null> {
    return orUnknown(
      async () => read(await this.reader()),
      (error) =>
        this.logger.warn({ err: error }, 'the subjects to come are unknown, so no submission is warned of them'),
    );
  }
}

/** By the fixed test, which needs the fewest subjects: a warning is given only if even these cannot be had. */
async function neededBy(reader: Reader, experiment: Experiment): Promise<number | null> {
  const { planned, primaryMetric, environment, variants } = experiment;
  if (!planned || primaryMetric === null) return null;
  const past = await newestWithMetric(reader, environment, primaryMetric);
  const metric = past && (await metricOf(reader, past, primaryMetric));
  if (!past || !metric || metric.rule.kind === 'quantile') return null;
  const control = await readControl(reader, past, metric);
  const weights = [...variants].sort((one, other) => Number(other.control) - Number(one.control));
  if (!control || weights.some(({ weight }) => Number(weight) <= 0)) return null;
  const sizes = sizesOf(metric, control, {
    mde: Number(planned.mde),
    alpha: Number(planned.alpha),
    power: Number(planned.power),
    weights: weights.map(({ weight }) => Number(weight)),
  });
  return sizes.state === 'ok' ? sizes.fixed.total : null;
}
