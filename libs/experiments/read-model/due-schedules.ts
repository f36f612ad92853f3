import type { DataSource } from 'typeorm';

/** An action that a schedule asks for now. */
export interface DueSchedule {
  readonly id: string;
  readonly environment: string;
  readonly action: 'start' | 'stop';
  /** The time in the schedule, ISO 8601 UTC. */
  readonly time: string;
  readonly flag: string;
  readonly conflictDomain: string | null;
}

const LIMIT = 1_000;

/**
 * Approved experiments that are due to start and not yet to stop, and running ones that are due to stop. The highest
 * priority comes first, then the longest due. The read model only says where to look: commands decide from streams.
 */
export function dueSchedules(source: DataSource, now: Date): Promise<DueSchedule[]> {
  return source.query<DueSchedule[]>(
    `SELECT id, environment, CASE status WHEN 'approved' THEN 'start' ELSE 'stop' END AS action, time,
       state ->> 'flag' AS flag, state ->> 'conflictDomain' AS "conflictDomain"
     FROM experiments CROSS JOIN LATERAL (
       SELECT state -> 'schedule' ->> CASE status WHEN 'approved' THEN 'startAt' ELSE 'stopAt' END AS time
     ) AS due
     WHERE status IN ('approved', 'running') AND time <= $1
       AND (status = 'running' OR coalesce(state -> 'schedule' ->> 'stopAt' > $1, true))
     ORDER BY (state ->> 'priority')::int DESC, time, created_position LIMIT ${LIMIT}`,
    [now.toISOString()],
  );
}
