import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { described } from './described.js';
import { exampleOf } from '../example.js';
import { validated, validatedList } from '../validation.js';

const Body = createParamDecorator((type: new () => object, context: ExecutionContext) =>
  validated(type, context.switchToHttp().getRequest<FastifyRequest>().body ?? {}),
);

const BodyList = createParamDecorator((type: new () => object, context: ExecutionContext): readonly object[] =>
  validatedList(type, context.switchToHttp().getRequest<FastifyRequest>().body),
);

/** The request's body, checked against its request class: `@Input(CreateFlagRequest) body: CreateFlagRequest`. */
export const Input = (type: new () => object): ParameterDecorator =>
  described(Body(type), ApiBody({ type, required: !takesNothing(type), ...shown(exampleOf(type)) }));

/** A command without fields: its body is absent or `{}`. */
class NoFields {}
export const NoInput = (): ParameterDecorator => Body(NoFields);

/** A body that is a list, each item checked: `@InputList(RuleRequest) body: readonly RuleRequest[]`. */
export const InputList = (type: new () => object): ParameterDecorator =>
  described(BodyList(type), ApiBody({ type, isArray: true, ...shown([exampleOf(type)]) }));

/** True if the class has only optional fields, so that the body may be absent. */
function takesNothing(type: new () => object): boolean {
  try {
    return validated(type, {}) instanceof type;
  } catch {
    return false;
  }
}

/** Examples of a body, as OpenAPI has them. */
function shown(value: unknown) {
  return value === undefined ? {} : { examples: { example: { value } } };
}
