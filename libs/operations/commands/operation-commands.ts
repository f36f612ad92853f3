import { declareCommand, onStream } from '../../event-sourcing/declared-command.js';
import { operationsAggregate, OPERATIONS_STREAM, type OperationEvent } from '../../projections/index.js';

interface Operation {
  readonly type: OperationEvent['type'];
  readonly projection: string;
}

export const RequestOperation = declareCommand(
  'RequestOperation',
  onStream(
    operationsAggregate,
    () => OPERATIONS_STREAM,
    (_, { type, projection }: Operation) => [{ type, data: { projection } }],
  ),
);
