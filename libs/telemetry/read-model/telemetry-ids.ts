import type { DataSource } from 'typeorm';
import { parsePosition, type Position } from '../../event-store/index.js';

import { isMissingTable, rowsByKeys } from '../../projections/index.js';

/** The ids that the measurement projection has counted, and its position. */
export class ProjectedIds {
  constructor(private readonly dataSource: () => Promise<DataSource>) {}

  /** Payload hashes of the ids that are counted already. */
  async find(environment: string, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const source = await this.dataSource();
    const rows = (await orNone(
      source.query(rowsByKeys('telemetry_ids', 'event_id, hash', { event_id: '$1::text[]' }, 'environment = $2'), [
        ids,
        environment,
      ]),
    )) as { event_id: string; hash: string }[];
    return new Map(rows.map((row) => [row.event_id, row.hash]));
  }

  /** The position of the projection; undefined before its first event. */
  async position(): Promise<Position | undefined> {
    const source = await this.dataSource();
    const rows = (await orNone(source.query('SELECT position FROM checkpoint'))) as { position: string | null }[];
    const position = rows[0]?.position;
    return position === null || position === undefined ? undefined : parsePosition(position);
  }
}

/** Links that the measurement projection has processed. */
export class ProjectedLinks {
  constructor(private readonly dataSource: () => Promise<DataSource>) {}

  /** The root of each subject, and whether it was the `from` of a link; unlinked subjects are left out. */
  async find(environment: string, subjects: readonly string[]): Promise<Map<string, ProjectedLink>> {
    if (subjects.length === 0) return new Map();
    const source = await this.dataSource();
    const rows = (await orNone(
      source.query(
        rowsByKeys('subject_links', 'subject, root, linked', { subject: '$1::text[]' }, 'environment = $2'),
        [subjects, environment],
      ),
    )) as ({ subject: string } & ProjectedLink)[];
    return new Map(rows.map(({ subject, root, linked }) => [subject, { root, linked }]));
  }
}

export interface ProjectedLink {
  readonly root: string;
  readonly linked: boolean;
}

/** Reads as empty if the tables do not exist: before a projector's first start, or while they are rebuilt. */
async function orNone(rows: Promise<unknown>): Promise<unknown> {
  try {
    return await rows;
  } catch (error) {
    if (isMissingTable(error)) return [];
    throw error;
  }
}
