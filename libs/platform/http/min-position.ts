import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The header Assay-Min-Position: what the answer must have seen. */
export const MinPosition = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const value = context.switchToHttp().getRequest<FastifyRequest>().headers['assay-min-position'];
  return typeof value === 'string' ? value : undefined;
});
