import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { STALE_HEADER, type Reading } from '../reading.js';

export type { Reading };

/** The header Assay-Min-Position: what the answer must have seen. */
export function minPositionOf(headers: IncomingHttpHeaders): string | undefined {
  const value = headers['assay-min-position'];
  return typeof value === 'string' ? value : undefined;
}

/** What a request asks of its answer, as a parameter; the answer says where it is stale. */
export const MinPosition = createParamDecorator((_: unknown, context: ExecutionContext): Reading => {
  const http = context.switchToHttp();
  return readingOf(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});

/** What a request asks of its answer. */
export function readingOf({ headers }: Pick<FastifyRequest, 'headers'>, reply: FastifyReply): Reading {
  return { minPosition: minPositionOf(headers), isStale: (since) => noteStale(reply, since) };
}

/** Says in the answer since when it is stale, if it is; where that is said already, the older of both. */
export function noteStale(reply: FastifyReply, since: string | undefined): void {
  if (since === undefined) return;
  const known = reply.getHeader(STALE_HEADER);
  if (known === undefined || since < String(known)) void reply.header(STALE_HEADER, since);
}
