import type { IncomingHttpHeaders } from 'node:http';
import type { Decision, IdentifiedDecision } from '../../evaluation/index.js';

/** A decision that is an exposure by itself. */
export interface DecidedExposure {
  readonly environment: string;
  readonly decision: IdentifiedDecision;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Where decisions that are exposures are handed over; without anybody who takes them they are none. */
export class ExposureSink {
  private taker: ((exposure: DecidedExposure) => void) | undefined;

  /** @param taker must not throw, nor take its time: it is called while somebody waits for a decision */
  handTo(taker: (exposure: DecidedExposure) => void): void {
    this.taker = taker;
  }

  /** For a single decision that somebody sees, whether or not it is an exposure. */
  readonly hear = (decision: Decision, environment: string, at: number): void => {
    if (decision.identified && decision.exposesOnDecide) this.taker?.({ environment, decision, at });
  };
}

/** False where the caller says that nobody sees what it decides: prefetching, or rendering on a server. */
export const isSeen = (headers: IncomingHttpHeaders): boolean => headers['assay-exposure'] !== 'none';
