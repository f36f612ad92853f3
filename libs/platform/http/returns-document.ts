import { UseInterceptors, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { tap, type Observable } from 'rxjs';
import type { TObject } from 'typebox';
import { Returns } from './returns.js';
import type { Revision } from './schemas.js';

interface Revised {
  readonly revision: number;
}

/** Sends the revision of a document as its ETag. What never changed is at -1, which If-Match does not take: no tag. */
class RevisionTag implements NestInterceptor<Revised, Revised> {
  intercept(context: ExecutionContext, next: CallHandler<Revised>): Observable<Revised> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap(({ revision }) => {
        if (revision >= 0) void reply.header('etag', `"${revision}"`);
      }),
    );
  }
}

/**
 * What a route answers that reads one document: the document, and its revision as the ETag that If-Match takes.
 * @param headers names of components that describe further headers
 */
export const ReturnsDocument =
  <S extends TObject<{ revision: typeof Revision }>>(
    schema: S,
    headers: readonly string[] = [],
  ): ReturnType<typeof Returns<S>> =>
  (target, name, handler) => {
    Returns(schema, { headers: ['ETag', ...headers] })(target, name, handler);
    UseInterceptors(RevisionTag)(target, name, handler);
  };
