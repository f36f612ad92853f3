import type { DataSource } from 'typeorm';
import type { Condition } from '../../projections/index.js';
import { AuditRow } from './audit-table.js';

/** An entry can be as large as an event, so pages of an export have few. */
const PAGE = 50;

/** All entries that meet the conditions, newest first, page by page; no transaction stays open between pages. */
export async function* auditPages(
  source: DataSource,
  conditions: readonly Condition[],
): AsyncGenerator<readonly AuditRow[]> {
  for (let before: string | null = null; ;) {
    const rows: readonly AuditRow[] = await pageBefore(source, conditions, before);
    if (rows.length > 0) yield rows;
    before = rows.at(-1)?.position ?? null;
    if (rows.length < PAGE) return;
  }
}

/** @param before the last position of the page before; null: the first page */
function pageBefore(
  source: DataSource,
  conditions: readonly Condition[],
  before: string | null,
): Promise<readonly AuditRow[]> {
  const rows = source.getRepository(AuditRow).createQueryBuilder('row').where('true');
  for (const { sql, parameters } of conditions) rows.andWhere(sql, parameters);
  if (before !== null) rows.andWhere('row.position < :before', { before });
  return rows.orderBy('row.position', 'DESC').limit(PAGE).getMany();
}
