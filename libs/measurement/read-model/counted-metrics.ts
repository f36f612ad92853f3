import type { EntityManager } from 'typeorm';
import type { EventStore, StoredEvent } from '../../event-store/index.js';
import { experimentAggregate, type Experiment } from '../../experiments/index.js';
import { decodeFor, prefixOf, type Aggregate } from '../../event-sourcing/aggregate.js';
import type { DomainEvent } from '../../event-sourcing/decider.js';
import { EventFault, ofTheEvent } from '../../event-sourcing/event-fault.js';
import { metadataOf } from '../../event-sourcing/recorded-event.js';
import { comparedKeys, namedMetrics, type CountedMetric, type NamedMetric } from '../aggregation/tracked.js';
import { metricAggregate } from '../../metrics/index.js';

const METRIC_PREFIX = prefixOf(metricAggregate);

/**
 * The metrics that each started experiment has ever named. All are counted from its start. If a metric was named later,
 * a rebuild looks ahead in the log and counts it from the start.
 */
export class CountedMetrics {
  private incomplete: boolean | undefined;

  /** True if a metric was named after telemetry that was not counted for it. */
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

  /** Records the metrics that the experiment names after an event of this type. */
  async note(experiment: Experiment | null, type: string, manager: EntityManager): Promise<void> {
    if (!experiment || experiment.runs.length === 0) return;
    const recorded = await manager.query<CountedMetric[]>(
      'SELECT metric, version, compared FROM counted_metrics WHERE experiment_id = $1',
      [experiment.id],
    );
    const isRecorded = (named: NamedMetric): boolean =>
      recorded.some(({ metric, version }) => metric === named.metric && version === named.version);
    const added = namedMetrics(experiment).filter((named) => !isRecorded(named));
    if (added.length > 0) {
      // No telemetry of an experiment is counted before its start.
      const complete = type === 'experiment_started';
      if (!complete) this.incomplete = true;
      await write(manager, experiment.id, added, complete);
    }
    await this.noteCompared(experiment, recorded, manager);
  }

  /** From now on the sums of the run are kept for these metrics, also after their guardrail is dropped. */
  private async noteCompared(
    experiment: Experiment,
    recorded: readonly CountedMetric[],
    manager: EntityManager,
  ): Promise<void> {
    const known = new Set(recorded.filter(({ compared }) => compared).map(({ metric }) => metric));
    const fresh = comparedKeys(experiment).filter((metric) => !known.has(metric));
    if (fresh.length === 0) return;
    await manager.query('UPDATE counted_metrics SET compared = true WHERE experiment_id = $1 AND metric = ANY ($2)', [
      experiment.id,
      fresh,
    ]);
  }

  /** Reads all experiments and metrics of the log, so that metrics named later are counted from the start. */
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
        // The event will be parked, and with it all later ones of its stream.
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
    `INSERT INTO counted_metrics (experiment_id, metric, version, complete, compared)
     SELECT $1, metric, version, $2, false FROM unnest($3::text[], $4::integer[]) AS named (metric, version)
     ON CONFLICT (experiment_id, metric) DO UPDATE SET version = excluded.version, complete = excluded.complete`,
    [experiment, complete, named.map(({ metric }) => metric), named.map(({ version }) => version)],
  );
}
