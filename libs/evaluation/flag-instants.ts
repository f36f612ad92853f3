import type { Instant } from '../primitives/instant.js';
import type { EnvironmentSnapshot } from './snapshot.js';

/** The times at which a flag's decisions change without an event: overrides expire, holdouts start and end. */
export function* flagInstants({ flags, holdouts }: EnvironmentSnapshot): Iterable<Instant> {
  for (const { key, overrides } of flags) {
    for (const { expiresAt } of overrides) yield { of: key, at: expiresAt };
    for (const holdout of holdouts) {
      if (holdout.flags !== null && !holdout.flags.includes(key)) continue;
      yield { of: key, at: holdout.startsAt };
      if (holdout.endsAt !== null) yield { of: key, at: holdout.endsAt };
    }
  }
}
