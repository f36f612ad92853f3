import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { validated, validatedList } from '../validation.js';

/** The request's body, checked against its request class: `@Input(CreateFlagRequest) body: CreateFlagRequest`. */
export const Input = createParamDecorator((type: new () => object, context: ExecutionContext): object =>
  validated(type, context.switchToHttp().getRequest<FastifyRequest>().body ?? {}),
);

/** A body that is a list, each item checked: `@InputList(RuleRequest) body: readonly RuleRequest[]`. */
export const InputList = createParamDecorator((type: new () => object, context: ExecutionContext): readonly object[] =>
  validatedList(type, context.switchToHttp().getRequest<FastifyRequest>().body),
);
