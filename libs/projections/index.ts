export { type LiveFold } from './live-fold.js';
export { createPastTable } from './as-of/past-table.js';
export { LogInstants, managedInstants } from './as-of/log-instants.js';
export { StateAsOf, type PastState, type Versions } from './as-of/state-as-of.js';
export { refuseInQuery, TimeTravel, type Refuse } from './as-of/time-travel.js';
export { LiveView } from './live-view.js';
export { OwnWrites } from './own-writes.js';
export { StateByStream } from './state-by-stream.js';
export { stateTable, type InstantOf, type ManagedTables, type StateObserver, type StateTable } from './state-table.js';
export { PACKED, StateRow, STATE_COLUMNS } from './state-row.js';
export type { Committed, Projection, ProjectionDefinition, Reactor } from './projection.js';
export { ProjectionRunner, type Progress } from './runtime/projection-runner.js';
export { LazySource } from './lazy-source.js';
export { KeptTables } from './kept-tables.js';
export { DataKeyTable } from './data-key-table.js';
export { projectionDataSource } from './runtime/schema.js';
export { isComplete } from './runtime/checkpoint.js';
export { inOneSnapshot } from './runtime/one-snapshot.js';
export { CheckpointRow, ParkedRow } from './runtime/runtime-rows.js';
export { Lease } from './runtime/lease.js';
export { rowsByKeys, type WantedKeys } from './rows-by-keys.js';
export {
  isMissingTable,
  ManagementReadModel,
  MeasurementReadModel,
  NotificationsReadModel,
  ReadModel,
  SagaReadModel,
} from './read-models.js';
export {
  OperationRequests,
  operationsAggregate,
  OPERATIONS_STREAM,
  type OperationEvent,
} from './runtime/operations.js';
export { StatusTable, type ProjectionStatus } from './runtime/status-table.js';
export { ProjectionSupervisor } from './runtime/supervisor.js';
export {
  archivedIs,
  checkSearch,
  equal,
  inEnvironment,
  ownedBy,
  search,
  tagged,
  type Condition,
} from './list-filters.js';
export { listRows, oneRow, pageOfRows, revised, sortedRows, type ComputedSort, type CountedList } from './list-rows.js';
