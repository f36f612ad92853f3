import Type from 'typebox';
import { AnyJson, enumOf, mapOf, named, nullable, Text } from '../../platform/http/schemas.js';
import { OFREP_REASONS } from './evaluation.js';
import { OFREP_ERRORS } from './failure.js';

export const EvaluationSchema = named('OfrepEvaluation', {
  key: Text,
  reason: enumOf(OFREP_REASONS),
  value: AnyJson,
  variant: nullable(Text),
  metadata: mapOf(Type.Union([Text, Type.Number(), Type.Boolean()])),
});

export const FailureSchema = named('OfrepFailure', {
  key: Type.Optional(Text),
  errorCode: enumOf(OFREP_ERRORS),
  errorDetails: Text,
});

export const BulkEvaluationSchema = named('OfrepBulkEvaluation', {
  eventStreams: Type.Optional(
    Type.Array(Type.Object({ type: enumOf(['sse']), endpoint: Type.Object({ requestUri: Text }) }), {
      description: 'Absent for client keys, which poll',
    }),
  ),
  flags: Type.Array(Type.Union([EvaluationSchema, FailureSchema])),
});
