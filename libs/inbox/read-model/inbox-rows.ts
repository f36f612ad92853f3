import type { DataSource } from 'typeorm';
import { ExperimentRow } from '../../experiments/read-model/index.js';
import type { Experiment } from '../../experiments/index.js';
import type { Breach, TriggerOutcome } from '../../guardrails/index.js';
import type { Condition } from '../../projections/index.js';

/** Some of the experiments, and how many there are. */
export interface Found<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}

const condition = (sql: string, parameters: Condition['parameters'] = {}): Condition => ({ sql, parameters });
const ownedBy = (owner: string): Condition => condition(`row.state->'owner'->>'id' = :owner`, { owner });

/** Experiments in review. */
export const IN_REVIEW = [condition(`row.status = 'in_review'`)];
/** Live experiments with an open amendment. */
export const AMENDED = [condition(`row.status IN ('running', 'paused') AND row.state->>'amendment' IS NOT NULL`)];
/** Live experiments of an owner. */
export const liveOf = (owner: string): Condition[] => [
  condition(`row.status IN ('running', 'paused')`),
  ownedBy(owner),
];
/** Completed experiments of an owner that have no summary yet. */
export const unsummarizedOf = (owner: string): Condition[] => [
  condition(`row.status = 'completed' AND row.state->>'summary' IS NULL`),
  ownedBy(owner),
];

/** A breach, and the experiment that it is of. */
export interface OwnTrigger {
  readonly breach: Breach;
  readonly outcome: TriggerOutcome | null;
  readonly experiment: { readonly id: string; readonly key: string; readonly name: string };
}

/** Rows of the management read model that an inbox is made of. */
export class InboxRows {
  constructor(private readonly source: DataSource) {}

  /** The experiments that changed last come first. */
  async experimentsIn(
    environment: string,
    conditions: readonly Condition[],
    limit: number,
  ): Promise<Found<Experiment>> {
    const rows = this.source.getRepository(ExperimentRow).createQueryBuilder('row');
    rows.where('row.environment = :environment', { environment });
    for (const { sql, parameters } of conditions) rows.andWhere(sql, parameters);
    const [found, total] = await rows.orderBy('row.position', 'DESC').take(limit).getManyAndCount();
    return { items: found.map(({ state }) => state), total };
  }

  /** Breaches of an owner's experiments since then, the newest first. @param since ISO 8601 */
  async triggersOf(environment: string, owner: string, since: string, limit: number): Promise<Found<OwnTrigger>> {
    const rows = await this.source.query<
      (Omit<OwnTrigger, 'experiment'> & OwnTrigger['experiment'] & { total: string })[]
    >(
      `SELECT t.breach, t.outcome, e.id, e.key, e.state->>'name' AS name, count(*) OVER () AS total
       FROM guardrail_triggers t JOIN experiments e ON e.id = t.experiment_id
       WHERE e.environment = $1 AND e.state->'owner'->>'id' = $2 AND t.breach->>'detectedAt' >= $3
       ORDER BY t.position DESC LIMIT $4`,
      [environment, owner, since, limit],
    );
    const items = rows.map(({ breach, outcome, id, key, name }) => ({
      breach,
      outcome,
      experiment: { id, key, name },
    }));
    return { items, total: Number(rows[0]?.total ?? 0) };
  }
}
