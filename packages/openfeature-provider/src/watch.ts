/** A signal that aborts after a timeout, or with an outer signal. Call `end` when the work is done. */
export class Watch {
  private readonly own = new AbortController();
  private readonly pass = (): void => this.own.abort(this.outer.reason);
  private timer: NodeJS.Timeout;

  constructor(
    private readonly outer: AbortSignal,
    ms: number,
  ) {
    this.timer = this.timerOf(ms);
    if (outer.aborted) this.pass();
    else outer.addEventListener('abort', this.pass);
  }

  get signal(): AbortSignal {
    return this.own.signal;
  }

  /** Restarts the timeout. */
  extend(ms: number): void {
    clearTimeout(this.timer);
    this.timer = this.timerOf(ms);
  }

  end(): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener('abort', this.pass);
  }

  private timerOf(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.own.abort(new Error(`nothing was heard for ${ms} ms`)), ms).unref();
  }
}
