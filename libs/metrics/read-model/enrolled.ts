import type { DataSource } from 'typeorm';

const PAGE = 50_000;

/** Digests of everybody who was exposed in an experiment, those who were linked to them included. */
export async function enrolledDigests(source: DataSource, experiment: string): Promise<string[]> {
  const digests: string[] = [];
  for (let after = ''; ; after = digests.at(-1) ?? '') {
    const page = await source.query<{ unit: string }[]>(
      'SELECT unit FROM units WHERE experiment_id = $1 AND exposed AND unit > $2 ORDER BY unit LIMIT $3',
      [experiment, after, PAGE],
    );
    digests.push(...page.map(({ unit }) => unit));
    if (page.length < PAGE) break;
  }
  const linked = await source.query<{ subject: string }[]>(
    `SELECT l.subject FROM subject_links l JOIN measured_experiments e ON e.id = $1
       JOIN units u ON u.unit = l.root AND u.experiment_id = $1 AND u.exposed
     WHERE l.environment = e.state ->> 'environment'`,
    [experiment],
  );
  return [...digests, ...linked.map(({ subject }) => subject)];
}

/** Events without decision id that no experiment took, by type. */
export async function unattributedEvents(
  source: DataSource,
  environment: string,
  page: { readonly after: string; readonly limit: number },
): Promise<{ readonly type: string; readonly events: number }[]> {
  const rows = await source.query<{ type: string; events: string }[]>(
    `SELECT type, events::text AS events FROM unattributed
     WHERE environment = $1 AND events > 0 AND type > $2 ORDER BY type LIMIT $3`,
    [environment, page.after, page.limit],
  );
  return rows.map(({ type, events }) => ({ type, events: Number(events) }));
}
