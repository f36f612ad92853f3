import type { ProjectionDefinition } from '../../projections/index.js';

/** The schema of the saga's checkpoint and parked events; it has no tables of its own. */
export const sagaProgress: Pick<ProjectionDefinition, 'name' | 'entities' | 'migrations'> = {
  name: 'guardrail_saga',
  entities: [],
  migrations: [],
};
