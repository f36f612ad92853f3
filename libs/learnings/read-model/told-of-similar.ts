import type { DataSource } from 'typeorm';
import { SimilarBefore, type Experiment, type Warning } from '../../experiments/index.js';
import type { Logger } from '../../platform/logging/logger.js';
import { similarTo, type SimilarExperiment } from './similar-experiments.js';
import { inWords } from '../similarity.js';

const MOST_TOLD = 3;
/** As much as the same flag: what only has a metric in common is no news. */
const LEAST_SCORE = 3;
const PATIENCE_MS = 1_000;

/** Tells of similar experiments when one is drafted, from the read model, for which it waits a moment. */
export class ToldOfSimilar extends SimilarBefore {
  constructor(
    private readonly source: () => Promise<DataSource>,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async warningsFor(draft: Experiment): Promise<readonly Warning[]> {
    const finding = this.find(draft).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'similar experiments could not be looked for');
      return [];
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<readonly SimilarExperiment[]>((resolve) => {
      timer = setTimeout(() => resolve([]), PATIENCE_MS);
    });
    const found = await Promise.race([finding, late]);
    clearTimeout(timer);
    return found.map(warningOf);
  }

  private async find(draft: Experiment): Promise<readonly SimilarExperiment[]> {
    const found = await similarTo(await this.source(), draft, MOST_TOLD);
    return found.filter(({ score }) => score >= LEAST_SCORE);
  }
}

function warningOf({ experiment: { id, key, outcome, completedAt }, reasons }: SimilarExperiment): Warning {
  const ended = `${key} ended with ${outcome?.kind ?? 'nothing'} on ${completedAt?.slice(0, 10) ?? 'no day'}`;
  return { code: 'similar_before', message: `${ended}; in common: ${reasons.map(inWords).join('; ')}`, experiment: id };
}
