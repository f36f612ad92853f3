import { hasReached } from '../../event-store/index.js';
import type { Loaded } from '../../event-sourcing/command-runner.js';
import type { Flag, FlagEnvironment } from '../flag.js';

/** The revision of a flag in an environment: it counts the events of both its streams, from 0. */
export const flagRevision = (shared: number, here: number): number => shared + here + 1;

/** Both streams as one with that revision, for If-Match. */
export const both = (shared: Loaded<Flag | null>, here: Loaded<FlagEnvironment>): Loaded<Flag | null> => ({
  ...shared,
  revision: flagRevision(shared.revision, here.revision),
});

const CLOSINGS: ReadonlySet<string> = new Set(['flag_closed', 'flag_variant_closed']);

/** `both`; where the command closed the flag or a variant and did not end, as it was before: the caller named that. */
export function bothBeforeClosing(shared: Loaded<Flag | null>, here: Loaded<FlagEnvironment>): Loaded<Flag | null> {
  const closing = shared.events.at(-1);
  if (!closing || !CLOSINGS.has(closing.type)) return both(shared, here);
  const earlier = here.events.filter(({ position }) => !hasReached(position, closing.position));
  return { ...shared, revision: flagRevision(shared.revision - 1, earlier.length - 1) };
}
