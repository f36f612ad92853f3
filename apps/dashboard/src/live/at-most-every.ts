export interface Paced {
  /** Asks for a run: at once, or as soon as the pace allows; requests that wait together become one run. */
  request(): void;
  cancel(): void;
}

/**
 * Paces `task` to one start per `intervalMs`, never two at once. A request during a run is answered by another run,
 * because what the first one read may be older than the request.
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
