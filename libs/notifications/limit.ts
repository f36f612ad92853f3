/** What waits for a destination now. */
export interface Waiting {
  /** Never tried, the most urgent first. */
  readonly fresh: readonly string[];
  /** Digests, and what was tried before and is due again: neither counts towards the limit. */
  readonly again: readonly string[];
  /** First attempts within the last minute. */
  readonly begun: number;
}

/** What to do next for a destination. */
export type Next =
  | { readonly kind: 'send'; readonly id: string }
  | { readonly kind: 'gather'; readonly ids: readonly string[] }
  | { readonly kind: 'wait' };

/**
 * Up to `perMinute` notifications go singly within a minute. If more wait than that leaves room for, they go together as
 * one digest: at once, and then every few seconds while the storm lasts.
 * @param mayOverflow true if the last message beyond the limit is some seconds old
 */
export function nextOf({ fresh, again, begun }: Waiting, perMinute: number, mayOverflow: boolean): Next {
  const room = perMinute - begun;
  const [first] = fresh;
  if (first !== undefined && (fresh.length <= room || (fresh.length === 1 && mayOverflow))) {
    return { kind: 'send', id: first };
  }
  if (fresh.length > 1 && (room > 0 || mayOverflow)) return { kind: 'gather', ids: fresh };
  const [retried] = again;
  return retried === undefined ? { kind: 'wait' } : { kind: 'send', id: retried };
}
