import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';

/** The header Assay-Min-Position: what the answer must have seen. */
export function minPositionOf(headers: IncomingHttpHeaders): string | undefined {
  const value = headers['assay-min-position'];
  return typeof value === 'string' ? value : undefined;
}

/** The header Assay-Min-Position as a parameter. */
export const MinPosition = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined =>
  minPositionOf(context.switchToHttp().getRequest<FastifyRequest>().headers),
);
