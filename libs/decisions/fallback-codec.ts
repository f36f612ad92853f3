import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SavedAccess } from '../access/http.js';
import { parsePosition, type Position } from '../event-store/index.js';
import type { SavedEnvironment } from './decision-view.js';

/** All that decisions need, as it was when the log had been read up to the position. Plain JSON. */
export interface FallbackDecisions {
  readonly savedAt: string;
  readonly position: Position;
  readonly environments: readonly SavedEnvironment[];
  readonly access: SavedAccess;
}

/** To be raised with every change of shape of what is saved: another version's file is nobody's. */
const VERSION = 3;
const SEAL = /^[0-9a-f]{64}$/;

/** Writes and reads saved decisions under one installation's seal. */
export class FallbackCodec {
  private readonly key: Buffer;

  /**
   * @param secret the subject key, which all processes of an installation share: the file says who may do what, so a seal
   * that anybody could make would not do
   * @param origin where the events are: the same keys may serve another store
   */
  constructor(secret: string, origin: string) {
    const store = createHash('sha256').update(origin).digest();
    this.key = createHmac('sha256', secret).update('assay saved decisions').update(store).digest();
  }

  encode(saved: FallbackDecisions): string {
    const text = JSON.stringify({ version: VERSION, ...saved });
    return `${this.seal(text)}\n${text}\n`;
  }

  /** Undefined for what is damaged, of another version or of another installation. */
  decode(file: string): FallbackDecisions | undefined {
    const [seal = '', text = '', ...rest] = file.split('\n');
    if (!SEAL.test(seal) || rest.join('') !== '') return undefined;
    if (!timingSafeEqual(Buffer.from(seal), Buffer.from(this.seal(text)))) return undefined;
    // The seal is ours, so the shape is the one that this version writes.
    const { version, ...saved } = JSON.parse(text) as FallbackDecisions & { readonly version: number };
    return version === VERSION ? { ...saved, position: parsePosition(saved.position) } : undefined;
  }

  private seal(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('hex');
  }
}
