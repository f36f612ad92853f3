export interface Paced {
  /** Requests a run: at once, or as soon as the pace allows. Waiting requests share one run. */
  request(): void;
  cancel(): void;
}

/**
 * Starts `task` at most once per `intervalMs`, and never twice at the same time. A request during a run causes another
 * run, because the first one may have read older data.
 */
export function atMostEvery(intervalMs: number, task: () => Promise<void>): Paced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let wanted = false;
  let startedAt = Number.NEGATIVE_INFINITY;
  let cancelled = false;

  const run = async () => {
    timer = undefined;
    running = true;
    wanted = false;
    startedAt = Date.now();
    try {
      await task();
    } finally {
      running = false;
      if (wanted) schedule();
    }
  };
  const schedule = () => {
    if (cancelled || timer !== undefined) return;
    timer = setTimeout(() => void run(), Math.max(0, startedAt + intervalMs - Date.now()));
  };

  return {
    request() {
      wanted = true;
      if (!running) schedule();
    },
    cancel() {
      cancelled = true;
      clearTimeout(timer);
    },
  };
}
