import type { DataSource } from 'typeorm';
import type { Page } from '../../platform/http/query.js';
import { OverrideRow } from './subject-tables.js';

/** Overrides that are active now, of one flag or all of an environment; newest first, one more than the page. */
export function activeOverrides(
  source: DataSource,
  { environment, flag }: { readonly environment: string; readonly flag: string | undefined },
  now: Date,
  { after, limit }: Page,
): Promise<OverrideRow[]> {
  const rows = source
    .getRepository(OverrideRow)
    .createQueryBuilder('o')
    .where('o.environment = :environment AND o.ends_at > :now', { environment, now: now.toISOString() });
  if (flag !== undefined) rows.andWhere('o.flag = :flag', { flag });
  if (after !== null) rows.andWhere('o.created_position < :after', { after });
  return rows
    .orderBy('o.created_position', 'DESC')
    .limit(limit + 1)
    .getMany();
}
