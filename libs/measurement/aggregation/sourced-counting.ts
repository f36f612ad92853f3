import type { SubjectLink, TelemetryBatch, TelemetryItem } from '../../telemetry/index.js';
import { Counting } from './counting.js';
import type { AggregateDeltas } from './deltas.js';
import type { Looks } from './looks.js';
import { spaceOfAll, spaceOfServers, withoutClientsOf } from './server-space.js';
import type { SubjectUnit } from './subject-units.js';
import { unitKey, type Workspace } from './touched-units.js';
import type { UnitState } from './unit-state.js';
import type { WaitingEvent } from './waiting.js';

/**
 * Counts one stretch of telemetry twice: all of it, and that of servers alone, as if no client had sent any. Both counts
 * are by the same rules. Only the difference is kept, so a stretch that no client telemetry concerns is counted once.
 */
export class SourcedCounting {
  private readonly space: Workspace;
  private readonly spaceOfServers: Workspace | null;
  private readonly all: Counting;
  private readonly servers: Counting | null;

  /** @param isSourced false if client telemetry made no difference to what was read, and sent nothing now */
  constructor(
    space: Workspace,
    private readonly looks: Looks,
    isSourced: boolean,
  ) {
    this.space = isSourced ? spaceOfAll(space) : space;
    this.spaceOfServers = isSourced ? spaceOfServers(space) : null;
    this.all = new Counting(this.space, looks);
    this.servers = this.spaceOfServers && new Counting(this.spaceOfServers, looks);
  }

  /** All changes of the aggregates, after `settle`. */
  get deltas(): AggregateDeltas {
    return this.all.deltas;
  }

  /** Ids of the experiments whose counts changed. */
  get experiments(): Iterable<string> {
    return this.all.units.experiments;
  }

  /** True if events were made to wait, or wait otherwise than before. */
  get hasWaiting(): boolean {
    return this.all.waiting.changed.size > 0 || (this.servers?.waiting.changed.size ?? 0) > 0;
  }

  /** Units to delete. */
  get gone(): Counting['units']['gone'] {
    return this.all.units.gone;
  }

  environmentOf(experiment: string): string {
    return this.all.environmentOf(experiment);
  }

  batch(batch: TelemetryBatch, isFresh: (item: TelemetryItem) => boolean): void {
    this.all.batch(batch, isFresh);
    if (batch.source === 'server') this.servers?.batch(batch, isFresh);
  }

  /** Merges two subjects: servers alone link. */
  link(link: SubjectLink, from: string, to: string): void {
    this.all.link(link, from, to);
    this.servers?.link(link, from, to);
  }

  settle(): void {
    this.all.settle();
    if (this.servers === null) return;
    this.servers.settle();
    this.deltas.compareWith(this.servers.deltas);
  }

  /** Looks at the evidence of an environment's experiments, of all that was counted so far. */
  look(environment: string, position: string): void {
    this.settle();
    this.looks.look(environment, this.deltas, this.space.tracked, position);
  }

  /** The units to write, by unitKey. */
  touchedUnits(): Map<string, { readonly experiment: string; readonly unit: string; readonly state: UnitState }> {
    if (this.servers === null || this.spaceOfServers === null) return this.all.units.touched;
    const touched = new Map(this.all.units.touched);
    for (const [key, { experiment, unit }] of this.servers.units.touched) {
      const state = this.space.units.get(unitKey(experiment, unit));
      if (state) touched.set(key, { experiment, unit, state });
    }
    for (const [key, { state }] of touched) {
      const withoutClients = withoutClientsOf(state, this.spaceOfServers.units.get(key));
      if (withoutClients === undefined) delete state.withoutClients;
      else state.withoutClients = withoutClients;
    }
    return touched;
  }

  /** The rows of subjects' units to write. */
  changedSubjectUnits(): (SubjectUnit & { readonly environment: string; readonly person: string })[] {
    const { servers } = this;
    const changed = new Map(this.all.subjectUnits.changed);
    if (servers === null) return [...changed.values()];
    for (const [key, each] of servers.subjectUnits.changed) if (!changed.has(key)) changed.set(key, each);
    return [...changed.values()].map((each) => {
      const { environment, person } = each;
      const at = this.all.subjectUnits.find(environment, person, each)?.at ?? each.at;
      return { ...each, at, atOfServers: servers.subjectUnits.find(environment, person, each)?.at ?? null };
    });
  }

  /** The waiting events to write, or to delete if `keep` is false. */
  changedWaiting(): { readonly event: WaitingEvent; readonly keep: boolean }[] {
    const { servers } = this;
    const changed = new Map(this.all.waiting.changed);
    if (servers === null) return [...changed.values()];
    for (const [key, each] of servers.waiting.changed) if (!changed.has(key)) changed.set(key, each);
    return [...changed.values()].map(({ event }) => {
      const [inAll, inServers] = [this.all.waiting.find(event), servers.waiting.find(event)];
      const waiting = inAll ?? inServers;
      return waiting ? { event: marked(waiting, inAll, inServers), keep: true } : { event, keep: false };
    });
  }
}

function marked(
  event: WaitingEvent,
  inAll: WaitingEvent | undefined,
  inServers: WaitingEvent | undefined,
): WaitingEvent {
  if (!inAll) return { ...event, waitsIn: 'servers' };
  if (!inServers) return { ...event, waitsIn: 'all' };
  const [taken, ofServers] = [inAll.taken, inServers.taken];
  const isSame = taken.length === ofServers.length && taken.every((key) => ofServers.includes(key));
  return isSame ? event : { ...event, takenOfServers: ofServers };
}
