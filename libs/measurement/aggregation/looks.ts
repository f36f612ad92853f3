import type { AggregateDeltas } from './deltas.js';
import { lookAt, NOTHING_SEEN, type ExperimentEvidence } from './evidence.js';
import type { SumsBook } from './sums-book.js';
import type { Tracked } from './tracked.js';

/** The event that asks for a check of guardrails now. Its data name the environment. */
export const CHECK_REQUESTED = 'check_requested';

/**
 * Looks at the evidence of experiments, at places that the log defines: a batch that begins a second, and a check on
 * request. A look covers all that stands before its place, so that counting it again finds the same evidence.
 */
export class Looks {
  /** Experiments whose evidence has to be written, with their environments. */
  readonly changed = new Map<string, string>();
  /** Environments whose `unlooked` changed. */
  readonly moved = new Set<string>();

  constructor(
    readonly book: SumsBook,
    readonly evidence: Map<string, ExperimentEvidence>,
    /** By environment: the experiments whose counts changed since the last look. */
    private readonly unlooked: Map<string, Set<string>>,
  ) {}

  /** The counts of the experiment change. */
  note({ id, environment }: Tracked): void {
    const ids = this.unlooked.get(environment) ?? new Set();
    if (ids.has(id)) return;
    this.unlooked.set(environment, ids.add(id));
    this.moved.add(environment);
  }

  unlookedIn(environment: string): string[] {
    return [...(this.unlooked.get(environment) ?? [])].sort();
  }

  /** Every experiment whose counts changed since the last look. */
  allUnlooked(): string[] {
    return [...this.unlooked.values()].flatMap((ids) => [...ids]);
  }

  /**
   * Looks at the experiments of an environment whose counts changed; their sums and evidence are loaded.
   * @param deltas changes that are not written yet
   * @param position of the place in the log
   */
  look(
    environment: string,
    deltas: AggregateDeltas,
    tracked: (experiment: string) => Tracked | undefined,
    position: string,
  ): void {
    const ids = this.unlookedIn(environment);
    if (ids.length === 0) return;
    for (const id of ids) {
      const experiment = tracked(id);
      if (experiment === undefined || experiment.currentRun === 0) continue;
      const { comparisons, currentRun: run } = experiment;
      const before = this.evidence.get(id) ?? NOTHING_SEEN;
      this.evidence.set(id, lookAt(before, { comparisons, run, sums: this.book.after(id, deltas), position }));
      this.changed.set(id, environment);
    }
    this.unlooked.delete(environment);
    this.moved.add(environment);
  }
}
