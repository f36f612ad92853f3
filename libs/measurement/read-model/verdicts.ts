import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { Verdicts, type ExperimentVerdict, type Judged, type KnownVerdict } from '../../experiments/index.js';
import type { Clock } from '../../platform/clock.js';
import type { Logger } from '../../platform/logging/logger.js';
import { inOneSnapshot, isComplete } from '../../projections/index.js';
import type { OverallVerdict } from '../analysis/verdicts.js';
import { readExperiments } from './measured.js';
import { orUnknown } from './or-unknown.js';
import { readVerdict } from './report.js';

const ASK_AGAIN_MS = 20;

/** Answers completions from the counts: the verdict that results show. */
export class MeasuredVerdicts extends Verdicts {
  constructor(
    private readonly source: () => Promise<DataSource>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    super();
  }

  override on(experiment: Judged): Promise<ExperimentVerdict | null> {
    return orUnknown(
      async (isAwaited) => {
        const source = await this.source();
        for (;;) {
          const isLast = !isAwaited();
          const found = await verdictIn(source, experiment, this.clock.now(), isLast);
          if (found !== 'not_yet') return found;
          if (isLast) return null;
          await sleep(ASK_AGAIN_MS);
        }
      },
      (error) =>
        this.logger.warn(
          { err: error },
          'the verdict is unknown: a completion is not judged by it, and lists do not show it',
        ),
    );
  }
}

/**
 * Answers `not_yet` while the counts lack the experiment's last change, such as its start. The last attempt takes the
 * counts of a started experiment as they are, so that a flood of telemetry prevents no verdict.
 */
function verdictIn(
  source: DataSource,
  { id, environment, updatedAt }: Judged,
  now: Date,
  isLast: boolean,
): Promise<ExperimentVerdict | 'not_yet' | null> {
  return inOneSnapshot(source, async (reader) => {
    // Counts of a part of the log would be judged as if they were all.
    if (!(await isComplete(reader))) return null;
    const measured = (await readExperiments(reader, [id])).get(id);
    if (!measured || measured.environment !== environment || measured.startedAt === null) return 'not_yet';
    if (measured.updatedAt < updatedAt && !isLast) return 'not_yet';
    const { arms, ...overall } = await readVerdict(reader, id, now);
    return { ...knownOf(overall), arms: arms.map(knownOf) };
  });
}

const knownOf = ({ kind, variant, reasons }: Omit<OverallVerdict, 'arms'>): KnownVerdict => ({
  ...{ kind, variant },
  reasons: reasons.map((reason) => reason.kind),
});
