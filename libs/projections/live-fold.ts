import type { StoredEvent } from '../event-store/index.js';

/** In-memory state that is folded from the streams whose names start with its prefixes. */
export interface LiveFold {
  readonly prefixes: readonly string[];
  apply(event: StoredEvent): void;
}
