import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../../platform/problem.js';
import type { Decision, IdentifiedDecision } from '../../evaluation/index.js';
import type { Source } from '../telemetry.js';

/** A decision that is an exposure by itself. */
export interface DecidedExposure {
  readonly environment: string;
  readonly decision: IdentifiedDecision;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly source: Source;
}

/** Passes decisions that are exposures to their recorder. Without a recorder they are not exposures. */
export class ExposureSink {
  private taker: ((exposure: DecidedExposure) => void) | undefined;

  /** @param taker must neither throw nor take long, because a caller waits for the decision */
  handTo(taker: (exposure: DecidedExposure) => void): void {
    this.taker = taker;
  }

  /** Takes every single decision that a user sees, and passes on those that are exposures. */
  readonly hear = (decision: Decision, environment: string, at: number, source: Source): void => {
    if (decision.identified && decision.exposesOnDecide) this.taker?.({ environment, decision, at, source });
  };
}

/** False if the caller says that no user sees the decision, as in prefetching or server rendering. */
export function isSeen(headers: IncomingHttpHeaders): boolean {
  const value = headers['assay-exposure'];
  if (value === undefined) return true;
  // Another word would count a subject that saw nothing.
  if (String(value).toLowerCase() !== 'none')
    throw new Problem(400, 'malformed_header', 'the header assay-exposure is none, or absent');
  return false;
}
