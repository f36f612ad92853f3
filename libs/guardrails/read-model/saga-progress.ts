import type { ProjectionDefinition } from '../../projections/index.js';

/** Where the saga keeps its checkpoint, and what it parked. */
export const sagaProgress: Pick<ProjectionDefinition, 'name' | 'entities' | 'migrations'> = {
  name: 'guardrail_saga',
  entities: [],
  migrations: [],
};
