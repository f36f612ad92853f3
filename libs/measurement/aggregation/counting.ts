import type { SubjectLink, TelemetryBatch, TelemetryItem } from '../../telemetry/index.js';
import { countedOf, isAfterEnd, isServedAfterEnd, isInTime } from './counted-event.js';
import { AggregateDeltas } from './deltas.js';
import { dayOf } from './log-clock.js';
import type { Looks } from './looks.js';
import { expose, observeDecided, observeLoose, spreadLoose, type CountedEvent } from './observe.js';
import type { Tracked } from './tracked.js';
import { exposedAt, exposedTo, mergeUnits, type UnitState } from './unit-state.js';
import { PreExposure } from './pre-exposure.js';
import { SubjectUnits, type SubjectUnit } from './subject-units.js';
import { TouchedUnits, unitKey, type Workspace } from './touched-units.js';
import { WaitingEvents } from './waiting-events.js';
import { countableOf, EXPOSURE_SLACK_MS, type WaitingEvent } from './waiting.js';

/** Counts one stretch of telemetry. All of its changes are in its public fields. */
export class Counting {
  readonly deltas = new AggregateDeltas();
  readonly units: TouchedUnits;
  readonly waiting: WaitingEvents;
  readonly subjectUnits: SubjectUnits;
  private readonly preExposure: PreExposure;

  constructor(
    private readonly space: Workspace,
    private readonly looks: Looks,
  ) {
    this.units = new TouchedUnits(space, this.deltas, (tracked) => looks.note(tracked));
    this.waiting = new WaitingEvents(space.waiting);
    this.subjectUnits = new SubjectUnits(space.subjectUnits);
    this.preExposure = new PreExposure(space.ledgerUses, space.ledger, this.units, this.deltas);
  }

  /** Counts the fresh items of a batch, O(1) each. */
  batch(batch: TelemetryBatch, isFresh: (item: TelemetryItem) => boolean): void {
    for (const item of batch.items) {
      if (!isFresh(item)) continue;
      if (item.attribution) this.decided(item, batch);
      else this.loose(item, batch);
      if (item.attribution?.counted !== false) this.note(item, batch);
    }
  }

  /** Notes the event in the ledger of its subject. */
  private note(item: TelemetryItem, { environment, receivedAt }: TelemetryBatch): void {
    if (!this.space.ledgerUses.has(item.type.key)) return;
    const person = this.space.personOf(environment, item.attribution?.subject ?? item.subject);
    this.preExposure.record(environment, person, countedOf(item, receivedAt));
  }

  /** Merges two subjects. `from` and `to` are their roots so far, after all earlier links. */
  link({ environment, receivedAt }: SubjectLink, from: string, to: string): void {
    const experiments = [...this.units.experimentsOf(environment, from)];
    this.subjectUnits.move(environment, from, to);
    this.waiting.move(environment, from, to);
    this.preExposure.move(environment, from, to);
    for (const tracked of experiments) this.mergeUnit(tracked, from, to, receivedAt);
    for (const tracked of [...this.units.experimentsOf(environment, to)])
      this.preExposure.renewMerged(tracked, to, receivedAt);
    this.reconsider(environment, to, receivedAt);
  }

  /** The environment of an experiment whose counts changed. */
  environmentOf(experiment: string): string {
    return this.space.tracked(experiment)?.environment ?? '';
  }

  /** Adds the new contributions of the touched units to the aggregates. */
  settle(): void {
    this.preExposure.settle();
    this.units.settle();
  }

  /** Looks at the evidence of an environment's experiments, of all that was counted so far. */
  look(environment: string, position: string): void {
    this.settle();
    this.looks.look(environment, this.deltas, this.space.tracked, position);
  }

  private decided(item: TelemetryItem, { environment, receivedAt }: TelemetryBatch): void {
    const { attribution } = item;
    if (!attribution?.counted) return;
    const tracked = this.space.tracked(attribution.experiment);
    if (!tracked) return;
    const event = countedOf(item, receivedAt);
    if (this.isTail(tracked, event)) {
      const isServed = item.type.exposure && isServedAfterEnd(tracked, event);
      if (isServed) this.deltas.servedAfter.add([tracked.id, attribution.variant], [1]);
      return;
    }
    const person = this.space.personOf(environment, attribution.subject);
    const unit = attribution.unit === attribution.subject ? person : attribution.unit;
    const existing = this.space.units.get(unitKey(tracked.id, unit));
    const exposed = existing !== undefined && exposedTo(existing).length > 0;
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
    expose({ tracked, unit: state, deltas: this.deltas }, attribution, event.at);
    if (unit === person && dayOf(event.at) < dayOf(before.at)) this.preExposure.renew(tracked, person);
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
    const event = { ...countedOf(item, receivedAt), properties: countableOf(item.properties, this.space.conditional) };
    const waiting: WaitingEvent = { ...event, id: item.id, environment, person, receivedAt, decided: null, taken: [] };
    this.deltas.unattributed.add([environment, event.type], [1]);
    for (const { experiment, unit, at } of this.enrolments(environment, person)) {
      const tracked = this.space.tracked(experiment);
      if (tracked) this.take(tracked, waiting, unit, at);
    }
    this.waiting.add(waiting);
  }

  /** Counts the events that waited for an exposure, if they were received at most 7 days before it. */
  private takeWaiting(tracked: Tracked, person: string, unit: string, exposedFrom: number, receivedAt: number): void {
    for (const event of [...this.waiting.of(tracked.environment, person)]) {
      if (!isInTime(event, receivedAt)) continue;
      if (event.decided) this.takeDecided(tracked, event, unit);
      else this.take(tracked, event, unit, exposedFrom);
    }
  }

  /** An event without decision id counts if its subject was exposed by its time, with a slack of 5 minutes. */
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

  /** Counts events without decision id that the unit took earlier in one more variant, to which it is exposed now. */
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
    // A unit that is not the subject itself may have several subjects.
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
    // Each side's events without decision id now count in the other side's variants, too.
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

  /** After a link, each side's exposures make the other side's events count, if received at most 7 days before. */
  private reconsider(environment: string, person: string, receivedAt: number): void {
    for (const { experiment, unit, at } of [...this.enrolments(environment, person)]) {
      const tracked = this.space.tracked(experiment);
      if (tracked) this.takeWaiting(tracked, person, unit, at, receivedAt);
    }
  }

  /** Every unit under which a person was exposed, with the time of the first exposure. */
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
