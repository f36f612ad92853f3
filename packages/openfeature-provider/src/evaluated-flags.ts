import { AssayError } from './assay-api.js';

const HOUR_MS = 3_600_000;
const REPORT_EVERY_MS = 60_000;
/** Characters of one report; the server takes no more. */
const MAX_CHARACTERS = 4_000;

/** Reports keys of flags. @throws AssayError */
type Send = (flags: readonly string[], signal: AbortSignal) => Promise<unknown>;

/**
 * Reports the flags that were evaluated here, so that the server can list those that nobody asks for any more: each key
 * once an hour, at most once a minute, in requests of their own. Whatever becomes of these, events are sent.
 */
export class EvaluatedFlags {
  private readonly seen = new Set<string>();
  private unsent: string[] = [];
  private hour = 0;
  private timer: NodeJS.Timeout | undefined;
  /** The key may not send telemetry. */
  private isRefused = false;

  constructor(private readonly send: Send) {}

  /** @param now epoch milliseconds */
  note(flag: string, now: number): void {
    if (now - this.hour >= HOUR_MS) this.beginHour(now);
    if (this.seen.has(flag)) return;
    this.seen.add(flag);
    if (this.isRefused) return;
    this.unsent.push(flag);
    this.reportLater();
  }

  /** Reports what is left, once. */
  async close(timeoutMs: number): Promise<void> {
    clearTimeout(this.timer);
    await this.report(AbortSignal.timeout(timeoutMs));
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private beginHour(now: number): void {
    this.hour = now - (now % HOUR_MS);
    this.seen.clear();
  }

  private reportLater(): void {
    this.timer ??= setTimeout(() => void this.report(new AbortController().signal), REPORT_EVERY_MS).unref();
  }

  private async report(signal: AbortSignal): Promise<void> {
    this.timer = undefined;
    while (this.unsent.length > 0) {
      const flags = this.take();
      try {
        await this.send(flags, signal);
      } catch (error) {
        this.isRefused = error instanceof AssayError && error.isLasting;
        this.unsent = this.isRefused ? [] : [...new Set([...flags, ...this.unsent])];
        break;
      }
    }
    if (this.unsent.length > 0) this.reportLater();
  }

  private take(): string[] {
    let characters = 0;
    const end = this.unsent.findIndex((key) => (characters += key.length + 1) > MAX_CHARACTERS);
    return this.unsent.splice(0, end < 0 ? this.unsent.length : end);
  }
}
