import type { IncomingHttpHeaders } from 'node:http';
import type { Decision, IdentifiedDecision } from '../../evaluation/index.js';

/** A decision that is an exposure by itself. */
export interface DecidedExposure {
  readonly environment: string;
  readonly decision: IdentifiedDecision;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Passes decisions that are exposures to their recorder. Without a recorder they are not exposures. */
export class ExposureSink {
  private taker: ((exposure: DecidedExposure) => void) | undefined;

  /** @param taker must neither throw nor take long, because a caller waits for the decision */
  handTo(taker: (exposure: DecidedExposure) => void): void {
    this.taker = taker;
  }

  /** Takes every single decision that a user sees, and passes on those that are exposures. */
  readonly hear = (decision: Decision, environment: string, at: number): void => {
    if (decision.identified && decision.exposesOnDecide) this.taker?.({ environment, decision, at });
  };
}

/** False if the caller says that no user sees the decision, as in prefetching or server rendering. */
export const isSeen = (headers: IncomingHttpHeaders): boolean => headers['assay-exposure'] !== 'none';
