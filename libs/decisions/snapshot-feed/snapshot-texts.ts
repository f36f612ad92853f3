import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { EnvironmentVersions } from '../environment-versions.js';
import type { KeyProofs } from '../../decision-ids/index.js';
import { formatOf, type SnapshotDocument, type EnvironmentSnapshot } from '../../evaluation/index.js';

import { snapshotText } from './snapshot-answers.js';

const ETAG_LENGTH = 22;
const compress = promisify(gzip);

/** Gives the snapshot that an environment decides from now. */
export interface SnapshotSource {
  served(environment: string): EnvironmentSnapshot;
}

/** A snapshot in the form that is sent. */
export class SnapshotText {
  readonly plain: Buffer;
  /** Weak, because it stands for both the plain and the compressed bytes. */
  readonly etag: string;
  private compressed: Promise<Buffer> | undefined;

  constructor(readonly document: SnapshotDocument) {
    this.plain = Buffer.from(snapshotText(document));
    // Hashes the text, because replicas can reach the same version with different enrolment filters.
    this.etag = `W/"${hash('sha256', this.plain, 'base64url').slice(0, ETAG_LENGTH)}"`;
  }

  gzipped(): Promise<Buffer> {
    this.compressed ??= compress(this.plain);
    return this.compressed;
  }
}

/** Each environment's snapshot as text, made once per requested version. */
export class SnapshotTexts {
  private readonly latest = new Map<string, SnapshotText>();

  constructor(
    private readonly source: SnapshotSource,
    private readonly versions: Pick<EnvironmentVersions, 'of'>,
    private readonly keys: KeyProofs,
  ) {}

  of(environment: string): SnapshotText {
    const version = this.versions.of(environment);
    const latest = this.latest.get(environment);
    if (latest?.document.version === version) return latest;
    const snapshot = this.source.served(environment);
    const text = new SnapshotText({ format: formatOf(snapshot), environment, version, keys: this.keys, snapshot });
    this.latest.set(environment, text);
    return text;
  }
}
