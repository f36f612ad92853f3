import type { Metadata } from '@grpc/grpc-js';
import type { Member } from './gossip.js';
import type { Log } from './log.js';
import type { Misbehaviour } from './misbehaviour.js';
import type { failure } from './wire.js';

/** The state that the handlers of one node share. */
export interface ServerContext {
  /** The log of this node; a follower's may lag the leader's. */
  readonly log: Log;
  readonly misbehave: Misbehaviour;
  /** Numbers of appends of each kind, of reads, and of events sent to subscriptions. */
  readonly counts: { appends: number; batchAppends: number; reads: number; eventsSent: number };
  /** Servers before 23.10 never say `caughtUp`. */
  readonly saysCaughtUp: boolean;
  /** The log that a write goes to; undefined if it is swallowed. @throws failure if this node refuses it */
  writable(metadata: Metadata): Log | undefined;
  /** @throws failure if this node refuses a read */
  checkReadable(metadata: Metadata, target: ReadTarget): void;
  /** The members of the cluster that this node reports. */
  members(): readonly Member[];
  dropConnections(): void;
  notLeader(): ReturnType<typeof failure>;
}

export type ReadTarget = 'all' | 'stream';

/** True if the client requires that the leader handles the call. */
export function requiresLeader(metadata: Metadata): boolean {
  return metadata.get('requires-leader').includes('true');
}
