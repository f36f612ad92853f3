import { type HistoryItem, type Trigger } from '../api-types.js';

/** The triggers of the current run: those since the last start or resume. */
export function currentTriggers(triggers: readonly Trigger[], history: readonly HistoryItem[]): readonly Trigger[] {
  const opening = history.findLast(({ type }) => type === 'experiment_started' || type === 'experiment_resumed');
  if (opening === undefined) return triggers;
  return triggers.filter(({ detectedAt }) => Date.parse(detectedAt) >= Date.parse(opening.at));
}
