import { createHash, createHmac } from 'node:crypto';
import type { SavedAccess } from '../access/http.js';
import { parsePosition, type Position } from '../event-store/index.js';
import type { EnvironmentSnapshot } from '../evaluation/index.js';
import { sameSecret } from '../primitives/same-secret.js';
import { packed, unpacked } from '../primitives/written-json.js';

/** The saved state that one environment's decisions were made from. */
export interface SavedEnvironment {
  readonly environment: string;
  readonly snapshot: EnvironmentSnapshot;
}

/** The state that decisions need, as of a position of the log. Plain JSON. */
export interface FallbackDecisions {
  readonly savedAt: string;
  readonly position: Position;
  readonly environments: readonly SavedEnvironment[];
  readonly access: SavedAccess;
}

/** Raise it with every change of the saved shape: a file of another version is ignored. */
const VERSION = 6;
const SEAL = /^[0-9a-f]{64}$/;

/** Encodes and decodes saved decisions under one installation's seal. */
export class FallbackCodec {
  private readonly key: Buffer;

  /**
   * @param secret the subject key, which all processes of an installation share. The file holds permissions, so it
   * needs a seal that others cannot forge.
   * @param origin the address of the event store, because another store may use the same keys
   */
  constructor(secret: string, origin: string) {
    const store = createHash('sha256').update(origin).digest();
    this.key = createHmac('sha256', secret).update('assay saved decisions').update(store).digest();
  }

  encode(saved: FallbackDecisions): string {
    const text = packed({ version: VERSION, ...saved });
    return `${this.seal(text)}\n${text}\n`;
  }

  /** Undefined for a file that is damaged, of another version or of another installation. */
  decode(file: string): FallbackDecisions | undefined {
    const [seal = '', text = '', ...rest] = file.split('\n');
    if (!SEAL.test(seal) || rest.join('') !== '') return undefined;
    if (!sameSecret(seal, this.seal(text))) return undefined;
    // The seal is ours, so the shape is the one that this version writes.
    const { version, ...saved } = unpacked(JSON.parse(text)) as FallbackDecisions & { readonly version: number };
    return version === VERSION ? { ...saved, position: parsePosition(saved.position) } : undefined;
  }

  private seal(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('hex');
  }
}
