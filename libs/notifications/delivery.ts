/**
 * waiting: to be sent. sending: an attempt is under way. delivered: the receiver took it. failed: given up. in_digest:
 * it went, or goes, with a digest, which has a delivery of its own.
 */
export const DELIVERY_STATES = ['waiting', 'sending', 'delivered', 'failed', 'in_digest'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One attempt to send. */
export interface Attempt {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly milliseconds: number;
  /** Of the HTTP answer; null if there was none. */
  readonly status: number | null;
  /** The first characters of the answer. */
  readonly answer: string | null;
  /** Why it failed; null if it succeeded. */
  readonly error: string | null;
}

/** Attempts that the log of a delivery keeps. */
export const KEPT_ATTEMPTS = 20;
