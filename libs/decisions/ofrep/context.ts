import { Problem } from '../../platform/problem.js';
import type { EvaluationRequest } from '../../evaluation/index.js';

const MAX_TARGETING_KEY = 1_000;
const NO_CONTEXT: Readonly<Record<string, unknown>> = {};

/** The evaluation context of OpenFeature. Its `targetingKey` is the subject; all of it serves as attributes. */
export interface EvaluationContext {
  readonly subjectId: string | undefined;
  readonly attributes: EvaluationRequest['attributes'];
}

/** Reads `{ "context": { "targetingKey": …, … } }`; context defaults to empty. @throws Problem 400 `invalid_context` */
export function contextOf(body: unknown): EvaluationContext {
  if (!isObject(body)) throw invalid('', 'the body must be a JSON object');
  const context = body['context'] ?? NO_CONTEXT;
  if (!isObject(context)) throw invalid('/context', 'the context must be a JSON object');
  const { targetingKey } = context;
  if (targetingKey === undefined || targetingKey === null) return { subjectId: undefined, attributes: context };
  if (typeof targetingKey !== 'string') throw invalid('/context/targetingKey', 'targetingKey must be a text');
  if (targetingKey.length > MAX_TARGETING_KEY) {
    throw invalid('/context/targetingKey', `targetingKey has at most ${MAX_TARGETING_KEY} characters`);
  }
  return { subjectId: targetingKey, attributes: context };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

const invalid = (pointer: string, detail: string): Problem =>
  new Problem(400, 'invalid_context', detail, [{ pointer, code: 'invalid_context', detail }]);
