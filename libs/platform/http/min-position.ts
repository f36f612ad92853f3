import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { described } from './described.js';
import { AS_OF_HEADER, STALE_HEADER, type Reading } from '../reading.js';

export type { Reading };

/** The header of answers that may be about an earlier instant, as the OpenAPI document names it. */
export const AS_OF = ['Assay-As-Of-Position'] as const;

/** The header Assay-Min-Position: the answer must include everything up to this position. */
export function minPositionOf(headers: IncomingHttpHeaders): string | undefined {
  const value = headers['assay-min-position'];
  return typeof value === 'string' ? value : undefined;
}

const Position = createParamDecorator((_: unknown, context: ExecutionContext): Reading => {
  const http = context.switchToHttp();
  return readingOf(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});

/** For routes that read the header by themselves. */
export const DescribesMinPosition = (): MethodDecorator =>
  ApiHeader({
    name: 'Assay-Min-Position',
    description: 'The answer includes everything up to this position: waits up to 5 s, else 503',
    schema: { type: 'string' },
  });

/** Parameter decorator: the position that a request requires, and callbacks that set headers of the answer. */
export const MinPosition = (): ParameterDecorator => described(Position(), DescribesMinPosition());

/** The position that a request requires, and callbacks that set headers of its answer. */
export function readingOf({ headers }: Pick<FastifyRequest, 'headers'>, reply: FastifyReply): Reading {
  return {
    minPosition: minPositionOf(headers),
    isStale: (since) => noteStale(reply, since),
    isAsOf: (position) => void reply.header(AS_OF_HEADER, position),
  };
}

/** Sets the header that says since when an answer is stale; of two times it takes the older one. */
export function noteStale(reply: FastifyReply, since: string | undefined): void {
  if (since === undefined) return;
  const known = reply.getHeader(STALE_HEADER);
  if (known === undefined || since < String(known)) void reply.header(STALE_HEADER, since);
}
