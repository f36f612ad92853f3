import type { FlagPin } from '../../flags/index.js';
import { PinQueries } from '../../flags/read-model/index.js';
import { unpacked } from '../../primitives/written-json.js';
import type { StateAsOf } from '../../projections/index.js';
import type { Experiment } from '../experiment.js';
import { EXPERIMENTS } from './experiment-tables.js';

export class PinsOfFlag extends PinQueries {
  /** Pins of the flag that have not been ended, newest first. */
  override async pinsOf(
    asOf: StateAsOf,
    environment: string,
    flag: string,
    ended: readonly string[],
  ): Promise<FlagPin[]> {
    const { table, holds } = asOf.sqlOf(EXPERIMENTS);
    const rows = await asOf.query<{ state: Experiment }[]>(
      `SELECT e.state FROM ${table} e
       WHERE ${holds} AND e.flag = $1 AND e.environment = $2 AND jsonb_typeof((e.state -> 'pin')::jsonb) = 'object' AND e.id <> ALL ($3)
       ORDER BY (SELECT max(h.position) FROM experiment_history h
                 WHERE h.experiment_id = e.id AND h.type = 'experiment_completed') DESC LIMIT 100`,
      [flag, environment, ended],
    );
    return rows.flatMap(({ state }) => {
      const { id, key, pin, completedAt, targeting } = unpacked(state);
      if (!pin || completedAt === null) return [];
      return [{ experiment: id, experimentKey: key, ...pin, since: completedAt, targeting }];
    });
  }
}
