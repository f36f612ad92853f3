import { isDeepStrictEqual } from 'node:util';
import {
  compileSnapshot,
  SNAPSHOT_FORMAT,
  type CompiledFlag,
  type SnapshotDocument,
} from '../../../libs/evaluation/index.js';
import { keyProblem } from '../../../libs/decision-ids/index.js';
import type { Settings } from './settings.js';

/** What decisions are made from, fit to decide. */
export interface Configuration {
  readonly environment: string;
  readonly document: SnapshotDocument;
  readonly flags: ReadonlyMap<string, CompiledFlag>;
}

/** The server's snapshot is of no use here, and asking again does not help. */
export class UnusableSnapshot extends Error {
  override readonly name = 'UnusableSnapshot';
}

/** @throws UnusableSnapshot for another format */
export function configurationOf(document: SnapshotDocument, { digest }: Settings): Configuration {
  const format: unknown = document.format;
  if (format !== SNAPSHOT_FORMAT) {
    throw new UnusableSnapshot(`the server's snapshots are of format ${String(format)}, not ${SNAPSHOT_FORMAT}`);
  }
  const { environment, snapshot } = document;
  return { environment, document, flags: compileSnapshot(snapshot, digest) };
}

/** What is wrong with the keys that this process was given; undefined where nothing is. */
export function keysProblem({ document }: Configuration, { decisionKeys, digest }: Settings): string | undefined {
  return keyProblem(decisionKeys, digest, document.keys);
}

/** The keys of the flags that may be decided otherwise than before. */
export function changedFlags(before: Configuration, after: Configuration): string[] {
  const { flags: flagsBefore, ...settingsBefore } = before.document.snapshot;
  const { flags: flagsAfter, ...settingsAfter } = after.document.snapshot;
  const known = new Map(flagsBefore.map((flag) => [flag.key, flag]));
  const gone = [...known.keys()].filter((key) => !after.flags.has(key));
  const all = !isDeepStrictEqual(settingsBefore, settingsAfter);
  const changed = flagsAfter.filter((flag) => all || !isDeepStrictEqual(known.get(flag.key), flag));
  return [...changed.map(({ key }) => key), ...gone];
}
