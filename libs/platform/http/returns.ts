import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { TSchema } from 'typebox';
import type { AnswerOf } from './schemas.js';

type Handler<Answer> = (...input: never[]) => Answer | Promise<Answer>;
type HandlerDecorator<Answer> = <H extends Handler<Answer>>(
  target: Parameters<MethodDecorator>[0],
  name: string | symbol,
  handler: TypedPropertyDescriptor<H>,
) => void;

/** The formats that a route may have beside JSON: a table, one JSON text per line, or a document to read. */
export const MEDIA_TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson', markdown: 'text/markdown' } as const;
export type Format = keyof typeof MEDIA_TYPES;

export interface ReturnOptions {
  /** Default 200. */
  readonly status?: 200 | 201 | 202;
  readonly description?: string;
  /** Names of components that describe the headers of the answer. */
  readonly headers?: readonly string[];
  /** The formats that the route has beside JSON. */
  readonly also?: readonly Format[];
}

/** What a route answers: its status, and the schema of its body, which the handler's type has to match. */
export const Returns =
  <S extends TSchema>(schema: S, options: ReturnOptions = {}): HandlerDecorator<AnswerOf<S>> =>
  (target, name, handler) => {
    describe(schema, options)(target, name, handler);
  };

/** What a route answers whose handler writes the reply itself. Tests compare the schema with what was sent. */
export const Sends = (schema: TSchema, options: ReturnOptions = {}): HandlerDecorator<void> =>
  describe(schema, options);

/** A stream of server-sent events. */
export const Streams = (description: string): MethodDecorator =>
  ApiResponse({ status: 200, description, content: { 'text/event-stream': { schema: { type: 'string' } } } });

/** The answer to a client that has the current one already, as its If-None-Match says. */
export const NotModified = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'If-None-Match',
      description: 'The ETag of the answer that the client has',
      schema: { type: 'string' },
    }),
    ApiResponse({ status: 304, description: 'Not modified' }),
  );

/** Describes another answer of a route, of another status. */
export const MayReturn = (
  schema: TSchema,
  status: number | 'default',
  description: string,
  headers: readonly string[] = [],
  also: readonly Format[] = [],
) =>
  ApiResponse({
    status,
    description,
    // A TypeBox schema is a JSON Schema, which OpenAPI 3.1 takes as it is.
    content: {
      'application/json': { schema },
      ...Object.fromEntries(also.map((format) => [MEDIA_TYPES[format], { schema: { type: 'string' } }])),
    },
    headers: Object.fromEntries(headers.map((header) => [header, { $ref: `#/components/headers/${header}` }])),
  });

const describe = (schema: TSchema, options: ReturnOptions): MethodDecorator => {
  const { status = 200, description = 'Done', headers, also } = options;
  return applyDecorators(HttpCode(status), MayReturn(schema, status, description, headers, also));
};
