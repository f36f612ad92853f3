import type { DataSource } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { candidatesFor, tagsOfFlag } from './candidates.js';
import { similarityOf, type Similarity, type Traits } from '../similarity.js';

export interface SimilarExperiment extends Similarity {
  readonly experiment: Experiment;
}

/** The completed experiments of the same environment that are like this one, the most alike first. */
export async function similarTo(source: DataSource, of: Experiment, limit: number): Promise<SimilarExperiment[]> {
  const traits = traitsOf(of, await tagsOfFlag(source, of.flag));
  const candidates = await candidatesFor(source, of, traits.tags);
  return candidates
    .flatMap(({ experiment, flagTags, words }): SimilarExperiment[] => {
      const similarity = similarityOf(traits, traitsOf(experiment, flagTags), words);
      return similarity ? [{ experiment, ...similarity }] : [];
    })
    .sort((one, other) => other.score - one.score)
    .slice(0, limit);
}

const traitsOf = (
  { flag, primaryMetric, metrics, tags, targeting }: Experiment,
  flagTags: readonly string[],
): Traits => ({
  flag,
  primaryMetric,
  metrics,
  tags: [...new Set([...tags, ...flagTags])],
  targeting,
});
