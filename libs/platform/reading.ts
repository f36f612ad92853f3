/** The header that says since when an answer lacks something: when the oldest command was answered that it has not seen. */
export const STALE_HEADER = 'assay-stale-since';

/** What a reader asks of an answer, and hears of it. */
export interface Reading {
  /** The header Assay-Min-Position: the answer waits for it, or is refused. */
  readonly minPosition: string | undefined;
  /** Told where the answer lacks commands of this process. */
  readonly isStale: (since: string) => void;
}

/** Where nobody is to be told: the position alone. */
export type Wanted = Reading | string | undefined;

export const minPositionOf = (wanted: Wanted): string | undefined =>
  typeof wanted === 'object' ? wanted.minPosition : wanted;
