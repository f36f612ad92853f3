import type { DataSource } from 'typeorm';
import { ExperimentRow } from '../../experiments/read-model/index.js';
import { sortedRows, type Condition } from '../../projections/index.js';

export const LATEST_FIRST = { by: 'completed_order', order: 'DESC' } as const;

/** Completed experiments of an environment, archived ones too: what can be learnt from. */
export const completedIn = (environment: string): Condition => ({
  sql: 'row.environment = :environment AND row.completed_order IS NOT NULL',
  parameters: { environment },
});

/** `q`: words as a web search has them, with quotes, `or` and `-`. */
export const matching = (q: string): Condition => ({
  sql: `"row".search @@ websearch_to_tsquery('english', :q)`,
  parameters: { q },
});

export const measuring = (metric: string): Condition => ({
  sql: `jsonb_exists((row.state->'metrics')::jsonb, :metric)`,
  parameters: { metric },
});

export const endedWith = (outcome: string): Condition => ({
  sql: `row.state->'outcome'->>'kind' = :outcome`,
  parameters: { outcome },
});

/** As `isAskedForLearning` says. */
export const askedFor = (asked: boolean): Condition => ({
  sql: `${asked ? '' : 'NOT '}(row.status = 'completed' AND row.state->>'summary' IS NULL)`,
  parameters: {},
});

/** A value, and how many of the found experiments have it. */
export interface Facet {
  readonly value: string;
  readonly count: number;
}

/** The values of these fields among all that meet the conditions, the most frequent first. */
export interface Facets {
  readonly flag: readonly Facet[];
  readonly metric: readonly Facet[];
  readonly tag: readonly Facet[];
  readonly outcome: readonly Facet[];
}

const MOST_VALUES = 50;
const VALUES = {
  flag: 'row.flag',
  metric: `json_array_elements_text(row.state->'metrics')`,
  tag: `json_array_elements_text(row.state->'tags')`,
  outcome: `row.state->'outcome'->>'kind'`,
} as const;

export async function facetsOf(source: DataSource, conditions: readonly Condition[]): Promise<Facets> {
  const [flag, metric, tag, outcome] = await Promise.all([
    facet(source, VALUES.flag, conditions),
    facet(source, VALUES.metric, conditions),
    facet(source, VALUES.tag, conditions),
    facet(source, VALUES.outcome, conditions),
  ]);
  return { flag, metric, tag, outcome };
}

async function facet(source: DataSource, value: string, conditions: readonly Condition[]): Promise<Facet[]> {
  const rows = source.getRepository(ExperimentRow).createQueryBuilder('row').select(value, 'value').where('true');
  for (const { sql, parameters } of conditions) rows.andWhere(sql, parameters);
  const found = await rows
    .addSelect('count(*)', 'count')
    .groupBy('1')
    .orderBy('count(*)', 'DESC')
    .addOrderBy('"value"')
    .limit(MOST_VALUES)
    .getRawMany<{ value: string; count: string }>();
  return found.map((row) => ({ value: row.value, count: Number(row.count) }));
}

const PAGE = 50;

/** All that meet the conditions, the latest first, page by page; no transaction stays open between pages. */
export async function* learningPages(
  source: DataSource,
  conditions: readonly Condition[],
): AsyncGenerator<readonly ExperimentRow[]> {
  for (let after: string | null = null; ;) {
    const page = { limit: PAGE, after };
    const rows: readonly ExperimentRow[] = await sortedRows(source, ExperimentRow, LATEST_FIRST, page, conditions);
    if (rows.length > 0) yield rows;
    after = rows.at(-1)?.completed_order ?? null;
    if (rows.length < PAGE) return;
  }
}
