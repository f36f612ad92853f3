import type { DataSource, ObjectLiteral } from 'typeorm';
import { listOf, type List, type Page } from '../platform/http/query.js';

/** Reads a page of an entity's rows, sorted by one unique column, filtered by equality of others. */
export async function listRows<Row extends ObjectLiteral, Item>(
  source: DataSource,
  entity: new () => Row,
  sort: { readonly by: keyof Row & string; readonly order: 'ASC' | 'DESC' },
  page: Page,
  toItem: (row: Row) => Item,
  filters: Readonly<Record<string, string | undefined>> = {},
): Promise<List<Item>> {
  const query = source.getRepository(entity).createQueryBuilder('row').where('true');
  for (const [column, value] of Object.entries(filters)) {
    if (value !== undefined) query.andWhere(`row.${column} = :${column}`, { [column]: value });
  }
  if (page.after !== null)
    query.andWhere(`row.${sort.by} ${sort.order === 'ASC' ? '>' : '<'} :after`, { after: page.after });
  const rows = await query
    .orderBy(`row.${sort.by}`, sort.order)
    .limit(page.limit + 1)
    .getMany();
  return listOf(rows, page, (row) => row[sort.by] as string, toItem);
}
