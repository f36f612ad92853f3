import type { VerdictKind } from '../statistics/index.js';
import type { Experiment } from './experiment.js';

/** A verdict and the kinds of its reasons, the weightiest first. */
export interface KnownVerdict {
  readonly kind: VerdictKind;
  readonly reasons: readonly string[];
}

/** The verdict on an experiment, and that on each treatment that may still be rolled out. */
export interface ExperimentVerdict extends KnownVerdict {
  /** The treatment that it is of; null without treatments. */
  readonly variant: string | null;
  readonly arms: readonly (KnownVerdict & { readonly variant: string })[];
}

/** Port: what the completion of an experiment asks about its results. A part that compares arms answers. */
export abstract class Verdicts {
  /** Null: it cannot be had now. It never throws, so that nothing that fails elsewhere blocks a completion. */
  abstract on(experiment: Pick<Experiment, 'id' | 'environment'>): Promise<ExperimentVerdict | null>;
}
