/**
 * Answers of requests that came in one turn of the event loop are sent behind the last of them. Whoever waits for them is
 * then woken once, and finds several; an answer at a time would wake it each time, which costs more than to answer.
 */
export class SendTogether {
  private waiting: (() => void)[] = [];

  /** @param failed told of an answer that could not be sent: the others are */
  constructor(private readonly failed: (error: unknown) => void) {}

  add(send: () => void): void {
    if (this.waiting.length === 0) setImmediate(() => this.sendAll());
    this.waiting.push(send);
  }

  private sendAll(): void {
    const all = this.waiting;
    this.waiting = [];
    for (const send of all) {
      try {
        send();
      } catch (error) {
        this.failed(error);
      }
    }
  }
}
