import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 200;

/** How long to wait after so many failures in a row: twice as long each time up to a bound, somewhat by chance. */
export function backoffMs(failures: number, mostMs: number, chance: number = Math.random()): number {
  const full = Math.min(mostMs, FIRST_MS * 2 ** Math.min(failures, 30));
  return Math.ceil(full / 2 + (full / 2) * chance);
}

/** Waits, without keeping the process alive; ends early when the signal is given. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
