import type { DataSource } from 'typeorm';

const PAGE = 50_000;

/** Digests of subjects, and the position of the last link that they include. */
export interface Enrolled {
  readonly digests: readonly string[];
  readonly upTo: string;
}

/** The digests of all subjects exposed in an experiment, and of those linked to them. */
export async function enrolledDigests(source: DataSource, experiment: string): Promise<Enrolled> {
  // Read first: a link made meanwhile is read again later, which changes nothing.
  const upTo = await lastJoin(source);
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
  return { digests: [...digests, ...linked.map(({ subject }) => subject)], upTo };
}

/** True if a subject, or one that it is linked to, was exposed in the experiment. */
export async function isEnrolled(source: DataSource, experiment: string, digest: string): Promise<boolean> {
  const [found] = await source.query<{ enrolled: boolean }[]>(
    `SELECT EXISTS (SELECT 1 FROM units WHERE experiment_id = $1 AND unit = $2 AND exposed)
       OR EXISTS (SELECT 1 FROM measured_experiments e
         JOIN subject_links l ON l.environment = e.state ->> 'environment' AND l.subject = $2
         JOIN units u ON u.unit = l.root AND u.experiment_id = $1 AND u.exposed
       WHERE e.id = $1) AS enrolled`,
    [experiment, digest],
  );
  return found?.enrolled ?? false;
}

/** The digests that links after the position `after` joined with a subject exposed in the experiment. */
export async function joinedDigests(source: DataSource, experiment: string, after: string): Promise<Enrolled> {
  const upTo = await lastJoin(source);
  if (upTo === after) return { digests: [], upTo };
  const rows = await source.query<{ root: string; subject: string }[]>(
    `SELECT DISTINCT l.root, l.subject FROM subject_joins j
       JOIN measured_experiments e ON e.id = $1 AND e.state ->> 'environment' = j.environment
       JOIN subject_links f ON f.environment = j.environment AND f.subject = j.subject
       JOIN units u ON u.unit = f.root AND u.experiment_id = $1 AND u.exposed
       JOIN subject_links l ON l.environment = j.environment AND l.root = f.root
     WHERE j.position COLLATE "C" > $2`,
    [experiment, after],
  );
  return { digests: [...new Set(rows.flatMap(({ root, subject }) => [root, subject]))], upTo };
}

async function lastJoin(source: DataSource): Promise<string> {
  const rows = await source.query<{ position: string }[]>(
    'SELECT position FROM subject_joins ORDER BY position COLLATE "C" DESC LIMIT 1',
  );
  return rows[0]?.position ?? '';
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
