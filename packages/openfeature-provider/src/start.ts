/** The outcome of a start: success, or failure after a timeout or a hopeless error. It settles once. */
export class Start {
  private readonly outcome: Promise<void>;
  private settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void };
  private state: 'waiting' | 'succeeded' | 'failed' = 'waiting';
  private lastError: unknown;

  constructor() {
    this.settle = { resolve: () => undefined, reject: () => undefined };
    this.outcome = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    // It can reject before `within` is called.
    this.outcome.catch(() => undefined);
  }

  /** @returns 'late' for the first success after a failure */
  succeed(): 'late' | 'in time' {
    const before = this.state;
    this.state = 'succeeded';
    this.settle.resolve();
    return before === 'failed' ? 'late' : 'in time';
  }

  /** Fails at once if the error is hopeless; otherwise the error is the reason of a later timeout. */
  fail(error: unknown, isHopeless: boolean): void {
    this.lastError = error;
    if (isHopeless && this.state === 'waiting') this.end();
  }

  /** @throws the last error if the start does not succeed in time */
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
