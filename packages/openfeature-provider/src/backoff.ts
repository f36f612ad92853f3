import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 200;

/** Exponential backoff with jitter after consecutive failures, at most `mostMs`. */
export function backoffMs(failures: number, mostMs: number, chance: number = Math.random()): number {
  const full = Math.min(mostMs, FIRST_MS * 2 ** Math.min(failures, 30));
  return Math.ceil(full / 2 + (full / 2) * chance);
}

/** Waits without keeping the process alive; ends early if the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
