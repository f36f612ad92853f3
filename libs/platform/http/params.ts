import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { KEY_PATTERN } from '../../primitives/key.js';
import { isUuid } from '../ids.js';
import { notFound } from '../../primitives/refusal.js';
import { described } from './described.js';

function param(context: ExecutionContext, name: string): string {
  const value = (context.switchToHttp().getRequest<FastifyRequest>().params as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

const Key = createParamDecorator((name: string, context: ExecutionContext): string => {
  const value = param(context, name);
  if (!KEY_PATTERN.test(value)) throw notFound('key', value.slice(0, 100));
  return value;
});

const Id = createParamDecorator((name: string, context: ExecutionContext): string => {
  const value = param(context, name);
  if (!isUuid(value)) throw notFound('id', value.slice(0, 100));
  return value;
});

/** A key in the path; a malformed one is answered with 404. */
export const KeyParam = (name: string): ParameterDecorator =>
  described(Key(name), ApiParam({ name, schema: { type: 'string', pattern: KEY_PATTERN.source } }));

/** An id in the path; a malformed one is answered with 404. */
export const IdParam = (name: string): ParameterDecorator =>
  described(Id(name), ApiParam({ name, schema: { type: 'string', format: 'uuid' } }));
