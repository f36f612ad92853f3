import type { VerdictKind } from '../statistics/index.js';
import type { Experiment } from './experiment.js';

/** A verdict and the kinds of its reasons, the weightiest first. */
export interface KnownVerdict {
  /** The treatment that it is of; null without treatments. */
  readonly variant: string | null;
  readonly kind: VerdictKind;
  readonly reasons: readonly string[];
}

/** The verdict on an experiment, and that on each treatment, disabled ones too. */
export interface ExperimentVerdict extends KnownVerdict {
  readonly arms: readonly KnownVerdict[];
}

/** The experiment that is judged, as of its last change. */
export type Judged = Pick<Experiment, 'id' | 'environment' | 'updatedAt'>;

/** Port: what the completion of an experiment asks about its results. A part that compares arms answers. */
export abstract class Verdicts {
  /** Null: it cannot be had now. It never throws, so that nothing that fails elsewhere blocks a completion. */
  abstract on(experiment: Judged): Promise<ExperimentVerdict | null>;
}
