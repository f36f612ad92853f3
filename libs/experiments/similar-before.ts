import type { Experiment } from './experiment.js';
import type { Warning } from './warnings.js';

/** Port: what a new draft is told of earlier experiments like it. A part that knows what was learnt answers. */
export abstract class SimilarBefore {
  /** The most similar first; a few at most. It never throws, so that nothing that fails elsewhere blocks a draft. */
  abstract warningsFor(draft: Experiment): Promise<readonly Warning[]>;
}
