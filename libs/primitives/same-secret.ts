import { timingSafeEqual } from 'node:crypto';

/** Compares two secrets, or digests of them, in constant time: only a difference in their lengths shows. */
export function sameSecret(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
