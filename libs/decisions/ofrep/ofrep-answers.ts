import Type from 'typebox';
import { AnyJson, enumOf, mapOf, named, nullable, Text } from '../../platform/http/schemas.js';

const REASONS = ['STATIC', 'TARGETING_MATCH', 'SPLIT', 'DISABLED', 'DEFAULT', 'UNKNOWN'] as const;
const ERRORS = ['PARSE_ERROR', 'TARGETING_KEY_MISSING', 'INVALID_CONTEXT', 'FLAG_NOT_FOUND', 'GENERAL'] as const;

export const EvaluationSchema = named('OfrepEvaluation', {
  key: Text,
  reason: enumOf(REASONS),
  value: AnyJson,
  variant: nullable(Text),
  metadata: mapOf(Type.Union([Text, Type.Number(), Type.Boolean()])),
});

export const FailureSchema = named('OfrepFailure', {
  key: Type.Optional(Text),
  errorCode: enumOf(ERRORS),
  errorDetails: Text,
});

export const BulkEvaluationSchema = named('OfrepBulkEvaluation', {
  eventStreams: Type.Array(Type.Object({ type: enumOf(['sse']), endpoint: Type.Object({ requestUri: Text }) })),
  flags: Type.Array(Type.Union([EvaluationSchema, FailureSchema])),
});
