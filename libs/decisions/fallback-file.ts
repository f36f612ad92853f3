import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../platform/logging/logger.js';
import type { FallbackDecisions, FallbackCodec } from './fallback-codec.js';

const NAME = 'decisions.snapshot';

/** The saved decisions of one installation in a folder; several processes may share it. */
export class FallbackFile {
  private readonly path: string;

  constructor(
    private readonly folder: string,
    private readonly codec: FallbackCodec,
    private readonly logger: Logger,
  ) {
    this.path = join(folder, NAME);
  }

  /** Reads the last saved state; undefined if there is none of this installation and version. */
  async read(): Promise<FallbackDecisions | undefined> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== 'ENOENT')
        this.logger.warn({ err: error }, 'cannot read the saved decisions; they are ignored');
      return undefined;
    });
    if (text === undefined) return undefined;
    const saved = this.codec.decode(text);
    if (!saved) this.logger.warn({ path: this.path }, 'the saved decisions are damaged or foreign; they are ignored');
    return saved;
  }

  /** Writes a temporary file and renames it: a crash leaves a whole file, old or new. Only its owner can read it. */
  async write(saved: FallbackDecisions): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const unfinished = `${this.path}.${randomUUID()}`;
    try {
      const file = await open(unfinished, 'wx', 0o600);
      try {
        await file.writeFile(this.codec.encode(saved));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, this.path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }
}
