import { Big } from 'big.js';
import type { Metric } from '../../metrics/index.js';
import { isZero, plus, type AggregateDeltas, type Amount } from './deltas.js';
import { dayOf } from './log-clock.js';
import { LEDGER_DAYS, MAX_DAYS, type LedgerEntry, type LedgerUses } from './ledger.js';
import { amountsOf, takenOf } from './metric-uses.js';
import type { CountedEvent } from './observe.js';
import type { TouchedUnits } from './touched-units.js';
import type { Tracked } from './tracked.js';
import { exposedAt, storedAmount, type UnitState } from './unit-state.js';
import { personKey } from './waiting.js';

/** Keeps the ledger of subjects' sums per day, and from it the pre-exposure values of units. */
export class PreExposure {
  /** Units whose values are made anew. They are touched. */
  private readonly stale = new Map<UnitState, { readonly tracked: Tracked; readonly person: string }>();

  constructor(
    private readonly uses: LedgerUses,
    /** By personKey, as read. */
    private readonly ledger: Map<string, LedgerEntry[]>,
    private readonly units: TouchedUnits,
    private readonly deltas: AggregateDeltas,
  ) {}

  /** Records an event of a person in the ledger, and in the values of the units that it comes before. */
  record(environment: string, person: string, event: CountedEvent): void {
    const uses = this.uses.get(event.type);
    if (uses === undefined) return;
    const day = dayOf(event.at);
    for (const { version, use } of uses) {
      const taken = takenOf(use, event.properties);
      if (taken === undefined) continue;
      const [x, y] = amountsOf(use, taken) ?? [1, 0];
      const { metric } = use;
      this.deltas.ledger.add([person, environment, metric, version, day], [x, y]);
      this.entriesOf(environment, person).push({ metric, version, day, x, y });
      for (const tracked of this.units.experimentsOf(environment, person)) {
        const unit = this.units.peek(tracked, person);
        const own = tracked.adjusted.find((each) => each.key === metric && each.version === version);
        if (unit && own && isBefore(day, own, unit)) this.renew(tracked, person);
      }
    }
  }

  /** Makes the values of a unit anew, because its first exposure is on another day or it was merged. */
  renew(tracked: Tracked, person: string): void {
    if (tracked.adjusted.length > 0) this.stale.set(this.units.touch(tracked, person), { tracked, person });
  }

  /** Merges the person `from` into `to`. */
  move(environment: string, from: string, to: string): void {
    for (const entry of this.entriesOf(environment, from)) {
      const { metric, version, day, x, y } = entry;
      this.deltas.ledger.add([from, environment, metric, version, day], [x, y], -1);
      this.deltas.ledger.add([to, environment, metric, version, day], [x, y]);
      this.entriesOf(environment, to).push(entry);
    }
    this.ledger.delete(personKey(environment, from));
  }

  /** Makes the values of a merged unit anew, unless days of its ledger are gone: then they are the sum of both. */
  renewMerged(tracked: Tracked, person: string, receivedAt: number): void {
    const unit = this.units.peek(tracked, person);
    const first = unit === undefined ? Infinity : exposedAt(unit);
    if (first !== Infinity && dayOf(first) - MAX_DAYS > dayOf(receivedAt) - LEDGER_DAYS) this.renew(tracked, person);
  }

  /** Makes stale values anew, before the units settle. */
  settle(): void {
    for (const [unit, { tracked, person }] of this.stale) {
      const entries = this.entriesOf(tracked.environment, person);
      for (const metric of tracked.adjusted) {
        const own = entries.filter((entry) => entry.metric === metric.key && entry.version === metric.version);
        const before = own.filter(({ day }) => isBefore(day, metric, unit));
        delete unit.pre[metric.key];
        const x = atMost(sumOf(before, 'x'), metric);
        const y = sumOf(before, 'y');
        if (!isZero(x) || !isZero(y)) unit.pre[metric.key] = [storedAmount(x), storedAmount(y)];
      }
    }
    this.stale.clear();
  }

  private entriesOf(environment: string, person: string): LedgerEntry[] {
    const key = personKey(environment, person);
    let entries = this.ledger.get(key);
    if (entries === undefined) this.ledger.set(key, (entries = []));
    return entries;
  }
}

const sumOf = (entries: readonly LedgerEntry[], of: 'x' | 'y'): Amount =>
  entries.reduce<Amount>((sum, entry) => plus(sum, entry[of]), 0);

/** True if the day is one of those before the day of the unit's first exposure that the metric asks for. */
function isBefore(day: number, { varianceReduction }: Metric, unit: UnitState): boolean {
  const first = exposedAt(unit);
  if (first === Infinity || varianceReduction === undefined) return false;
  return day < dayOf(first) && day >= dayOf(first) - varianceReduction.days;
}

/** A conversion counts once, and a sum up to the metric's cap, as after the exposure. */
function atMost(x: Amount, { rule, cap }: Metric): Amount {
  const most = rule.kind === 'conversion' ? 1 : cap;
  return most !== undefined && new Big(x).gt(most) ? new Big(most) : x;
}
