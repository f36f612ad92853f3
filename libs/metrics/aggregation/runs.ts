import type { Run } from '../../experiments/index.js';

/** The run that a time falls in: before the first start the first one, in a pause or after the end none. */
export function runAt(runs: readonly Run[], timeMs: number): number | null {
  const first = runs[0];
  if (!first) return null;
  if (timeMs < Date.parse(first.from)) return first.run;
  const found = runs.findLast((run) => timeMs >= Date.parse(run.from));
  return found && (found.to === null || timeMs < Date.parse(found.to)) ? found.run : null;
}
