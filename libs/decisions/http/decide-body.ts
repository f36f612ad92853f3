import Type from 'typebox';
import type { EvaluationRequest } from '../../evaluation/index.js';
import { compiledInput, maybe } from '../../platform/http/compiled-input.js';
import { Text } from '../../platform/http/schemas.js';
import { wrongField } from '../../platform/problem.js';

const NO_ATTRIBUTES: EvaluationRequest['attributes'] = {};

const Attributes = Type.Unsafe<EvaluationRequest['attributes']>({
  $id: 'Attributes',
  type: 'object',
  additionalProperties: true,
  description: 'What targeting and bucketing read: any JSON',
});

/** Whom a decision is about. */
export const ABOUT = {
  subjectId: maybe(Type.String({ maxLength: 1_000, description: 'Needed if something has to be bucketed' })),
  attributes: maybe(Attributes),
};

export const DecideBodySchema = Type.Object(
  {
    flag: maybe(Type.String({ description: 'Key of one flag; give either flag or flags' })),
    flags: maybe(Type.Array(Text, { maxItems: 1_000, description: 'Keys of several flags' })),
    ...ABOUT,
  },
  {
    $id: 'DecideBody',
    additionalProperties: false,
    examples: [{ flag: 'checkout', subjectId: 'customer-1', attributes: { country: 'NL' } }],
  },
);

export type DecideBody = Pick<EvaluationRequest, 'attributes'> & { readonly subjectId: string | undefined } & (
    | { readonly flag: string; readonly flags?: undefined }
    | { readonly flag?: undefined; readonly flags: readonly string[] }
  );

const checked = compiledInput(DecideBodySchema);

/** @throws Problem 400 `validation_failed` */
export function parseDecideBody(body: unknown): DecideBody {
  const { flag, flags, subjectId, attributes } = checked(body);
  const about = { subjectId: subjectId ?? undefined, attributes: attributes ?? NO_ATTRIBUTES };
  if (flags === undefined || flags === null) {
    if (flag === undefined || flag === null) throw wrongField('/flag', 'required', 'name a flag, or several as flags');
    return { flag, ...about };
  }
  if (flag !== undefined && flag !== null) throw wrongField('/flags', 'invalid_value', 'name either flag or flags');
  return { flags, ...about };
}
