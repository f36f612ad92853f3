import type { Experiment } from '../../experiments/index.js';
import type { Occurrence } from '../occurrence.js';

/** What rules filter by, and what people look up. @param experiment null if it is not known */
export function aboutExperiment(
  environment: string,
  id: string,
  experiment: Experiment | null,
  tags: readonly string[],
): Pick<Occurrence, 'environment' | 'flag' | 'experiment' | 'path' | 'tags'> {
  return {
    environment,
    flag: experiment?.flag ?? null,
    experiment: { id, key: experiment?.key ?? id, name: experiment?.name ?? id },
    path: `/experiments/${id}`,
    tags,
  };
}
