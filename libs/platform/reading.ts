/** The header of a stale answer: the time of the oldest command that the answer lacks. */
export const STALE_HEADER = 'assay-stale-since';

/** The position that a reader requires, and the callback for a stale answer. */
export interface Reading {
  /** The header Assay-Min-Position: the answer waits for this position, or is refused. */
  readonly minPosition: string | undefined;
  /** Called if the answer lacks commands of this process. */
  readonly isStale: (since: string) => void;
}

/** A plain position if the caller does not need the callback. */
export type Wanted = Reading | string | undefined;

export const minPositionOf = (wanted: Wanted): string | undefined =>
  typeof wanted === 'object' ? wanted.minPosition : wanted;
