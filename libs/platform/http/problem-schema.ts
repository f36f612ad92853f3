import Type from 'typebox';
import { Decimal } from './schemas.js';

const FieldError = Type.Object({
  pointer: Type.String({ description: 'JSON pointer into the body, or ?name of a parameter', examples: ['/key'] }),
  code: Type.String({ examples: ['required'] }),
  detail: Type.String({ examples: ['this field is required'] }),
});

/** The body of a refusal: RFC 9457, with a code, and a pointer to each wrong field. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({ examples: ['about:blank'] }),
    title: Type.String({ examples: ['Bad request'] }),
    status: Type.Integer({ examples: [400] }),
    detail: Type.String({ examples: ['/key: this field is required'] }),
    code: Type.String({ examples: ['validation_failed'], description: 'Stable, for programs' }),
    errors: Type.Optional(Type.Array(FieldError)),
    free: Type.Optional({ ...Decimal, description: 'Percent that a conflict domain has left' }),
    share: Type.Optional({ ...Decimal, description: 'Percent of subjects that it takes from younger experiments' }),
    verdict: Type.Optional(Type.String({ description: 'The verdict that a completion is against' })),
    reasons: Type.Optional(Type.Array(Type.String(), { description: 'Kinds of the reasons of that verdict' })),
    dependents: Type.Optional(Type.Array(Type.String(), { description: 'Keys of the flags that require the flag' })),
    users: Type.Optional(Type.Array(Type.String(), { description: 'Everything that uses the variant, in words' })),
  },
  { description: 'Why a request was refused (RFC 9457)' },
);
