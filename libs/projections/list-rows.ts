import type { EntityManager, FindOptionsWhere, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Condition } from './list-filters.js';
import { listOf, type List, type Page } from '../platform/http/query.js';
import { notFound } from '../primitives/refusal.js';

/** Whatever has the tables. */
type Tables = Pick<EntityManager, 'getRepository'>;

/** The unique column that sorts a list. */
export interface Sort<Row> {
  readonly by: keyof Row & string;
  readonly order: 'ASC' | 'DESC';
}

/** An order by an SQL expression over `row`. It is a text of at most 100 characters and unique, so that pages meet. */
export interface ComputedSort {
  readonly sql: string;
  readonly order: 'ASC' | 'DESC';
}

/** A list that says how many items it has on all its pages. */
export interface CountedList<Item> extends List<Item> {
  readonly total: number;
}

/** Reads a page of an entity's rows that meet all conditions, and counts all that do. */
export async function listRows<Row extends ObjectLiteral, Item>(
  source: Tables,
  entity: new () => Row,
  sort: Sort<Row>,
  page: Page,
  toItem: (row: Row) => Item,
  conditions: readonly Condition[] = [],
): Promise<CountedList<Item>> {
  const { rows, total } = await pageOfRows(source, entity, sort, page, conditions);
  return { ...listOf(rows, page, (row) => row[sort.by] as string, toItem), total };
}

/** The same by a computed order. The database compares its texts byte by byte, so that cursors mean the same everywhere. */
export async function listRowsBy<Row extends ObjectLiteral, Item>(
  source: Tables,
  entity: new () => Row,
  { sql, order }: ComputedSort,
  page: Page,
  toItem: (row: Row) => Item,
  conditions: readonly Condition[] = [],
): Promise<CountedList<Item>> {
  const text = `(${sql}) COLLATE "C"`;
  const rows = matching(source, entity, conditions).addSelect(text, 'sort_text');
  if (page.after !== null) rows.andWhere(`${text} ${order === 'ASC' ? '>' : '<'} :after`, { after: page.after });
  const sorted = rows.orderBy('sort_text', order).limit(page.limit + 1);
  const [{ entities, raw }, total] = await Promise.all([
    sorted.getRawAndEntities<{ sort_text: string }>(),
    matching(source, entity, conditions).getCount(),
  ]);
  const texts = new Map(entities.map((row, place) => [row, raw[place]?.sort_text ?? '']));
  return { ...listOf(entities, page, (row) => texts.get(row) ?? '', toItem), total };
}

/** The rows of a page and one more if there is a next page, and the number of rows on all pages. */
export async function pageOfRows<Row extends ObjectLiteral>(
  source: Tables,
  entity: new () => Row,
  sort: Sort<Row>,
  page: Page,
  conditions: readonly Condition[],
): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
  const [rows, total] = await Promise.all([
    sortedRows(source, entity, sort, { ...page, limit: page.limit + 1 }, conditions),
    matching(source, entity, conditions).getCount(),
  ]);
  return { rows, total };
}

/** The rows of a page alone, uncounted. */
export function sortedRows<Row extends ObjectLiteral>(
  source: Tables,
  entity: new () => Row,
  { by, order }: Sort<Row>,
  { limit, after }: Page,
  conditions: readonly Condition[],
): Promise<Row[]> {
  const rows = matching(source, entity, conditions);
  if (after !== null) rows.andWhere(`row.${by} ${order === 'ASC' ? '>' : '<'} :after`, { after });
  return rows.orderBy(`row.${by}`, order).limit(limit).getMany();
}

function matching<Row extends ObjectLiteral>(
  source: Tables,
  entity: new () => Row,
  conditions: readonly Condition[],
): SelectQueryBuilder<Row> {
  const rows = source.getRepository(entity).createQueryBuilder('row').where('true');
  for (const { sql, parameters } of conditions) rows.andWhere(sql, parameters);
  return rows;
}

/** A document of a row with the revision that If-Match takes. PostgreSQL sends its `bigint` as text. */
export const revised = <Document extends object>(document: Document, { revision }: { readonly revision: string }) => ({
  ...document,
  revision: Number(revision),
});

/** The row with these columns. @param name what the caller looked for, as the refusal says it. @throws Refusal 404 */
export async function oneRow<Row extends ObjectLiteral>(
  source: Tables,
  entity: new () => Row,
  where: FindOptionsWhere<Row>,
  name: { readonly kind: string; readonly key: string },
): Promise<Row> {
  const row = await source.getRepository(entity).findOneBy(where);
  if (!row) throw notFound(name.kind, name.key);
  return row;
}
