import Type from 'typebox';
import type { EvaluationRequest } from '../../evaluation/index.js';
import { compiledInput, maybe } from '../../platform/http/compiled-input.js';

const NO_CONTEXT: EvaluationRequest['attributes'] = {};

/** The evaluation context of OpenFeature. Its `targetingKey` is the subject; all of it serves as attributes. */
export interface EvaluationContext {
  readonly subjectId: string | undefined;
  readonly attributes: EvaluationRequest['attributes'];
}

export const OfrepBodySchema = Type.Object(
  {
    context: maybe(
      Type.Object(
        { targetingKey: maybe(Type.String({ maxLength: 1_000, description: 'Id of the subject' })) },
        { $id: 'EvaluationContext', additionalProperties: true, description: 'The rest of it are attributes' },
      ),
    ),
  },
  { $id: 'OfrepBody' },
);

const checked = compiledInput(OfrepBodySchema, 'invalid_context');

/** Reads `{ "context": { "targetingKey": …, … } }`; context defaults to empty. @throws Problem 400 `invalid_context` */
export function contextOf(body: unknown): EvaluationContext {
  const { context } = checked(body);
  if (context === undefined || context === null) return { subjectId: undefined, attributes: NO_CONTEXT };
  return { subjectId: context.targetingKey ?? undefined, attributes: context };
}
