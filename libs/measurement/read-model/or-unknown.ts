import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 2_000;

/** What is read within 2 s; null if the database fails or dawdles, so that no command waits for it. */
export function orUnknown<T>(read: () => Promise<T | null>, failed: (error: unknown) => void): Promise<T | null> {
  const reading = (async () => read())().catch((error: unknown) => {
    failed(error);
    return null;
  });
  return Promise.race([reading, sleep(PATIENCE_MS, null, { ref: false })]);
}
