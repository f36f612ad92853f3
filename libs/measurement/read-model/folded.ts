import { experimentAggregate } from '../../experiments/index.js';
import { metricAggregate } from '../../metrics/index.js';
import { stateTable } from '../../projections/index.js';

/** Experiments and metrics as of the last telemetry counted. */
export const experiments = stateTable({
  table: 'measured_experiments',
  aggregate: experimentAggregate,
  columns: (experiment) => ({ id: experiment?.id ?? '' }),
});

export const metrics = stateTable({
  table: 'measured_metrics',
  aggregate: metricAggregate,
  columns: (metric) => ({ key: metric?.key ?? '' }),
});
