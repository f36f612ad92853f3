/** A flag that nobody asked for in a while. */
export interface StaleFlag {
  readonly flag: string;
  readonly tags: readonly string[];
  /** The hour of the last use in any environment, or the creation if there was none; ISO 8601 UTC. */
  readonly since: string;
  readonly isUsed: boolean;
}
