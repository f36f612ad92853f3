import { type Trigger } from '../api-types.js';

/** Merges triggers, newest first. What came of one never changes, so an answer from before that does not undo it. */
export function mergeTriggers(held: readonly Trigger[], incoming: readonly Trigger[]): readonly Trigger[] {
  const byId = new Map(held.map((trigger) => [trigger.id, trigger]));
  for (const trigger of incoming) {
    const known = byId.get(trigger.id);
    if (trigger.outcome !== null || !known?.outcome) byId.set(trigger.id, trigger);
  }
  return [...byId.values()].sort((a, b) => Date.parse(b.detectedAt) - Date.parse(a.detectedAt));
}
