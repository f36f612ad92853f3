import QuickLRU from 'quick-lru';
import type { EntityManager } from 'typeorm';
import type { EventStore, StoredEvent } from '../../event-store/index.js';
import {
  receptionOf,
  SUBJECT_LINKED,
  subjectLinkOf,
  TELEMETRY_PREFIX,
  TELEMETRY_RECORDED,
  telemetryBatchOf,
  telemetryWeight,
  type SubjectLink,
} from '../../telemetry/index.js';
import { ofTheEvent } from '../../event-sourcing/event-fault.js';
import { type Projection, type ProjectionDefinition } from '../../projections/index.js';
import { AggregateDeltas } from '../aggregation/deltas.js';
import { dayOf, type LogClock } from '../aggregation/log-clock.js';
import { CHECK_REQUESTED, type Looks } from '../aggregation/looks.js';
import { isMarked } from '../aggregation/server-space.js';
import { SourcedCounting } from '../aggregation/sourced-counting.js';
import type { Workspace } from '../aggregation/touched-units.js';
import type { UnitState } from '../aggregation/unit-state.js';
import { enrolling, experimentsIn, freshItems } from './fresh-items.js';
import { keepHour, readClock, writeClock } from './clock-rows.js';
import { CountedMetrics } from './counted-metrics.js';
import { loadLooks, readLooks, writeLooks } from './evidence-rows.js';
import { experiments, metrics } from './folded.js';
import { ExperimentCache } from './experiment-cache.js';
import { readMetricNeeds, type MetricNeeds } from './ledger-rows.js';
import { LinkCache } from './link-cache.js';
import { WorkspaceLoader, type Received } from './load-workspace.js';
import { MEASUREMENT_TABLES, MeasuredExperimentRow, MeasuredMetricRow, MeasurementTables } from './measurement-rows.js';
import { Days } from './prune.js';
import { writeCounts } from './write-counts.js';

// About a kilobyte each; up to twice as many are held.
const UNIT_CACHE_SIZE = 5_000;

/**
 * Counts telemetry into aggregates, in the order of the log, with experiments and metrics as of each position.
 * @param commandStreams prefixes of the streams that it reads besides telemetry, or whose position it has to pass
 */
export const measurementOf = (commandStreams: readonly string[]): ProjectionDefinition => ({
  name: 'measurement',
  version: 4,
  filter: { streamPrefixes: [...commandStreams, TELEMETRY_PREFIX] },
  unorderedPrefixes: [TELEMETRY_PREFIX],
  entities: [MeasuredExperimentRow, MeasuredMetricRow],
  tables: MEASUREMENT_TABLES,
  migrations: [MeasurementTables],
  weightOf: (event) => (event.type === TELEMETRY_RECORDED ? Math.max(1, telemetryWeight(event)) : 1),
  create: () => new MeasurementProjection(),
});

/** A stored batch, and whether it begins a second of its environment. */
interface Stored {
  readonly event: StoredEvent;
  readonly environment: string;
  readonly isSecond: boolean;
}

class MeasurementProjection implements Projection {
  private readonly experiments = new ExperimentCache();
  /** A cache of the units' table, because events of a unit come close together. */
  private readonly units = new QuickLRU<string, UnitState>({ maxSize: UNIT_CACHE_SIZE });
  private readonly links = new LinkCache();
  private readonly loader = new WorkspaceLoader(this.units, this.links);
  private readonly counted = new CountedMetrics();
  private days = new Days();
  private clock: LogClock | undefined;
  private needs: MetricNeeds | undefined;
  private looks: Looks | undefined;
  private readonly touched = new Set<string>();

  get wantsRebuild(): boolean {
    return this.counted.isIncomplete;
  }

  prepare(store: EventStore, manager: EntityManager, signal: AbortSignal): Promise<void> {
    return this.counted.lookAhead(store, manager, signal);
  }

  reset(): void {
    this.counted.reset();
    this.experiments.clear();
    this.units.clear();
    this.links.clear();
    this.loader.reset();
    this.days = new Days();
    this.clock = undefined;
    this.looks = undefined;
    this.needs = undefined;
    this.touched.clear();
  }

  takeTouched(): string[] {
    const touched = [...this.touched];
    this.touched.clear();
    return touched;
  }

  async apply(events: readonly StoredEvent[], manager: EntityManager): Promise<void> {
    await this.counted.load(manager);
    const clock = await this.clockOf(manager);
    const looks = await this.looksOf(manager);
    // Telemetry is counted in stretches between changes to experiments, metrics or links, each by the state of then.
    let stretch: Stored[] = [];
    let last: StoredEvent | undefined;
    for (const event of events) {
      if (event.type === TELEMETRY_RECORDED) {
        const { environment, receivedAt } = receptionOf(event);
        const { endedHour, isSecond } = clock.beginning(environment, receivedAt);
        if (endedHour !== null) {
          await this.count(stretch, manager);
          stretch = [];
          await keepHour(environment, endedHour, manager);
        }
        clock.advance(environment, receivedAt);
        stretch.push({ event, environment, isSecond });
        continue;
      }
      const change = this.changeBy(event, manager);
      if (!change) continue;
      await this.count(stretch, manager);
      stretch = [];
      await change();
      last = event;
    }
    await this.count(stretch, manager);
    await writeClock(clock, manager);
    await writeLooks(looks, manager);
    if (stretch.length === 0 && last) await manager.query('UPDATE as_of SET position = $1', [last.position]);
  }

  /** The change that the event makes to the counting of later telemetry; undefined if it makes none. */
  private changeBy(event: StoredEvent, manager: EntityManager): (() => Promise<void>) | undefined {
    const { stream, type } = event;
    if (type === SUBJECT_LINKED)
      return () =>
        this.link(
          ofTheEvent(() => subjectLinkOf(event)),
          event,
          manager,
        );
    if (stream.startsWith(experiments.prefix)) return () => this.changeExperiment(event, manager);
    if (stream.startsWith(metrics.prefix)) return () => this.changeMetric(event, manager);
    if (type === CHECK_REQUESTED) return () => this.look(event, manager);
    return undefined;
  }

  private async changeExperiment(event: StoredEvent, manager: EntityManager): Promise<void> {
    const states = await experiments.apply([event], manager);
    await this.counted.note(states.get(event.stream) ?? null, event.type, manager);
    this.experiments.clear();
  }

  private async changeMetric(event: StoredEvent, manager: EntityManager): Promise<void> {
    await metrics.apply([event], manager);
    this.needs = undefined;
    this.experiments.clear();
  }

  private async count(stored: readonly Stored[], manager: EntityManager): Promise<void> {
    if (stored.length === 0) return;
    const events = stored.map(({ event }) => event);
    const batches = ofTheEvent(() => events.map(telemetryBatchOf));
    const fresh = await freshItems(batches, manager);
    this.needs ??= await readMetricNeeds(manager);
    const looks = await this.looksOf(manager);
    const needed = [...experimentsIn(fresh), ...looks.allUnlooked()];
    await this.experiments.load(needed, manager);
    const space = await this.loader.load(fresh, this.experiments.get, this.needs, manager);
    if (this.needs.ledgerUses.size > 0 || fresh.some(({ item }) => !item.attribution)) {
      await this.loadEnrolled(space, manager);
    }
    await loadLooks(looks, [...needed, ...enrolling(space)], manager);
    const isSourced = batches.some(({ source }) => source === 'client') || isMarked(space);
    const counting = new SourcedCounting(space, looks, isSourced);
    const isFresh = new Set(fresh.map(({ item }) => item));
    ofTheEvent(() => {
      stored.forEach(({ event, environment, isSecond }, index) => {
        if (isSecond) counting.look(environment, event.position);
        const batch = batches[index];
        if (batch) counting.batch(batch, (item) => isFresh.has(item));
      });
    });
    await this.days.make(
      fresh.map(({ item }) => dayOf(item.at)),
      manager,
    );
    await this.write(counting, fresh, manager);
    await this.advance(batches.at(-1)?.receivedAt ?? 0, events.at(-1), manager);
  }

  /** Looks at an environment's experiments before a check on request is answered. */
  private async look(event: StoredEvent, manager: EntityManager): Promise<void> {
    const { environment } = event.data;
    if (typeof environment !== 'string') return;
    const looks = await this.looksOf(manager);
    const ids = looks.unlookedIn(environment);
    await this.experiments.load(ids, manager);
    await loadLooks(looks, ids, manager);
    ofTheEvent(() => looks.look(environment, new AggregateDeltas(), this.experiments.get, event.position));
  }

  private async link(link: SubjectLink, event: StoredEvent, manager: EntityManager): Promise<void> {
    const joined = await this.links.link(link, event.position, manager);
    if (joined) {
      const { environment, receivedAt } = link;
      const persons = [joined.from, joined.to];
      const space = await this.loader.loadForLink(environment, persons, receivedAt, this.experiments.get, manager);
      await this.loadEnrolled(space, manager);
      const looks = await this.looksOf(manager);
      await loadLooks(looks, enrolling(space), manager);
      const counting = new SourcedCounting(space, looks, isMarked(space));
      ofTheEvent(() => counting.link(link, joined.from, joined.to));
      await this.write(counting, [], manager);
    }
    await this.advance(link.receivedAt, event, manager);
  }

  /** Loads the experiments of all loaded units: an event without decision id counts in all that exposed its subject. */
  private async loadEnrolled(space: Workspace, manager: EntityManager): Promise<void> {
    await this.experiments.load(enrolling(space), manager);
  }

  private async write(counting: SourcedCounting, fresh: readonly Received[], manager: EntityManager): Promise<void> {
    ofTheEvent(() => counting.settle());
    await writeCounts(manager, fresh, counting, await this.clockOf(manager));
    (await this.looksOf(manager)).book.absorb(counting.deltas);
    for (const [key, { state }] of counting.touchedUnits()) this.units.set(key, state);
    for (const key of counting.gone.keys()) this.units.delete(key);
    if (counting.hasWaiting) this.loader.noteWaiting();
    for (const id of counting.experiments) this.touched.add(id);
  }

  private async clockOf(manager: EntityManager): Promise<LogClock> {
    return (this.clock ??= await readClock(manager));
  }

  private async looksOf(manager: EntityManager): Promise<Looks> {
    return (this.looks ??= await readLooks(manager));
  }

  private async advance(receivedAt: number, last: StoredEvent | undefined, manager: EntityManager): Promise<void> {
    await manager.query('UPDATE as_of SET received_at = $1, position = $2', [receivedAt, last?.position ?? null]);
    await this.days.enter(receivedAt, manager);
  }
}
