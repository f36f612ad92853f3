import { contribute } from './contribute.js';
import type { AggregateDeltas } from './deltas.js';
import type { LedgerEntry, LedgerUses } from './ledger.js';
import type { SubjectUnit } from './subject-units.js';
import type { Tracked } from './tracked.js';
import { newUnit, type UnitState } from './unit-state.js';
import type { WaitingEvent } from './waiting.js';

export const unitKey = (experiment: string, unit: string): string => `${experiment} ${unit}`;

/** The state that was read for a stretch of telemetry; counting changes it. */
export interface Workspace {
  /** By unitKey. */
  readonly units: Map<string, UnitState>;
  /** By personKey: the units, not the subject itself, under which it was exposed. */
  readonly subjectUnits: Map<string, SubjectUnit[]>;
  /** By personKey. */
  readonly waiting: Map<string, WaitingEvent[]>;
  /** Names of the properties that conditions of metrics read. */
  readonly conditional: ReadonlySet<string>;
  readonly ledgerUses: LedgerUses;
  /** By personKey: of persons whose first exposure or ledger changes. */
  readonly ledger: Map<string, LedgerEntry[]>;
  /** The subject that a digest stands for, after all links. */
  readonly personOf: (environment: string, digest: string) => string;
  /** Experiments as of this position of the log. */
  readonly tracked: (experiment: string) => Tracked | undefined;
}

/** The units that a stretch of telemetry changes. A touch subtracts a unit, `settle` adds it again. */
export class TouchedUnits {
  /** Units to write, by unitKey. */
  readonly touched = new Map<
    string,
    { readonly experiment: string; readonly unit: string; readonly state: UnitState }
  >();
  /** Units to delete, because they were merged into another one. */
  readonly gone = new Map<string, { readonly experiment: string; readonly unit: string }>();
  /** Experiments whose counts changed. */
  readonly experiments = new Set<string>();
  /** Units whose contribution is off the aggregates, by unitKey. */
  private readonly pending = new Set<string>();
  /** The experiments that have a unit, by its name; built on first use. */
  private byUnit: Map<string, Set<string>> | undefined;

  constructor(
    private readonly space: Pick<Workspace, 'units' | 'tracked'>,
    private readonly deltas: AggregateDeltas,
    private readonly note: (tracked: Tracked) => void,
  ) {}

  /** The unit's state; its contribution is off the aggregates until `settle`. */
  touch(tracked: Tracked, unit: string): UnitState {
    const { id } = tracked;
    const key = unitKey(id, unit);
    const existing = this.space.units.get(key);
    if (existing && this.pending.has(key)) return existing;
    const state = existing ?? newUnit();
    if (existing) contribute(this.deltas, tracked, existing, -1);
    this.pending.add(key);
    this.note(tracked);
    if (this.touched.has(key)) return state;
    this.space.units.set(key, state);
    this.touched.set(key, { experiment: id, unit, state });
    this.gone.delete(key);
    this.experiments.add(id);
    this.index(id, unit);
    return state;
  }

  /** The unit's state, if it is known. */
  peek({ id }: Tracked, unit: string): UnitState | undefined {
    return this.space.units.get(unitKey(id, unit));
  }

  /** Removes a unit that was merged into another one. */
  retire(experiment: string, unit: string): void {
    const key = unitKey(experiment, unit);
    this.touched.delete(key);
    this.pending.delete(key);
    this.space.units.delete(key);
    this.byUnit?.get(unit)?.delete(experiment);
    this.gone.set(key, { experiment, unit });
  }

  /** Adds the new contributions of the touched units to the aggregates. The next touch subtracts them again. */
  settle(): void {
    for (const key of this.pending) {
      const unit = this.touched.get(key);
      const tracked = unit && this.space.tracked(unit.experiment);
      if (tracked) contribute(this.deltas, tracked, unit.state, 1);
    }
    this.pending.clear();
  }

  /** The environment's experiments that have a unit of this name. */
  *experimentsOf(environment: string, unit: string): Iterable<Tracked> {
    if (!this.byUnit) {
      this.byUnit = new Map();
      for (const key of this.space.units.keys())
        this.index(key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1));
    }
    for (const experiment of this.byUnit.get(unit) ?? []) {
      const tracked = this.space.tracked(experiment);
      if (tracked?.environment === environment) yield tracked;
    }
  }

  private index(experiment: string, unit: string): void {
    const experiments = this.byUnit?.get(unit) ?? new Set();
    this.byUnit?.set(unit, experiments.add(experiment));
  }
}
