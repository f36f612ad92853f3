import { readNameOrPath, readPath, type Reader } from './attribute.js';
import { paddedVersionComparison, versionComparison, type ValueTest, type VersionComparison } from './operators.js';
import type { Semantics } from './semantics.js';

/** The parts of the dialect that semantics change. */
export interface Dialect {
  /** Compares the value as a version with `than`. */
  readonly version: (name: VersionComparison, than: unknown) => ValueTest;
  /** Whether patterns see null and missing values as the texts "null" and "undefined". */
  readonly nullIsText: boolean;
  /** Reads the attribute of a name, or at a path. */
  readonly reader: (path: string) => Reader;
}

export const DIALECTS: Readonly<Record<Semantics, Dialect>> = {
  1: { version: paddedVersionComparison, nullIsText: true, reader: readPath },
  2: { version: versionComparison, nullIsText: false, reader: readNameOrPath },
};
