import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { EnvironmentVersions } from '../environment-versions.js';
import type { KeyProofs } from '../../decision-ids/index.js';
import { SNAPSHOT_FORMAT, type SnapshotDocument, type EnvironmentSnapshot } from '../../evaluation/index.js';

const ETAG_LENGTH = 22;
const compress = promisify(gzip);

/** Says what each environment decides from now. */
export interface SnapshotSource {
  served(environment: string): EnvironmentSnapshot;
}

/** A snapshot as it is sent. */
export class SnapshotText {
  readonly plain: Buffer;
  /** Weak, for it stands for the plain and the compressed bytes alike. */
  readonly etag: string;
  private compressed: Promise<Buffer> | undefined;

  constructor(readonly document: SnapshotDocument) {
    this.plain = Buffer.from(JSON.stringify(document));
    // Of the text, not of the version: replicas may learn of who was enrolled in other steps.
    this.etag = `W/"${hash('sha256', this.plain, 'base64url').slice(0, ETAG_LENGTH)}"`;
  }

  gzipped(): Promise<Buffer> {
    this.compressed ??= compress(this.plain);
    return this.compressed;
  }
}

/** Each environment's snapshot as text, made once for each version that somebody asks for. */
export class SnapshotTexts {
  private readonly latest = new Map<string, SnapshotText>();

  constructor(
    private readonly source: SnapshotSource,
    private readonly versions: Pick<EnvironmentVersions, 'of'>,
    private readonly keys: KeyProofs,
  ) {}

  of(environment: string): SnapshotText {
    const version = this.versions.of(environment);
    const known = this.latest.get(environment);
    if (known?.document.version === version) return known;
    const snapshot = this.source.served(environment);
    const text = new SnapshotText({ format: SNAPSHOT_FORMAT, environment, version, keys: this.keys, snapshot });
    this.latest.set(environment, text);
    return text;
  }
}
