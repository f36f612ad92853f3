import Type from 'typebox';
import {
  Count,
  enumOf,
  Id,
  named,
  NextCursor,
  nullable,
  Position,
  Revision,
  Text,
  Time,
} from '../../platform/http/schemas.js';

const progress = {
  projection: Text,
  position: nullable(Position),
  handled: Count,
  updatedAt: nullable(Time),
  parked: Count,
};

export const ProjectionsSchema = named('Projections', {
  head: nullable(Position),
  items: Type.Array(
    named('ProjectionStatus', {
      ...progress,
      rebuild: nullable(
        Type.Object({ going: Type.Boolean(), handled: Count, startedAt: nullable(Time), finishedAt: nullable(Time) }),
      ),
    }),
  ),
  saga: named('SagaProgress', progress),
  nextCursor: NextCursor,
});

export const ParkedSchema = named('ParkedEvent', {
  projection: Text,
  position: Position,
  stream: Text,
  revision: Revision,
  eventId: Id,
  type: Text,
  error: Text,
  parkedAt: Time,
});

export const RequestedSchema = named('RequestedOperation', {
  projection: Text,
  requested: enumOf(['projection_rebuild_requested', 'parked_replay_requested']),
  position: Position,
});
