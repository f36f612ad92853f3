import { UseInterceptors, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import type { TSchema } from 'typebox';
import { wrong } from './query.js';
import { Returns } from './returns.js';

const FORMATS = ['json', 'csv'] as const;
type Format = (typeof FORMATS)[number];

/** The format of an answer: `?format=`, else CSV if `Accept` names it and no JSON. */
export function formatOf({ headers, query }: Pick<FastifyRequest, 'headers' | 'query'>): Format {
  const { format } = query as Readonly<Record<string, unknown>>;
  if (format !== undefined) {
    const found = FORMATS.find((each) => each === format);
    if (!found) throw wrong('format', 'invalid_value', `format must be ${FORMATS.join(' or ')}`);
    return found;
  }
  const accepted = (headers.accept ?? '').toLowerCase();
  return accepted.includes('text/csv') && !accepted.includes('json') ? 'csv' : 'json';
}

/** Sends the answer of a route in the format that was asked for. */
class Formatted implements NestInterceptor<object, object | string> {
  constructor(private readonly toCsv: (answer: never) => string) {}

  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object | string> {
    const http = context.switchToHttp();
    const format = formatOf(http.getRequest<FastifyRequest>());
    const reply = http.getResponse<FastifyReply>();
    void reply.header('vary', 'Accept');
    return next.handle().pipe(
      map((answer) => {
        if (format === 'json') return answer;
        void reply.type('text/csv; charset=utf-8; header=present');
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
    Returns(schema, { alsoCsv: true })(target, name, handler);
    UseInterceptors(new Formatted(toCsv))(target, name, handler);
  };
