import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Logger } from '../../libs/platform/logging/logger.js';
import type { OperationRequests, Progress, Reactor } from '../../libs/projections/index.js';
import type { CountingWork, FromCounting, ToCounting } from './counting-messages.js';

// What counting makes is short-lived: a larger young generation only waits longer for its collection.
const YOUNG_MIB = 24;

const ASK_EVERY_MS = 200;
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5_000;
const STOP_TIMEOUT_MS = 10_000;

/** Runs the measurement projection in its own thread, and restarts the thread when it ends. */
export class CountingThread {
  /** The progress of the projection; undefined while the thread starts. */
  progress: Progress | undefined;

  constructor(
    private readonly work: CountingWork,
    readonly name: string,
    private readonly requests: OperationRequests,
    private readonly reactor: Reactor,
    private readonly logger: Pick<Logger, 'error'>,
    private readonly script = new URL('./counting.worker.js', import.meta.url),
  ) {}

  /** Works until the signal aborts; then waits until the thread has ended. */
  async run(signal: AbortSignal): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(pause * 2, LAST_PAUSE_MS)) {
      await this.runOnce(signal);
      if (signal.aborted) return;
      this.logger.error('the thread that counts telemetry ended, restarting it');
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  private async runOnce(signal: AbortSignal): Promise<void> {
    const worker = new Worker(this.script, {
      workerData: this.work,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    });
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.on('error', (error) => this.logger.error({ err: error }, 'the thread that counts telemetry failed'));
    worker.on('message', (message: FromCounting) => this.hear(message));
    const asking = this.keepAsking(worker);
    let late: NodeJS.Timeout | undefined;
    const stop = (): void => {
      tell(worker, { kind: 'stop' });
      late = setTimeout(() => void worker.terminate(), STOP_TIMEOUT_MS);
    };
    signal.addEventListener('abort', stop, { once: true });
    await ended;
    signal.removeEventListener('abort', stop);
    clearTimeout(late);
    clearInterval(asking);
    this.progress = undefined;
  }

  private hear(message: FromCounting): void {
    if (message.kind === 'progress') this.progress = message.progress;
    else this.reactor.committed(message.committed);
  }

  /** Requests of operators arrive in this thread's memory; passes each change to the worker. */
  private keepAsking(worker: Worker): NodeJS.Timeout {
    let passed = { rebuild: -1, replay: -1 };
    return setInterval(() => {
      const current = {
        rebuild: this.requests.rebuildOf(this.name),
        replay: this.requests.replayOf(this.name),
      };
      if (current.rebuild === passed.rebuild && current.replay === passed.replay) return;
      passed = current;
      tell(worker, { kind: 'asked', ...current });
    }, ASK_EVERY_MS);
  }
}

function tell(worker: Worker, message: ToCounting): void {
  worker.postMessage(message);
}
