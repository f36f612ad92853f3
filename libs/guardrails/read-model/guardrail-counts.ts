import type { DataSource } from 'typeorm';
import type { Experiment, Guardrail, Run } from '../../experiments/index.js';
import type { Metric } from '../../metrics/index.js';
import { windowOf, type ArmCounts } from '../judge.js';

/** What guardrails are judged by, from the measurement projection's tables. */
export class GuardrailCounts {
  constructor(private readonly dataSource: () => Promise<DataSource>) {}

  async experiment(id: string): Promise<Experiment | null> {
    const source = await this.dataSource();
    const rows = await source.query<
      {
        state: Experiment;
      }[]
    >('SELECT state FROM measured_experiments WHERE id = $1', [id]);
    return rows[0]?.state ?? null;
  }

  /** Ids of the experiments that run now, in one environment or (null) in all. */
  async running(environment: string | null = null): Promise<string[]> {
    const source = await this.dataSource();
    const rows = await source.query<{ id: string }[]>(
      `SELECT id FROM measured_experiments WHERE state ->> 'status' = 'running'
         AND ($1::text IS NULL OR state ->> 'environment' = $1) ORDER BY created_position LIMIT 10000`,
      [environment],
    );
    return rows.map((row) => row.id);
  }

  async metric(key: string): Promise<Metric | null> {
    const source = await this.dataSource();
    const rows = await source.query<
      {
        state: Metric;
      }[]
    >('SELECT state FROM measured_metrics WHERE key = $1', [key]);
    return rows[0]?.state ?? null;
  }

  /** Counts per arm within the guardrail's window of the run. */
  async counts(experiment: Experiment, guardrail: Guardrail, run: Run, now: Date): Promise<ArmCounts[]> {
    const source = await this.dataSource();
    const from = windowOf(guardrail, run, now).from.getTime() / 1000;
    return await source.query<ArmCounts[]>(
      `SELECT variant, sum(numerator)::text AS numerator, sum(denominator)::text AS denominator FROM windows
       WHERE experiment_id = $1 AND run = $2 AND metric = $3 AND bucket >= $4 GROUP BY variant`,
      // Before the first start there is no earlier run: the window alone bounds what is looked at.
      [experiment.id, run.run, guardrail.metric, guardrail.windowMinutes === null ? 0 : from],
    );
  }

  /** Receive time of the last telemetry counted, and the position of the last event that changed anything. */
  async asOf(): Promise<{ readonly asOf: string | null; readonly position: string | null }> {
    const source = await this.dataSource();
    const rows = await source.query<
      {
        received_at: string | null;
        position: string | null;
      }[]
    >('SELECT received_at, position FROM as_of');
    return { asOf: rows[0]?.received_at ?? null, position: rows[0]?.position ?? null };
  }
}
