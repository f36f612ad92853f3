import type { SubjectLink, TelemetryBatch, TelemetryItem } from '../../telemetry/index.js';
import { AggregateDeltas } from './deltas.js';
import { expose, observeDecided, observeLoose, spreadLoose, type CountedEvent } from './observe.js';
import type { Tracked } from './tracked.js';
import { exposedAt, exposedTo, mergeUnits, type UnitState } from './unit-state.js';
import { SubjectUnits, type SubjectUnit } from './subject-units.js';
import { TouchedUnits, unitKey, type Workspace } from './touched-units.js';
import { WaitingEvents } from './waiting-events.js';
import { EXPOSURE_SLACK_MS, numbersOf, PATIENCE_MS, type WaitingEvent } from './waiting.js';

/** Counts one stretch of telemetry. Everything that it changes is in its public fields. */
export class Counting {
  readonly deltas = new AggregateDeltas();
  readonly units: TouchedUnits;
  readonly waiting: WaitingEvents;
  readonly subjectUnits: SubjectUnits;
  constructor(private readonly space: Workspace) {
    this.units = new TouchedUnits(space, this.deltas);
    this.waiting = new WaitingEvents(space.waiting);
    this.subjectUnits = new SubjectUnits(space.subjectUnits);
  }

  /** Counts the fresh items of a batch, O(1) each. */
  batch(batch: TelemetryBatch, isFresh: (item: TelemetryItem) => boolean): void {
    for (const item of batch.items) {
      if (!isFresh(item)) continue;
      if (item.attribution) this.decided(item, batch);
      else this.loose(item, batch);
    }
  }

  /** Makes two subjects one. `from` and `to` are what they stand for so far. */
  link({ environment, receivedAt }: SubjectLink, from: string, to: string): void {
    const experiments = [...this.units.experimentsOf(environment, from)];
    this.subjectUnits.move(environment, from, to);
    this.waiting.move(environment, from, to);
    for (const tracked of experiments) this.mergeUnit(tracked, from, to, receivedAt);
    this.reconsider(environment, to, receivedAt);
  }

  /** Adds what the touched units are now to the aggregates. To be called once, at the end. */
  finish(): void {
    this.units.finish();
  }

  private decided(item: TelemetryItem, { environment, receivedAt }: TelemetryBatch): void {
    const { attribution } = item;
    if (!attribution?.counted) return;
    const tracked = this.space.tracked(attribution.experiment);
    if (!tracked) return;
    const event = countedOf(item, receivedAt);
    if (this.isTail(tracked, event)) return;
    const person = this.space.personOf(environment, attribution.subject);
    const unit = attribution.unit === attribution.subject ? person : attribution.unit;
    const known = this.space.units.get(unitKey(tracked.id, unit));
    const exposed = known !== undefined && exposedTo(known).length > 0;
    if (tracked.frozen && !exposed) return;
    if (item.type.requiresExposure && !exposed) {
      const { experiment, variant, phase } = attribution;
      const decided = { experiment, variant, phase, unit };
      this.waiting.add({ ...event, id: item.id, environment, person: unit, receivedAt, decided, taken: [] });
      return;
    }
    const state = this.units.touch(tracked, unit);
    if (!item.type.exposure) {
      this.observe(tracked, state, event, attribution);
      return;
    }
    const before = { at: exposedAt(state), variants: exposedTo(state) };
    expose({ tracked, unit: state, deltas: this.deltas }, attribution.variant, attribution.phase, event.at);
    this.observe(tracked, state, event, attribution);
    const earlier =
      unit === person
        ? event.at < before.at
        : this.subjectUnits.note(environment, person, { experiment: tracked.id, unit, at: event.at });
    const widened = !before.variants.includes(attribution.variant);
    if (widened) this.spreadTaken(tracked, unit, before.variants, attribution.variant, person, receivedAt);
    if (earlier || before.variants.length === 0) {
      this.takeWaiting(tracked, person, unit, event.at, receivedAt);
      if (unit !== person) this.takeWaiting(tracked, unit, unit, Infinity, receivedAt);
    }
  }

  private loose(item: TelemetryItem, { environment, receivedAt }: TelemetryBatch): void {
    const person = this.space.personOf(environment, item.subject);
    const event = { ...countedOf(item, receivedAt), properties: numbersOf(item.properties) };
    const waiting: WaitingEvent = { ...event, id: item.id, environment, person, receivedAt, decided: null, taken: [] };
    this.deltas.unattributed.add([environment, event.type], [1]);
    for (const { experiment, unit, at } of this.enrolments(environment, person)) {
      const tracked = this.space.tracked(experiment);
      if (tracked) this.take(tracked, waiting, unit, at);
    }
    this.waiting.add(waiting);
  }

  /** An exposure may let events count that came before it: those received at most 7 days before. */
  private takeWaiting(tracked: Tracked, person: string, unit: string, exposedFrom: number, receivedAt: number): void {
    for (const event of [...this.waiting.of(tracked.environment, person)]) {
      if (!isInTime(event, receivedAt)) continue;
      if (event.decided) this.takeDecided(tracked, event, unit);
      else this.take(tracked, event, unit, exposedFrom);
    }
  }

  /** An event without decision id counts where its subject was exposed at or before its time. */
  private take(tracked: Tracked, event: WaitingEvent, unit: string, exposedFrom: number): void {
    const key = unitKey(tracked.id, unit);
    if (event.taken.includes(key) || !tracked.uses.has(event.type)) return;
    if (event.at + EXPOSURE_SLACK_MS < exposedFrom) return;
    if (event.taken.length === 0) this.deltas.unattributed.add([event.environment, event.type], [-1]);
    event.taken.push(key);
    this.waiting.noteChange(event);
    if (this.isTail(tracked, event)) return;
    const state = this.units.touch(tracked, unit);
    observeLoose({ tracked, unit: state, deltas: this.deltas }, event, exposedTo(state));
  }

  private takeDecided(tracked: Tracked, event: WaitingEvent, unit: string): void {
    const { decided } = event;
    if (decided?.experiment !== tracked.id || decided.unit !== unit) return;
    this.waiting.drop(event);
    this.observe(tracked, this.units.touch(tracked, unit), event, decided);
  }

  private observe(
    tracked: Tracked,
    unit: UnitState,
    event: CountedEvent,
    { variant, phase }: { readonly variant: string; readonly phase: number },
  ): void {
    observeDecided({ tracked, unit, deltas: this.deltas }, event, variant, phase);
  }

  /** Events without decision id that a unit took before it was exposed to one more variant count in that too. */
  private spreadTaken(
    tracked: Tracked,
    unit: string,
    before: readonly string[],
    added: string,
    person: string,
    receivedAt: number,
  ): void {
    if (before.length === 0) return;
    const key = unitKey(tracked.id, unit);
    const target = { tracked, unit: this.units.touch(tracked, unit), deltas: this.deltas };
    // Several subjects may share a unit of another name.
    const events = unit === person ? this.waiting.of(tracked.environment, person) : this.waiting.all();
    for (const event of events) {
      if (!event.taken.includes(key) || isAfterEnd(tracked, event) || !isInTime(event, receivedAt)) continue;
      spreadLoose(target, event, [added]);
    }
  }

  private mergeUnit(tracked: Tracked, from: string, to: string, receivedAt: number): void {
    const other = this.units.touch(tracked, from);
    const into = this.units.touch(tracked, to);
    const [own, others] = [exposedTo(into), exposedTo(other)];
    mergeUnits(into, other);
    this.units.retire(tracked.id, from);
    // Each side's events without decision id count in the other side's variants now.
    this.renameTaken(tracked, from, to, (event) => {
      const target = { tracked, unit: into, deltas: this.deltas };
      const before = event.side === 'from' ? others : own;
      const added = exposedTo(into).filter((variant) => !before.includes(variant));
      if (added.length === 0 || isAfterEnd(tracked, event.event) || !isInTime(event.event, receivedAt)) return;
      spreadLoose(target, event.event, added);
    });
  }

  private renameTaken(
    tracked: Tracked,
    from: string,
    to: string,
    each: (taken: { readonly event: WaitingEvent; readonly side: 'from' | 'to' }) => void,
  ): void {
    const [oldKey, newKey] = [unitKey(tracked.id, from), unitKey(tracked.id, to)];
    for (const event of this.waiting.of(tracked.environment, to)) {
      if (event.decided) continue;
      const index = event.taken.indexOf(oldKey);
      if (index >= 0) {
        event.taken[index] = newKey;
        this.waiting.noteChange(event);
        each({ event, side: 'from' });
      } else if (event.taken.includes(newKey)) each({ event, side: 'to' });
    }
  }

  /** After a link, each side's exposures serve the other side's events: those received at most 7 days before it. */
  private reconsider(environment: string, person: string, receivedAt: number): void {
    for (const { experiment, unit, at } of [...this.enrolments(environment, person)]) {
      const tracked = this.space.tracked(experiment);
      if (tracked) this.takeWaiting(tracked, person, unit, at, receivedAt);
    }
  }

  /** Every unit under which a person was exposed, and since when. */
  private *enrolments(environment: string, person: string): Iterable<SubjectUnit> {
    for (const { id: experiment } of this.units.experimentsOf(environment, person)) {
      const state = this.space.units.get(unitKey(experiment, person));
      if (state && exposedTo(state).length > 0) yield { experiment, unit: person, at: exposedAt(state) };
    }
    yield* this.subjectUnits.of(environment, person);
  }

  private isTail(tracked: Tracked, event: CountedEvent): boolean {
    if (!isAfterEnd(tracked, event)) return false;
    this.deltas.tails.add([tracked.id], [1]);
    return true;
  }
}

/** When an event counts: a fast clock hides nothing. Epoch milliseconds. */
export const countedAt = ({ at }: TelemetryItem, receivedAt: number): number => Math.min(at, receivedAt);

const countedOf = (item: TelemetryItem, receivedAt: number): CountedEvent => ({
  type: item.type.key,
  at: countedAt(item, receivedAt),
  properties: item.properties,
});

const isAfterEnd = ({ completedAt }: Tracked, { at }: CountedEvent): boolean =>
  completedAt !== null && at > completedAt;

/** Whether what is received then may still serve an event that came before it. */
const isInTime = (event: WaitingEvent, receivedAt: number): boolean => event.receivedAt >= receivedAt - PATIENCE_MS;
