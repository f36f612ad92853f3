/** How guesses are slowed down. */
export interface Slowing {
  /** So many failures cost nothing. */
  readonly free: number;
  /** The longest wait, in seconds. */
  readonly most: number;
}

/** Seconds to wait after so many failures in a row: none for the free ones, then 1, 2, 4, … */
export const delayAfter = (failures: number, { free, most }: Slowing): number =>
  failures <= free ? 0 : Math.min(2 ** Math.min(failures - free - 1, 30), most);

/** Where a failure counts, and how it slows the next attempt there. */
export interface Bucket {
  readonly name: string;
  readonly slowing: Slowing;
}

/**
 * The buckets of an attempt. An account is slowed for everybody only a little, so that a stranger cannot lock out its
 * owner; one address is slowed for it a lot.
 */
export const bucketsOf = (account: string, address: string): readonly Bucket[] => [
  { name: `account ${account}`, slowing: { free: 20, most: 30 } },
  { name: `address ${address}`, slowing: { free: 50, most: 900 } },
  { name: `both ${account} ${address}`, slowing: { free: 4, most: 900 } },
];
