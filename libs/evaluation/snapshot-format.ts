import type { KeyProofs } from '../decision-ids/index.js';
import type { EnvironmentSnapshot } from './snapshot.js';

/** Raise this when a reader of the older format would decide differently from the server. */
export const SNAPSHOT_FORMAT = 1;

/** The answer of `GET /v1/snapshot`: everything needed to decide as the server does, except the keys. */
export interface SnapshotDocument {
  readonly format: typeof SNAPSHOT_FORMAT;
  readonly environment: string;
  /** Changes with every input of decisions; the stream of changes sends the same version. */
  readonly version: string;
  readonly keys: KeyProofs;
  readonly snapshot: EnvironmentSnapshot;
}
