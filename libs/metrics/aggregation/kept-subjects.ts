import type { TelemetryItem } from '../../events/index.js';
import { subjectKey, type Subjects } from './aggregate-batch.js';

// About a kilobyte each.
const MAX_KEPT = 10_000;

/** Subjects as their table has them, bounded: a subject's events come close together. */
export class KeptSubjects {
  private readonly kept: Subjects = new Map();

  /** The items' subjects that are kept, and one item of each of the others. */
  find(items: readonly TelemetryItem[]): { readonly found: Subjects; readonly others: readonly TelemetryItem[] } {
    const found: Subjects = new Map();
    const others = new Map<string, TelemetryItem>();
    for (const item of items) {
      const key = subjectKey(item.experiment, item.subject);
      const state = this.kept.get(key);
      if (state) found.set(key, state);
      else others.set(key, item);
    }
    return { found, others: [...others.values()] };
  }

  keep(subjects: Subjects): void {
    if (this.kept.size + subjects.size > MAX_KEPT) this.clear();
    for (const [key, state] of subjects) this.kept.set(key, state);
  }

  clear(): void {
    this.kept.clear();
  }
}
