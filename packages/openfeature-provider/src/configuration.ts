import { isDeepStrictEqual } from 'node:util';
import {
  compileSnapshot,
  unusableBecause,
  withDependents,
  type CompiledFlag,
  type SnapshotDocument,
} from '../../../libs/evaluation/index.js';
import { keyProblem } from '../../../libs/decision-ids/index.js';
import type { Settings } from './settings.js';

/** A snapshot, compiled for deciding. */
export interface Configuration {
  readonly environment: string;
  readonly document: SnapshotDocument;
  readonly flags: ReadonlyMap<string, CompiledFlag>;
}

/** This provider cannot use the server's snapshot, and a retry does not help. */
export class UnusableSnapshot extends Error {
  override readonly name = 'UnusableSnapshot';
}

/** @throws UnusableSnapshot for a format or semantics of a later version */
export function configurationOf(document: SnapshotDocument, { digest }: Settings): Configuration {
  const reason = unusableBecause(document);
  if (reason !== undefined) throw new UnusableSnapshot(`${reason}; upgrade @assay/openfeature-provider`);
  const { environment, snapshot } = document;
  return { environment, document, flags: compileSnapshot(snapshot, digest) };
}

/** The problem with the keys in the options; undefined if they are right. */
export function keysProblem({ document }: Configuration, { decisionKeys, digest }: Settings): string | undefined {
  return keyProblem(decisionKeys, digest, document.keys);
}

/** The keys of the flags whose decisions may have changed. */
export function changedFlags(before: Configuration, after: Configuration): string[] {
  const { flags: flagsBefore, ...settingsBefore } = before.document.snapshot;
  const { flags: flagsAfter, ...settingsAfter } = after.document.snapshot;
  const known = new Map(flagsBefore.map((flag) => [flag.key, flag]));
  const gone = [...known.keys()].filter((key) => !after.flags.has(key));
  const all = !isDeepStrictEqual(settingsBefore, settingsAfter);
  const changed = flagsAfter.filter((flag) => all || !isDeepStrictEqual(known.get(flag.key), flag));
  return [...withDependents(flagsAfter, [...changed.map(({ key }) => key), ...gone])];
}
