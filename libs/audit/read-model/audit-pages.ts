import type { DataSource } from 'typeorm';
import { sortedRows, type Condition } from '../../projections/index.js';
import { AuditRow } from './audit-table.js';

export const NEWEST_FIRST = { by: 'position', order: 'DESC' } as const;
/** An entry can be as large as an event, so pages of an export have few. */
const PAGE = 50;

/** All entries that meet the conditions, newest first, page by page; no transaction stays open between pages. */
export async function* auditPages(
  source: DataSource,
  conditions: readonly Condition[],
): AsyncGenerator<readonly AuditRow[]> {
  for (let after: string | null = null; ;) {
    const rows: readonly AuditRow[] = await sortedRows(
      source,
      AuditRow,
      NEWEST_FIRST,
      { limit: PAGE, after },
      conditions,
    );
    if (rows.length > 0) yield rows;
    after = rows.at(-1)?.position ?? null;
    if (rows.length < PAGE) return;
  }
}
