import type { EntityManager } from 'typeorm';
import { AccessTables, accessTables, ApiKeyRow, UserRow } from '../../access/read-model/index.js';
import type { StoredEvent } from '../../event-store/index.js';
import { EventTypeRow, EventTypeTable, eventTypeTable } from '../../events/read-model/index.js';
import {
  ExperimentRow,
  ExperimentTables,
  experimentTable,
  HistoryRow,
  noteHistory,
} from '../../experiments/read-model/index.js';
import { FlagEnvironmentRow, FlagRow, FlagTables, flagTables } from '../../flags/read-model/index.js';
import { TriggerRow, TriggerTable, triggerTable } from '../../guardrails/read-model/index.js';
import { MetricRow, MetricTable, metricTable } from '../../metrics/read-model/index.js';
import {
  ConflictDomainRow,
  GroupRow,
  HoldoutRow,
  OverrideRow,
  SubjectTables,
  subjectTables,
} from '../../subjects/read-model/index.js';
import { DOMAIN_PREFIXES } from '../domain-prefixes.js';
import type { Projection, ProjectionDefinition } from '../projection.js';

const TABLES = [
  ...flagTables,
  metricTable,
  eventTypeTable,
  ...accessTables,
  experimentTable,
  ...subjectTables,
  triggerTable,
];

/** Everything that is managed, as lists and pages read it. */
export const managementDefinition: ProjectionDefinition = {
  name: 'management',
  filter: { streamPrefixes: DOMAIN_PREFIXES },
  unorderedPrefixes: [],
  entities: [
    FlagRow,
    FlagEnvironmentRow,
    MetricRow,
    EventTypeRow,
    UserRow,
    ApiKeyRow,
    ExperimentRow,
    HistoryRow,
    ConflictDomainRow,
    GroupRow,
    HoldoutRow,
    OverrideRow,
    TriggerRow,
  ],
  migrations: [FlagTables, MetricTable, EventTypeTable, AccessTables, ExperimentTables, SubjectTables, TriggerTable],
  create: () => new ManagementProjection(),
};

class ManagementProjection implements Projection {
  reset(): void {
    // Nothing is kept in memory.
  }

  async apply(events: readonly StoredEvent[], manager: EntityManager): Promise<void> {
    for (const table of TABLES) {
      const own = events.filter((event) => event.stream.startsWith(table.prefix));
      if (own.length > 0) await table.apply(own, manager);
    }
    await noteHistory(events, manager);
  }
}
