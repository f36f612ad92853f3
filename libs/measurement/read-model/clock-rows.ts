import type { EntityManager } from 'typeorm';
import { LogClock } from '../aggregation/log-clock.js';
import { AGGREGATES, hoursOf } from './aggregate-tables.js';

export async function readClock(manager: EntityManager): Promise<LogClock> {
  const rows = await manager.query<{ environment: string; received_at: string }[]>(
    'SELECT environment, received_at FROM log_clocks',
  );
  return new LogClock(new Map(rows.map((row) => [row.environment, Number(row.received_at)])));
}

/** Writes the times that advanced. */
export async function writeClock(clock: LogClock, manager: EntityManager): Promise<void> {
  const environments = [...clock.changed];
  clock.changed.clear();
  if (environments.length === 0) return;
  await manager.query(
    `INSERT INTO log_clocks (environment, received_at) SELECT * FROM unnest($1::text[], $2::bigint[])
     ON CONFLICT (environment) DO UPDATE SET received_at = excluded.received_at`,
    [environments, environments.map((environment) => clock.time(environment))],
  );
}

/** Keeps the sums of an environment that changed in an hour which has ended, as of its end. */
export async function keepHour(environment: string, ended: number, manager: EntityManager): Promise<void> {
  for (const table of AGGREGATES.filter(({ isHourly }) => isHourly)) {
    const names = [...table.key, ...table.sums].map(([name]) => name).join(', ');
    await manager.query(
      `INSERT INTO ${hoursOf(table)} (${names}, environment, hour)
       SELECT ${names}, environment, hour + 1 FROM ${table.name} WHERE environment = $1 AND hour = $2`,
      [environment, ended],
    );
  }
}
