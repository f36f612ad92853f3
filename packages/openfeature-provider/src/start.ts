/** A start that is waited for: it succeeds, or fails at last or once it is hopeless. It is decided once. */
export class Start {
  private readonly outcome: Promise<void>;
  private settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void };
  private state: 'waiting' | 'succeeded' | 'failed' = 'waiting';
  private lastError: unknown;

  constructor() {
    this.settle = { resolve: () => undefined, reject: () => undefined };
    this.outcome = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    // It may fail before anybody waits.
    this.outcome.catch(() => undefined);
  }

  /** @returns 'late' for the first success after a failure */
  succeed(): 'late' | 'in time' {
    const before = this.state;
    this.state = 'succeeded';
    this.settle.resolve();
    return before === 'failed' ? 'late' : 'in time';
  }

  /** Fails at once where it is hopeless; otherwise the error is what is told when the time is over. */
  fail(error: unknown, isHopeless: boolean): void {
    this.lastError = error;
    if (isHopeless && this.state === 'waiting') this.end();
  }

  /** @throws Error the last one, where it does not succeed in time */
  async within(ms: number): Promise<void> {
    const timer = setTimeout(() => {
      if (this.state === 'waiting') this.end();
    }, ms);
    await this.outcome.finally(() => clearTimeout(timer));
  }

  private end(): void {
    this.state = 'failed';
    this.settle.reject(this.lastError ?? new Error('no snapshot came in time'));
  }
}
