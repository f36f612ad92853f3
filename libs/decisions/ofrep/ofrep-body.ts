import Type from 'typebox';
import { maybe } from '../../platform/http/compiled-input.js';

/** The body of an evaluation. `contextOf` reads it by hand, because the provider does so too, without a validator. */
export const OfrepBodySchema = Type.Object(
  {
    context: maybe(
      Type.Object(
        { targetingKey: maybe(Type.String({ maxLength: 1_000, description: 'Id of the subject' })) },
        { $id: 'EvaluationContext', additionalProperties: true, description: 'The rest of it are attributes' },
      ),
    ),
  },
  { $id: 'OfrepBody', examples: [{ context: { targetingKey: 'customer-1', country: 'NL' } }] },
);
