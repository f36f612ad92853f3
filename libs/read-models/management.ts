import type { EntityManager } from 'typeorm';
import { managedAccess } from '../access/read-model/index.js';
import { AuditTrail, managedAudit } from '../audit/read-model/index.js';
import type { StoredEvent } from '../event-store/index.js';
import { managedExperiments, noteHistory } from '../experiments/read-model/index.js';
import { managedFlags } from '../flags/read-model/index.js';
import { breachInHistory, managedTriggers } from '../guardrails/read-model/index.js';
import { managedMetrics } from '../metrics/read-model/index.js';
import { managedNotifications } from '../notifications/read-model/index.js';
import {
  LogInstants,
  managedInstants,
  type ManagedTables,
  type Projection,
  type ProjectionDefinition,
} from '../projections/index.js';
import { managedSubjects } from '../subjects/read-model/index.js';
import { managedEventTypes } from '../telemetry/read-model/index.js';
import { COMMAND_STREAMS } from './command-streams.js';

const PARTS: readonly ManagedTables[] = [
  managedFlags,
  managedMetrics,
  managedEventTypes,
  managedAccess,
  managedExperiments,
  managedSubjects,
  managedTriggers,
  managedNotifications,
  managedAudit,
  managedInstants,
];
const TABLES = PARTS.flatMap(({ tables }) => tables);

/** The read model behind the lists and pages of everything that users manage. */
export const managementDefinition: ProjectionDefinition = {
  name: 'management',
  // 2: experiments hold the kinds of their guardrails, the terms of their metrics, plan and dimensions.
  // 3: the audit.
  // 4: destinations and rules of notifications, prerequisites of flags, learnings, authors of keys, roles per environment,
  // the past of experiments, flags, groups, overrides and holdouts.
  version: 4,
  filter: { streamPrefixes: COMMAND_STREAMS },
  unorderedPrefixes: [],
  entities: PARTS.flatMap(({ entities }) => entities),
  migrations: PARTS.flatMap(({ migrations }) => migrations),
  create: () => new ManagementProjection(),
};

class ManagementProjection implements Projection {
  reset(): void {
    // It has no state in memory.
  }

  async apply(events: readonly StoredEvent[], manager: EntityManager): Promise<void> {
    const audit = new AuditTrail();
    const instants = await LogInstants.of(events, manager);
    for (const table of TABLES) {
      const own = events.filter((event) => event.stream.startsWith(table.prefix));
      if (own.length > 0) await table.apply(own, manager, audit.observe, instants.of);
    }
    await noteHistory(events, manager, breachInHistory);
    await audit.write(events, manager);
    await instants.write(manager);
  }
}
