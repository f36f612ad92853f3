import type { KeyProofs } from '../decision-ids/index.js';
import type { EnvironmentSnapshot } from './snapshot.js';
import { CURRENT_SEMANTICS, isKnownSemantics, type Meant } from './targeting/semantics.js';

/**
 * A reader refuses a format that it does not know. Format 1: every condition has semantics 1. Format 2: conditions name
 * their semantics. Format 3: flags have prerequisites. Raise it when a reader of the older format would decide
 * differently from the server.
 */
const FORMATS = [1, 2, 3] as const;
export type SnapshotFormat = (typeof FORMATS)[number];

/** The answer of `GET /v1/snapshot`: everything needed to decide as the server does, except the keys. */
export interface SnapshotDocument {
  readonly format: SnapshotFormat;
  readonly environment: string;
  /** Changes with every input of decisions; the stream of changes sends the same version. */
  readonly version: string;
  readonly keys: KeyProofs;
  readonly snapshot: EnvironmentSnapshot;
}

/** The lowest format that says everything, so that older readers can use the snapshot as long as possible. */
export function formatOf(snapshot: EnvironmentSnapshot): SnapshotFormat {
  if (snapshot.flags.some(({ requires }) => requires !== undefined)) return 3;
  for (const { meant } of conditionsOf(snapshot)) if (meant.semantics !== undefined) return 2;
  return 1;
}

/** Why this version of the code cannot decide from a server's snapshot; undefined if it can. */
export function unusableBecause({ format, snapshot }: SnapshotDocument): string | undefined {
  if (!FORMATS.some((known) => known === format)) {
    return `the server's snapshots are of format ${String(format)}, not ${FORMATS.slice(0, -1).join(', ')} or ${FORMATS.at(-1)}`;
  }
  for (const { of, meant } of conditionsOf(snapshot)) {
    if (isKnownSemantics(meant.semantics)) continue;
    const most = `this version knows semantics up to ${CURRENT_SEMANTICS}`;
    return `the targeting of ${of} has semantics ${String(meant.semantics)}: ${most}`;
  }
  return undefined;
}

/** Everything with conditions, and its name in messages. */
function* conditionsOf({ groups, flags }: EnvironmentSnapshot): Iterable<{ of: string; meant: Meant }> {
  for (const group of groups) if (group.kind === 'condition') yield { of: `the group ${group.key}`, meant: group };
  for (const { key, experiment, pins, rules } of flags) {
    const of = `the flag ${key}`;
    if (experiment) yield { of, meant: experiment };
    for (const pin of pins) yield { of, meant: pin };
    for (const rule of rules) yield { of, meant: rule };
  }
}
