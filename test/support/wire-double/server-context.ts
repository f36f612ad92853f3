import type { Log } from './log.js';
import type { Misbehaviour } from './misbehaviour.js';
import type { failure } from './wire.js';

/** What the handlers of one double share. */
export interface ServerContext {
  readonly log: Log;
  readonly misbehave: Misbehaviour;
  /** How often each way of appending was used, and how many events subscriptions were sent. */
  readonly counts: { appends: number; batchAppends: number; eventsSent: number };
  /** Servers before 23.10 never say `caughtUp`. */
  readonly saysCaughtUp: boolean;
  dropConnections(): void;
  notLeader(): ReturnType<typeof failure>;
}
