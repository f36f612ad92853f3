import type { DataSource } from 'typeorm';
import { Verdicts, type Experiment, type ExperimentVerdict, type KnownVerdict } from '../../experiments/index.js';
import type { Clock } from '../../platform/clock.js';
import type { Logger } from '../../platform/logging/logger.js';
import { inOneSnapshot, isComplete } from '../../projections/index.js';
import type { ArmVerdict } from '../analysis/verdicts.js';
import { readExperiments } from './measured.js';
import { orUnknown } from './or-unknown.js';
import { readVerdict } from './report.js';

/** Answers completions from the counts: the verdict that results show. */
export class MeasuredVerdicts extends Verdicts {
  constructor(
    private readonly source: () => Promise<DataSource>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    super();
  }

  override on(experiment: Pick<Experiment, 'id' | 'environment'>): Promise<ExperimentVerdict | null> {
    return orUnknown(
      async () => verdictIn(await this.source(), experiment, this.clock.now()),
      (error) => this.logger.warn({ err: error }, 'the verdict is unknown, so a completion is not judged by it'),
    );
  }
}

function verdictIn(
  source: DataSource,
  { id, environment }: Pick<Experiment, 'id' | 'environment'>,
  now: Date,
): Promise<ExperimentVerdict | null> {
  return inOneSnapshot(source, async (reader) => {
    // Counts of a part of the log would be judged as if they were all.
    if (!(await isComplete(reader))) return null;
    const measured = (await readExperiments(reader, [id])).get(id);
    if (measured?.environment !== environment || measured.startedAt === null) return null;
    const { variant, arms, ...overall } = await readVerdict(reader, id, now);
    const known = arms.map((arm) => ({ variant: arm.variant, ...knownOf(arm) }));
    return { ...knownOf(overall), variant, arms: known };
  });
}

const knownOf = ({ kind, reasons }: Pick<ArmVerdict, 'kind' | 'reasons'>): KnownVerdict => ({
  kind,
  reasons: reasons.map((reason) => reason.kind),
});
