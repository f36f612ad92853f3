import type { Amount } from './deltas.js';
import type { Use } from './metric-uses.js';

/** A subject's sums of one metric on one UTC day (since 1970). */
export interface LedgerEntry {
  readonly metric: string;
  readonly version: number;
  readonly day: number;
  readonly x: Amount;
  readonly y: Amount;
}

/** A metric that asks for CUPED, at one of its versions. */
export interface LedgerUse {
  readonly version: number;
  readonly use: Use;
}

/** The metrics that ask for CUPED, by the event types that they count. */
export type LedgerUses = ReadonlyMap<string, readonly LedgerUse[]>;

/** Most days before its exposure that a metric may ask for. */
export const MAX_DAYS = 14;
// An event may be 30 days late, and a clock minutes off.
const LATE_DAYS = 31;
/** Days that the ledger is kept. */
export const LEDGER_DAYS = MAX_DAYS + LATE_DAYS;
