import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 2_000;
/** Who asks again and again stops a while before, so that the last answer is still in time. */
const LAST_TRY_MS = 1_500;

/** What is read within 2 s; null if the database fails or dawdles, so that no command waits for it. */
export function orUnknown<T>(
  read: (isAwaited: () => boolean) => Promise<T | null>,
  failed: (error: unknown) => void,
): Promise<T | null> {
  const until = performance.now() + LAST_TRY_MS;
  const reading = (async () => read(() => performance.now() < until))().catch((error: unknown) => {
    failed(error);
    return null;
  });
  return Promise.race([reading, sleep(PATIENCE_MS, null, { ref: false })]);
}
