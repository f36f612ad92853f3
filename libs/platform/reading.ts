/** The header of a stale answer: the time of the oldest command that the answer lacks. */
export const STALE_HEADER = 'assay-stale-since';

/** The header of an answer about an earlier instant: the position of the last event that the instant has. */
export const AS_OF_HEADER = 'assay-as-of-position';

/** The position that a reader requires, and callbacks that say what the answer is of. */
export interface Reading {
  /** The header Assay-Min-Position: the answer waits for this position, or is refused. */
  readonly minPosition: string | undefined;
  /** Called if the answer lacks commands of this process. */
  readonly isStale: (since: string) => void;
  /** Called if the answer is about an earlier instant, with the position of its last event. */
  readonly isAsOf: (position: string) => void;
}

/** A plain position if the caller does not need the callback. */
export type Wanted = Reading | string | undefined;

export const minPositionOf = (wanted: Wanted): string | undefined =>
  typeof wanted === 'object' ? wanted.minPosition : wanted;
