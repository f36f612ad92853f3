import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The clock of apps that were started with its environment. A test moves it while they run. */
export interface MovedClock {
  readonly environment: Readonly<Record<string, string>>;
  now(): Date;
  /** Moves the clock; once it resolves, every app has the new time. */
  move(ms: number): Promise<void>;
  remove(): Promise<void>;
}

export async function movedClock(): Promise<MovedClock> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-clock-'));
  const file = join(folder, 'ahead');
  let ahead = 0;
  const write = async (): Promise<void> => {
    // Renamed into place, so that a reader never sees half of it.
    await writeFile(`${file}.new`, String(ahead));
    await rename(`${file}.new`, file);
  };
  await write();
  const preload = new URL('moved-clock.mjs', import.meta.url).href;
  return {
    environment: { NODE_OPTIONS: `--import ${preload}`, TEST_CLOCK_FILE: file },
    now: () => new Date(Date.now() + ahead),
    move: async (ms) => {
      ahead += ms;
      await write();
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
