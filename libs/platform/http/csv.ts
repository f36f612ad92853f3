import { UseInterceptors, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import type { TSchema } from 'typebox';
import { wrong } from './query.js';
import { MEDIA_TYPES, Returns, type Format } from './returns.js';

/**
 * The format of an answer: `?format=`, else one that `Accept` names if it names no JSON.
 * @param formats those that the route has beside JSON
 */
export function formatOf<F extends Format>(
  { headers, query }: Pick<FastifyRequest, 'headers' | 'query'>,
  formats: readonly F[],
): F | 'json' {
  const { format } = query as Readonly<Record<string, unknown>>;
  if (format !== undefined) {
    const known = ['json' as const, ...formats];
    const found = known.find((each) => each === format);
    if (!found) throw wrong('format', 'invalid_value', `format must be ${known.join(' or ')}`);
    return found;
  }
  const accepted = (headers.accept ?? '').toLowerCase();
  if (accepted.replaceAll('x-ndjson', '').includes('json')) return 'json';
  return formats.find((each) => accepted.includes(MEDIA_TYPES[each])) ?? 'json';
}

/** Names the format of an answer that is not JSON. */
export function nameFormat(reply: FastifyReply, format: Format): void {
  void reply.type(`${MEDIA_TYPES[format]}; charset=utf-8${format === 'csv' ? '; header=present' : ''}`);
}

/** Sends the answer of a route in the format that was asked for. */
class Formatted implements NestInterceptor<object, object | string> {
  constructor(private readonly toCsv: (answer: never) => string) {}

  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object | string> {
    const http = context.switchToHttp();
    const format = formatOf(http.getRequest<FastifyRequest>(), ['csv']);
    const reply = http.getResponse<FastifyReply>();
    void reply.header('vary', 'Accept');
    return next.handle().pipe(
      map((answer) => {
        if (format === 'json') return answer;
        nameFormat(reply, format);
        // The decorator has compared the handler with the schema, and `toCsv` takes what the handler answers.
        return this.toCsv(answer as never);
      }),
    );
  }
}

/** What a route answers that also has a table: JSON by the schema, or CSV (RFC 4180) with a header row. */
export const ReturnsTable =
  <S extends TSchema>(schema: S, toCsv: (answer: never) => string): ReturnType<typeof Returns<S>> =>
  (target, name, handler) => {
    Returns(schema, { also: ['csv'] })(target, name, handler);
    UseInterceptors(new Formatted(toCsv))(target, name, handler);
  };
