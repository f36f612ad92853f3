import type { StoredEvent } from '../event-store/index.js';

/** Something that keeps itself current in memory from the streams whose names start with its prefixes. */
export interface LiveFold {
  readonly prefixes: readonly string[];
  apply(event: StoredEvent): void;
}
