import { currentRun, type Experiment } from '../../experiments/index.js';
import type { ExperimentEvidence, HealthFacts } from '../../measurement/index.js';
import type { Metric } from '../../metrics/index.js';
import {
  healthFacts,
  readAsOf,
  readEvidence,
  readExperiments,
  readExposed,
  readLatestEvents,
  readMetrics,
  type AsOf,
  type Reader,
} from '../../measurement/read-model/index.js';
import type { ArmCounts } from '../judge.js';
import { readThresholdCounts, type CountsAsked } from './threshold-counts.js';

/**
 * Reads the facts that guardrails are judged by, from the tables of the measurement projection. Each query asks about
 * many experiments, because a sweep asks about all that run.
 */
export class GuardrailCounts {
  constructor(private readonly reader: () => Promise<Reader>) {}

  /** Experiments by id, without those that are not measured. */
  async experiments(ids: readonly string[]): Promise<ReadonlyMap<string, Experiment>> {
    return readExperiments(await this.reader(), ids);
  }

  /** Ids of the experiments that run now, in one environment or (null) in all. */
  async running(environment: string | null = null): Promise<string[]> {
    const source = await this.reader();
    const rows = await source.query<{ id: string }[]>(
      `SELECT id FROM measured_experiments WHERE state ->> 'status' = 'running'
         AND ($1::text IS NULL OR state ->> 'environment' = $1) ORDER BY created_position LIMIT 10000`,
      [environment],
    );
    return rows.map((row) => row.id);
  }

  /** The evidence that comparisons have gathered, as of the last look, by experiment; without those that had none. */
  async evidence(experiments: readonly Experiment[]): Promise<ReadonlyMap<string, ExperimentEvidence>> {
    if (experiments.length === 0) return new Map();
    return readEvidence(
      await this.reader(),
      experiments.map(({ id }) => id),
    );
  }

  /** The metrics of each experiment, at the versions that it names. */
  async metrics(experiments: readonly Experiment[]): Promise<ReadonlyMap<string, readonly Metric[]>> {
    return readMetrics(await this.reader(), experiments);
  }

  /** Counts per arm, one list per question. */
  async counts(asked: readonly CountsAsked[], now: Date): Promise<(readonly ArmCounts[])[]> {
    return readThresholdCounts(await this.reader(), asked, now);
  }

  /** The facts that the health of the current run is judged by; without experiments that never ran. */
  async health(experiments: readonly Experiment[]): Promise<ReadonlyMap<string, HealthFacts>> {
    const source = await this.reader();
    const runs = experiments.flatMap((experiment) => {
      const run = currentRun(experiment)?.run;
      return run === undefined ? [] : [{ experiment: experiment.id, run }];
    });
    const exposed = await readExposed(
      source,
      runs.map(({ experiment }) => experiment),
    );
    const latest = await readLatestEvents(source, runs);
    return new Map(runs.map(({ experiment: id }) => [id, healthFacts(exposed.get(id) ?? [], latest.get(id) ?? null)]));
  }

  /** Receive time of the last telemetry counted, and the position of the last event that changed anything. */
  async asOf(): Promise<Pick<AsOf, 'asOf' | 'position'>> {
    const { asOf, position } = await readAsOf(await this.reader());
    return { asOf, position };
  }
}
