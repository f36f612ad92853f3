import type { DataSource } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';

/** What completed experiments left on the flag, newest first: those completed since its default last changed. */
export async function pinsOf(source: DataSource, environment: string, flag: string, stream: string): Promise<object[]> {
  const rows = await source.query<{ state: Experiment }[]>(
    `SELECT e.state FROM experiments e
     WHERE e.flag = $1 AND e.environment = $2 AND jsonb_typeof(e.state -> 'pin') = 'object'
       AND (SELECT max(h.position) FROM experiment_history h
            WHERE h.experiment_id = e.id AND h.type = 'experiment_completed')
         > coalesce((SELECT f.default_changed_at FROM flag_environments f WHERE f.stream = $3), '')
     ORDER BY e.state ->> 'completedAt' DESC LIMIT 100`,
    [flag, environment, stream],
  );
  return rows.flatMap(({ state: { id, key, pin, completedAt } }) =>
    pin ? [{ experiment: id, experimentKey: key, ...pin, since: completedAt }] : [],
  );
}
