import type { EntityManager } from 'typeorm';
import type { StoredEvent } from '../../event-store/index.js';
import {
  TELEMETRY_PREFIX,
  TELEMETRY_RECORDED,
  telemetryBatchOf,
  type TelemetryBatch,
  type TelemetryItem,
} from '../../events/index.js';
import { experimentAggregate, type Experiment } from '../../experiments/index.js';
import { DOMAIN_PREFIXES, stateTable, type Projection, type ProjectionDefinition } from '../../projections/index.js';
import { aggregateBatch, subjectKey, type Subjects, type Tracked } from '../aggregation/aggregate-batch.js';
import { AggregateDeltas } from '../aggregation/deltas.js';
import { KeptSubjects } from '../aggregation/kept-subjects.js';
import type { SubjectState } from '../aggregation/subject-state.js';
import { metricAggregate, type Metric } from '../metric.js';
import * as rows from './measurement-rows.js';
import { writeDeltas, writeSubjects } from './write-aggregates.js';

const EXPERIMENT_PREFIX = 'experiment-';
const METRIC_PREFIX = 'metric-';

const experiments = stateTable({
  table: 'measured_experiments',
  prefix: EXPERIMENT_PREFIX,
  aggregate: experimentAggregate,
  columns: (experiment) => ({ id: experiment?.id ?? '' }),
});

const metrics = stateTable({
  table: 'measured_metrics',
  prefix: METRIC_PREFIX,
  aggregate: metricAggregate,
  columns: (metric) => ({ key: metric?.key ?? '' }),
});

/** Telemetry counted into aggregates, in the order of the log, with the experiments and metrics known at each point. */
export const measurementDefinition: ProjectionDefinition = {
  name: 'measurement',
  // Checks travel along, so that whoever reacts meets them behind the telemetry that they ask about.
  filter: { streamPrefixes: [...DOMAIN_PREFIXES, TELEMETRY_PREFIX] },
  unorderedPrefixes: [TELEMETRY_PREFIX],
  entities: [
    rows.MeasuredExperimentRow,
    rows.MeasuredMetricRow,
    rows.TelemetryIdRow,
    rows.SubjectRow,
    rows.MomentsRow,
    rows.ExposureRow,
    rows.SeriesRow,
    rows.WindowRow,
    rows.TailRow,
    rows.AsOfRow,
  ],
  migrations: [rows.MeasurementTables],
  weightOf: (event) =>
    event.stream.startsWith(TELEMETRY_PREFIX) ? Math.max(1, telemetryBatchOf(event).items.length) : 1,
  create: () => new MeasurementProjection(),
};

class MeasurementProjection implements Projection {
  /** By experiment id; what is not here is looked up in its table. */
  private tracked = new Map<string, Tracked | undefined>();
  private readonly kept = new KeptSubjects();

  reset(): void {
    this.tracked = new Map();
    this.kept.clear();
  }

  async apply(events: readonly StoredEvent[], manager: EntityManager): Promise<void> {
    // Stretches of telemetry between changes to experiments or metrics, each counted by what was known then.
    let stretch: StoredEvent[] = [];
    for (const event of events) {
      if (event.type === TELEMETRY_RECORDED) {
        stretch.push(event);
        continue;
      }
      const table = [experiments, metrics].find(({ prefix }) => event.stream.startsWith(prefix));
      if (!table) continue;
      await this.count(stretch, manager);
      stretch = [];
      await table.apply([event], manager);
      await manager.query('UPDATE as_of SET position = $1', [event.position]);
      this.tracked = new Map();
    }
    await this.count(stretch, manager);
  }

  private async count(events: readonly StoredEvent[], manager: EntityManager): Promise<void> {
    if (events.length === 0) return;
    const batches = events.map(telemetryBatchOf);
    const fresh = await freshItems(batches, manager);
    const items = [...fresh.values()];
    await this.track(items, manager);
    const { found: subjects, others } = this.kept.find(items);
    for (const [key, state] of await loadSubjects(others, manager)) subjects.set(key, state);
    const deltas = new AggregateDeltas();
    for (const batch of batches) {
      aggregateBatch(
        batch,
        (item) => fresh.get(item.id) === item,
        (id) => this.tracked.get(id),
        subjects,
        deltas,
      );
    }
    await this.write(items, subjects, deltas, manager);
    await manager.query('UPDATE as_of SET received_at = $1, position = $2', [
      batches.at(-1)?.receivedAt,
      events.at(-1)?.position,
    ]);
  }

  private async write(
    items: readonly TelemetryItem[],
    subjects: Subjects,
    deltas: AggregateDeltas,
    manager: EntityManager,
  ): Promise<void> {
    await manager.query('INSERT INTO telemetry_ids (event_id, hash) SELECT * FROM unnest($1::text[], $2::text[])', [
      items.map((item) => item.id),
      items.map((item) => item.hash),
    ]);
    const touched = new Map(items.map((item) => [subjectKey(item.experiment, item.subject), item]));
    const changed = [...touched].flatMap(([key, { experiment, subject }]) => {
      const state = subjects.get(key);
      return state ? [{ experiment, subject, state }] : [];
    });
    this.kept.keep(subjects);
    await writeSubjects(manager, changed);
    await writeDeltas(manager, deltas);
  }

  private async track(items: readonly TelemetryItem[], manager: EntityManager): Promise<void> {
    const missing = [...new Set(items.map((item) => item.experiment))].filter((id) => !this.tracked.has(id));
    if (missing.length === 0) return;
    const found = await manager.query<
      {
        state: Experiment;
      }[]
    >('SELECT state FROM measured_experiments WHERE id = ANY ($1)', [missing]);
    const keys = found.flatMap(({ state }) => metricKeysOf(state));
    const definitions = await manager.query<
      {
        state: Metric;
      }[]
    >('SELECT state FROM measured_metrics WHERE key = ANY ($1)', [keys]);
    const byKey = new Map(definitions.map(({ state }) => [state.key, state]));
    for (const id of missing) this.tracked.set(id, undefined);
    for (const { state: experiment } of found) {
      const tracked = metricKeysOf(experiment).flatMap((key) => byKey.get(key) ?? []);
      this.tracked.set(experiment.id, { experiment, metrics: tracked });
    }
  }
}

/** Every metric that the experiment or one of its guardrails names. */
function metricKeysOf(experiment: Experiment): string[] {
  return [...new Set([...experiment.metrics, ...experiment.guardrails.map((guardrail) => guardrail.metric)])];
}

/** The first item of each id that was not counted before, by id: of several, the first in the order of the log. */
async function freshItems(
  batches: readonly TelemetryBatch[],
  manager: EntityManager,
): Promise<Map<string, TelemetryItem>> {
  const first = new Map<string, TelemetryItem>();
  for (const { items } of batches) {
    for (const item of items) if (!first.has(item.id)) first.set(item.id, item);
  }
  const known = await manager.query<{ event_id: string }[]>(
    'SELECT event_id FROM telemetry_ids WHERE event_id = ANY ($1)',
    [[...first.keys()]],
  );
  for (const { event_id: id } of known) first.delete(id);
  return first;
}

async function loadSubjects(items: readonly TelemetryItem[], manager: EntityManager): Promise<Subjects> {
  if (items.length === 0) return new Map();
  const found = await manager.query<{ experiment_id: string; subject: string; state: SubjectState }[]>(
    `SELECT s.experiment_id, s.subject, s.state FROM unnest($1::text[], $2::text[]) AS w (experiment_id, subject)
     JOIN subjects s USING (experiment_id, subject)`,
    [items.map((item) => item.experiment), items.map((item) => item.subject)],
  );
  return new Map(found.map((row) => [subjectKey(row.experiment_id, row.subject), row.state]));
}
