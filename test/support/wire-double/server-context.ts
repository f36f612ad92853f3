import type { Metadata } from '@grpc/grpc-js';
import type { Member } from './gossip.js';
import type { Log } from './log.js';
import type { Misbehaviour } from './misbehaviour.js';
import type { failure } from './wire.js';

/** What the handlers of one node share. */
export interface ServerContext {
  /** What this node holds; a follower's may lag behind the leader's. */
  readonly log: Log;
  readonly misbehave: Misbehaviour;
  /** How often each way of appending was used, how many reads began, and how many events subscriptions were sent. */
  readonly counts: { appends: number; batchAppends: number; reads: number; eventsSent: number };
  /** Servers before 23.10 never say `caughtUp`. */
  readonly saysCaughtUp: boolean;
  /** The log that a write goes to, undefined where it is swallowed. @throws failure where this node refuses it */
  writable(metadata: Metadata): Log | undefined;
  /** @throws failure where this node refuses a read */
  checkReadable(metadata: Metadata, target: ReadTarget): void;
  /** What this node tells of the cluster. */
  members(): readonly Member[];
  dropConnections(): void;
  notLeader(): ReturnType<typeof failure>;
}

export type ReadTarget = 'all' | 'stream';

/** Told to the node by the client where only the leader will do. */
export function requiresLeader(metadata: Metadata): boolean {
  return metadata.get('requires-leader').includes('true');
}
