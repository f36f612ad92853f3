import type { DataSource, ObjectLiteral } from 'typeorm';
import type { Position } from '../../event-store/index.js';
import type { Page } from '../../platform/http/query.js';
import { notFound } from '../../primitives/refusal.js';
import type { Condition } from '../list-filters.js';
import {
  listRows,
  listRowsBy,
  pageOfRows,
  sortedRows,
  type ComputedSort,
  type CountedList,
  type Sort,
} from '../list-rows.js';
import type { StateRow } from '../state-row.js';
import { holdsAt } from './past-table.js';

/** The rows of a kind of thing: the current ones, and the table that also has the earlier ones. */
export interface Versions<Row> {
  readonly current: new () => Row;
  readonly past: new () => Row & { readonly since: string };
}

/** An instant in epoch milliseconds, and the position of the last event that it has. */
export interface Instant {
  readonly at: number;
  readonly position: Position;
}

/** The state at an earlier instant. */
export type PastState = StateAsOf & { readonly instant: Instant };

/** The management read model as it is, or as it was at an instant. */
export class StateAsOf {
  constructor(
    readonly source: DataSource,
    /** Null: now. */
    readonly instant: Instant | null,
  ) {}

  /** The SQL of a table, as `e`, with the condition that its rows hold. */
  sqlOf<Row extends ObjectLiteral>(versions: Versions<Row>): { readonly table: string; readonly holds: string } {
    const { tableName } = this.source.getRepository(this.entity(versions)).metadata;
    return { table: tableName, holds: this.instant ? holdsAt('e', this.instant.at) : 'true' };
  }

  query<Result>(sql: string, parameters: readonly unknown[]): Promise<Result> {
    return this.source.query<Result>(sql, [...parameters]);
  }

  /** A page of rows that meet all conditions, and the number of all that do. */
  list<Row extends ObjectLiteral, Item>(
    versions: Versions<Row>,
    sort: Sort<Row>,
    page: Page,
    toItem: (row: Row) => Item,
    conditions: readonly Condition[],
  ): Promise<CountedList<Item>> {
    return listRows(this.source, this.entity(versions), sort, page, toItem, this.holding(conditions));
  }

  /** The same by a computed order. */
  listBy<Row extends ObjectLiteral, Item>(
    versions: Versions<Row>,
    sort: ComputedSort,
    page: Page,
    toItem: (row: Row) => Item,
    conditions: readonly Condition[],
  ): Promise<CountedList<Item>> {
    return listRowsBy(this.source, this.entity(versions), sort, page, toItem, this.holding(conditions));
  }

  /** The rows of a page and one more if there is a next page, and the number of rows on all pages. */
  page<Row extends ObjectLiteral>(
    versions: Versions<Row>,
    sort: Sort<Row>,
    page: Page,
    conditions: readonly Condition[],
  ): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
    return pageOfRows(this.source, this.entity(versions), sort, page, this.holding(conditions));
  }

  /** The rows of a page alone, uncounted. */
  sorted<Row extends ObjectLiteral>(
    versions: Versions<Row>,
    sort: Sort<Row>,
    page: Page,
    conditions: readonly Condition[],
  ): Promise<Row[]> {
    return sortedRows(this.source, this.entity(versions), sort, page, this.holding(conditions));
  }

  /** All rows that meet all conditions, in no order. */
  all<Row extends ObjectLiteral>(versions: Versions<Row>, conditions: readonly Condition[]): Promise<Row[]> {
    const rows = this.source.getRepository(this.entity(versions)).createQueryBuilder('row').where('true');
    for (const { sql, parameters } of this.holding(conditions)) rows.andWhere(sql, parameters);
    return rows.getMany();
  }

  /** The rows of streams, in no order. */
  async ofStreams<Row extends StateRow<unknown>>(versions: Versions<Row>, streams: readonly string[]): Promise<Row[]> {
    if (streams.length === 0) return [];
    return this.all(versions, [{ sql: 'row.stream IN (:...streams)', parameters: { streams } }]);
  }

  /** The row of a stream, if there is one. */
  async found<Row extends StateRow<unknown>>(versions: Versions<Row>, stream: string): Promise<Row | undefined> {
    if (this.instant) return (await this.last(versions, stream, this.instant)) ?? undefined;
    return (await this.ofStreams(versions, [stream]))[0];
  }

  /** The row of a stream. @param name what the caller looked for, as the refusal says it. @throws Refusal 404 */
  async one<Row extends StateRow<unknown>>(
    versions: Versions<Row>,
    stream: string,
    name: { readonly kind: string; readonly key: string },
  ): Promise<Row> {
    const row = await this.found(versions, stream);
    if (!row) throw notFound(name.kind, name.key);
    return row;
  }

  /** The key finds the last version directly, however many there are. */
  private last<Row extends StateRow<unknown>>(
    { past }: Versions<Row>,
    stream: string,
    { at }: Instant,
  ): Promise<Row | null> {
    const rows = this.source.getRepository(past).createQueryBuilder('row');
    rows.where('row.stream = :stream AND row.since <= :at', { stream, at });
    rows.andWhere('(row.until IS NULL OR row.until > :at)');
    return rows.orderBy('row.since', 'DESC').limit(1).getOne();
  }

  private entity<Row>({ current, past }: Versions<Row>): new () => Row {
    return this.instant ? past : current;
  }

  private holding(conditions: readonly Condition[]): readonly Condition[] {
    return this.instant ? [...conditions, { sql: holdsAt('row', this.instant.at), parameters: {} }] : conditions;
  }
}

// The cast is safe, because the instant is the one that was given.
export const stateAt = (source: DataSource, instant: Instant): PastState => new StateAsOf(source, instant) as PastState;
