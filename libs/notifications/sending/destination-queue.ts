import type { Clock } from '../../platform/clock.js';
import { backoffMs, GIVE_UP_MS, nextAttempt, retryAfterMs } from '../backoff.js';
import type { Attempt } from '../delivery.js';
import type { Destination } from '../destination.js';
import { digestOf } from '../digest.js';
import type { Message } from '../message.js';
import type { Claimed, Outbox } from '../read-model/outbox.js';
import { isGone, type Channels, type Sent } from './channels.js';
import { nextOf } from '../limit.js';

const OVERFLOW_EVERY_MS = 10_000;

/** What a queue works with. */
export interface Sending {
  readonly outbox: Outbox;
  readonly channels: Pick<Channels, 'send'>;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly chance: () => number;
  readonly publicUrl: string | undefined;
  /** Called if a receiver answers 410: it wants nothing any more. */
  readonly gone: (destination: string) => Promise<void>;
}

/** Sends what waits for one destination, one after another: a slow receiver delays only itself. */
export class DestinationQueue {
  private pausedUntil = 0;
  private overflowedAt = -Infinity;
  /** True from the begin of an attempt until its outcome is recorded. */
  private isOpen = false;

  constructor(
    private readonly id: string,
    private readonly sending: Sending,
  ) {}

  /** True if the outcome of its last attempt is not recorded. */
  get hasOpenAttempt(): boolean {
    return this.isOpen;
  }

  /** Works until nothing is due, or the receiver asks for a pause. */
  async work(signal: AbortSignal): Promise<void> {
    const { outbox, clock } = this.sending;
    // The outcome of the last attempt could not be recorded.
    if (this.isOpen) await outbox.recover(clock.now(), this.id);
    this.isOpen = false;
    while (!signal.aborted && clock.now().getTime() >= this.pausedUntil) {
      const found = await outbox.destination(this.id);
      if (found === 'unknown') return;
      if (!found) return this.giveUp('the destination was removed');
      if (found.disabled !== null) return this.giveUp('the destination is disabled');
      const now = clock.now();
      const mayOverflow = now.getTime() - this.overflowedAt >= OVERFLOW_EVERY_MS;
      const waiting = await outbox.waiting(this.id, now);
      const next = nextOf(waiting, found.perMinute, mayOverflow);
      if (next.kind === 'wait') return;
      if (waiting.fresh.length > found.perMinute - waiting.begun) this.overflowedAt = now.getTime();
      await this.attempt(found, next.kind === 'send' ? next.id : await this.gather(next.ids, now), signal);
    }
  }

  /** @returns the id of the digest */
  private async gather(ids: readonly string[], now: Date): Promise<string> {
    const { outbox } = this.sending;
    const digest = digestOf(this.id, await outbox.contents(ids), now.toISOString());
    await outbox.gather(digest, ids, now);
    return digest.id;
  }

  private async attempt(destination: Destination, id: string, signal: AbortSignal): Promise<void> {
    const { outbox, channels, clock } = this.sending;
    const begun = clock.now();
    this.isOpen = true;
    const claimed = await outbox.claim(id, begun);
    if (!claimed) return void (this.isOpen = false);
    const message = await this.messageOf(claimed);
    const sent = await channels.send(destination, message, begun, signal);
    // Cut off by the end of this process: the next one makes the attempt again.
    if (signal.aborted && sent.error !== null) return;
    const now = clock.now();
    await outbox.settle(id, attemptOf(sent, begun, now), this.after(claimed, sent, now.getTime()));
    this.isOpen = false;
    if (!isGone(sent)) return;
    await this.giveUp('the receiver answered 410: it wants nothing any more');
    await this.sending.gone(this.id);
  }

  private async messageOf({ id, kind, content }: Claimed): Promise<Message> {
    const { outbox, publicUrl } = this.sending;
    return { id, kind, content, publicUrl, members: kind === 'digest' ? await outbox.membersOf(id) : [] };
  }

  private after({ attempts, gives_up_at: until }: Claimed, sent: Sent, now: number): 'delivered' | Date | null {
    if (sent.error === null) return 'delivered';
    if (isGone(sent)) return null;
    const askedMs = Math.min(retryAfterMs(sent.retryAfter, now), GIVE_UP_MS);
    if (askedMs > 0) this.pausedUntil = now + askedMs;
    const next = nextAttempt(now, backoffMs(attempts, this.sending.chance(), askedMs), until.getTime());
    return next === null ? null : new Date(next);
  }

  private async giveUp(error: string): Promise<void> {
    const at = this.sending.clock.now().toISOString();
    await this.sending.outbox.giveUp(this.id, { at, milliseconds: 0, status: null, answer: null, error });
  }
}

const attemptOf = ({ status, answer, error }: Sent, begun: Date, ended: Date): Attempt => ({
  at: begun.toISOString(),
  milliseconds: ended.getTime() - begun.getTime(),
  status,
  answer,
  error,
});
