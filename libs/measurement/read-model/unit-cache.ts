import type { UnitState } from '../aggregation/unit-state.js';

// About a kilobyte each.
const MAX_KEPT = 20_000;

/** Units as their table has them, bounded: a unit's events come close together. */
export class UnitCache {
  private readonly kept = new Map<string, UnitState>();

  get(key: string): UnitState | undefined {
    return this.kept.get(key);
  }

  keep(key: string, state: UnitState): void {
    if (this.kept.size >= MAX_KEPT) this.clear();
    this.kept.set(key, state);
  }

  drop(key: string): void {
    this.kept.delete(key);
  }

  clear(): void {
    this.kept.clear();
  }
}
