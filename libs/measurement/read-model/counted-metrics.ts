import type { EntityManager } from 'typeorm';
import type { EventStore, StoredEvent } from '../../event-store/index.js';
import { experimentAggregate, type Experiment } from '../../experiments/index.js';
import { decodeFor, prefixOf, type Aggregate } from '../../event-sourcing/aggregate.js';
import type { DomainEvent } from '../../event-sourcing/decider.js';
import { EventFault, ofTheEvent } from '../../event-sourcing/event-fault.js';
import { metadataOf } from '../../event-sourcing/recorded-event.js';
import { namedMetrics, type NamedMetric } from '../aggregation/tracked.js';
import { metricAggregate } from '../../metrics/index.js';

const METRIC_PREFIX = prefixOf(metricAggregate);

/**
 * The metrics that each started experiment has ever named. They are counted from its start: where the log names one
 * later, a rebuild looks ahead and knows it from the start, so that it becomes what it would have been.
 */
export class CountedMetrics {
  private incomplete: boolean | undefined;

  /** True when a metric was named that the telemetry before was not counted for. */
  get isIncomplete(): boolean {
    return this.incomplete ?? false;
  }

  reset(): void {
    this.incomplete = undefined;
  }

  async load(manager: EntityManager): Promise<void> {
    if (this.incomplete !== undefined) return;
    const found = await manager.query<unknown[]>('SELECT 1 FROM counted_metrics WHERE NOT complete LIMIT 1');
    this.incomplete = found.length > 0;
  }

  /** Notes what the experiment names after an event of this type. */
  async note(experiment: Experiment | null, type: string, manager: EntityManager): Promise<void> {
    if (!experiment || experiment.runs.length === 0) return;
    const known = await manager.query<NamedMetric[]>(
      'SELECT metric, version FROM counted_metrics WHERE experiment_id = $1',
      [experiment.id],
    );
    const isKnown = (named: NamedMetric): boolean =>
      known.some(({ metric, version }) => metric === named.metric && version === named.version);
    const added = namedMetrics(experiment).filter((named) => !isKnown(named));
    if (added.length === 0) return;
    // At its start an experiment has no telemetry behind it.
    const complete = type === 'experiment_started';
    if (!complete) this.incomplete = true;
    await write(manager, experiment.id, added, complete);
  }

  /** Reads the whole log's experiments and metrics, so that what they name last is counted from the start. */
  async lookAhead(store: EventStore, manager: EntityManager, signal: AbortSignal): Promise<void> {
    const experiments = new Map<string, Experiment | null>();
    const metrics = new Map<string, ReturnType<typeof metricAggregate.evolve>>();
    const named = new Map<string, Map<string, number>>();
    const unreadable = new Set<string>();
    const filter = { streamPrefixes: [prefixOf(experimentAggregate), METRIC_PREFIX] };
    for await (const message of store.subscribe({ after: undefined, filter, signal })) {
      if (message.kind === 'caught_up') break;
      if (message.kind !== 'event') continue;
      const { event } = message;
      const { stream } = event;
      if (unreadable.has(stream)) continue;
      let experiment: Experiment | null;
      try {
        if (stream.startsWith(METRIC_PREFIX)) {
          metrics.set(stream, evolved(metricAggregate, metrics.get(stream), event));
          continue;
        }
        experiment = evolved(experimentAggregate, experiments.get(stream), event);
      } catch (error) {
        if (!(error instanceof EventFault)) throw error;
        // It will be parked, and with it the later ones of its stream.
        unreadable.add(stream);
        continue;
      }
      experiments.set(stream, experiment);
      if (!experiment || experiment.runs.length === 0) continue;
      const own = named.get(experiment.id) ?? new Map<string, number>();
      named.set(experiment.id, own);
      for (const { metric, version } of namedMetrics(experiment)) own.set(metric, version);
    }
    for (const [id, own] of named) {
      const all = [...own].map(([metric, version]) => ({ metric, version }));
      await write(manager, id, all, true);
    }
    for (const state of metrics.values()) {
      if (state)
        await manager.query(
          `INSERT INTO foreknown_metrics VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET state = excluded.state`,
          [state.key, JSON.stringify(state)],
        );
    }
  }
}

function evolved<State, Event extends DomainEvent<string, unknown>>(
  aggregate: Aggregate<State, Event>,
  before: State | undefined,
  event: StoredEvent,
): State {
  return ofTheEvent(() =>
    aggregate.evolve(before ?? aggregate.initialState, decodeFor(aggregate, event), metadataOf(event)),
  );
}

async function write(
  manager: EntityManager,
  experiment: string,
  named: readonly NamedMetric[],
  complete: boolean,
): Promise<void> {
  await manager.query(
    `INSERT INTO counted_metrics (experiment_id, metric, version, complete)
     SELECT $1, metric, version, $2 FROM unnest($3::text[], $4::integer[]) AS named (metric, version)
     ON CONFLICT (experiment_id, metric) DO UPDATE SET version = excluded.version, complete = excluded.complete`,
    [experiment, complete, named.map(({ metric }) => metric), named.map(({ version }) => version)],
  );
}
