import { status } from '@grpc/grpc-js';
import { failure } from './wire.js';

/** A subscription that faults can affect. */
export interface OpenSubscription {
  fail(error: ReturnType<typeof failure>): void;
  end(): void;
  hang(): void;
}

/** A fault of the next append. */
export type AppendFault = 'drop_after_commit' | 'never_answer' | 'not_leader';

/** The faults that a test can order; each was seen on a real server. */
export class Misbehaviour {
  readonly #subscriptions = new Set<OpenSubscription>();
  readonly #appendFaults: AppendFault[] = [];
  #notLeaderReads = 0;

  /** The next append is written, then every connection breaks before the answer. */
  dropAfterCommit(): void {
    this.#appendFaults.push('drop_after_commit');
  }

  /** The next append is swallowed: not written, never answered. */
  neverAnswerAppend(): void {
    this.#appendFaults.push('never_answer');
  }

  /** The next append is refused because another node leads. */
  refuseAppendAsNotLeader(): void {
    this.#appendFaults.push('not_leader');
  }

  /** The next read or subscription is refused because another node leads. */
  refuseReadAsNotLeader(): void {
    this.#notLeaderReads += 1;
  }

  /** All subscriptions end without an error. */
  endSubscriptionsSilently(): void {
    for (const subscription of this.#subscriptions) subscription.end();
  }

  /** All subscriptions break as in an orderly shutdown; appends go on. */
  breakSubscriptionsAsShutdownDoes(): void {
    const details = 'Received RST_STREAM with code 0 (Call ended without gRPC status)';
    this.#failSubscriptions(status.INTERNAL, details);
  }

  /** All subscriptions are cut off like those of a slow consumer. */
  cutOffSlowConsumers(): void {
    this.#failSubscriptions(status.ABORTED, 'Consumer too slow to handle event while live.');
  }

  /** All present subscriptions stay open but deliver nothing more; new ones work. */
  hangSubscriptions(): void {
    for (const subscription of this.#subscriptions) subscription.hang();
  }

  get openSubscriptions(): number {
    return this.#subscriptions.size;
  }

  register(subscription: OpenSubscription): () => void {
    this.#subscriptions.add(subscription);
    return () => void this.#subscriptions.delete(subscription);
  }

  takeAppendFault(): AppendFault | undefined {
    return this.#appendFaults.shift();
  }

  takeNotLeaderRead(): boolean {
    if (this.#notLeaderReads === 0) return false;
    this.#notLeaderReads -= 1;
    return true;
  }

  #failSubscriptions(code: status, details: string): void {
    for (const subscription of this.#subscriptions) subscription.fail(failure(code, details));
  }
}
