import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { KEY_PATTERN } from '../../primitives/key.js';
import { isUuid } from '../ids.js';
import { notFound } from '../../primitives/refusal.js';

function param(context: ExecutionContext, name: string): string {
  const value = (context.switchToHttp().getRequest<FastifyRequest>().params as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

/** A key in the path; a malformed one is answered with 404. */
export const KeyParam = createParamDecorator((name: string, context: ExecutionContext): string => {
  const value = param(context, name);
  if (!KEY_PATTERN.test(value)) throw notFound('key', value.slice(0, 100));
  return value;
});

/** An id in the path; a malformed one is answered with 404. */
export const IdParam = createParamDecorator((name: string, context: ExecutionContext): string => {
  const value = param(context, name);
  if (!isUuid(value)) throw notFound('id', value.slice(0, 100));
  return value;
});
