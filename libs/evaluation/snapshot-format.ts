import type { KeyProofs } from '../decision-ids/index.js';
import type { EnvironmentSnapshot } from './snapshot.js';

/** To be raised when who reads an older document would decide otherwise than the server. */
export const SNAPSHOT_FORMAT = 1;

/** What `GET /v1/snapshot` answers: all that it takes to decide as the server does, keys aside. */
export interface SnapshotDocument {
  readonly format: typeof SNAPSHOT_FORMAT;
  readonly environment: string;
  /** Changes with anything that decisions are made from; the stream of changes tells the same. */
  readonly version: string;
  readonly keys: KeyProofs;
  readonly snapshot: EnvironmentSnapshot;
}
