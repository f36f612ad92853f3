import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { hashOf } from '../../primitives/canonical-json.js';
import { withoutSecrets } from '../../event-sourcing/secret-fields.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import type { StreamGrant } from '../../platform/http/event-streams.js';
import { described } from '../../platform/http/described.js';
import { derivedId, newId } from '../../platform/ids.js';
import { Problem } from '../../platform/problem.js';
import type { AuthenticatedRequest } from './guard.js';
import type { Principal } from '../principal.js';

/** The principal of the request. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal =>
  callerOf(context.switchToHttp().getRequest<AuthenticatedRequest>()),
);

const ReadContext = createParamDecorator((_: unknown, context: ExecutionContext): CommandContext =>
  contextOf(context.switchToHttp().getRequest<AuthenticatedRequest>()),
);

/** The command's context: actor, time, environment, Idempotency-Key and If-Match. */
export const Context = (): ParameterDecorator =>
  described(
    ReadContext(),
    ApiHeader({
      name: 'Idempotency-Key',
      description:
        'A retry with the same key gets the first answer and changes nothing more; with another body it gets 422',
      schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
    }),
    ApiHeader({
      name: 'If-Match',
      description: 'The revision that the change is based on, in quotes; 412 if there is a newer one',
      schema: { type: 'string' },
    }),
  );

/** What a stream may that the request opens. */
export function grantOf({ grant }: AuthenticatedRequest): StreamGrant {
  if (!grant) throw new Error('a route without access rule asked for the grant of a stream');
  return grant;
}

/** The principal that the guard has set. */
export function callerOf(request: AuthenticatedRequest): Principal {
  if (!request.principal) throw new Error('a route without access rule asked for its principal');
  return request.principal;
}

/** @throws Problem 400 for malformed headers */
export function contextOf(request: AuthenticatedRequest): CommandContext {
  const { receivedAt, ...actor } = { ...callerOf(request), receivedAt: request.receivedAt };
  if (!receivedAt) throw new Error('a request passed without its time');
  const idempotencyKey = header(request, 'idempotency-key', /^[!-~]{1,255}$/);
  const ifMatch = ifMatchOf(request);
  const commandId = idempotencyKey === undefined ? newId() : derivedId('command', actor.id, idempotencyKey);
  return {
    actor,
    environment: environmentOf(request),
    at: receivedAt.toISOString(),
    commandId,
    correlationId: commandId,
    causationId: commandId,
    ...(idempotencyKey !== undefined && {
      requestHash: hashOf([request.method, request.url, unguessable(request.body)]),
    }),
    ...(ifMatch !== undefined && { ifMatch }),
  };
}

/** A body without its passwords: the log keeps its hash, by which they could be guessed. */
const unguessable = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? withoutSecrets(body) : body;

/** The environment that the request acts in, set by the guard. */
export function environmentOf(request: AuthenticatedRequest): string {
  if (request.environment === undefined) throw new Error('a request passed without its environment');
  return request.environment;
}

/** The revision of If-Match, or `*`: it has to exist. */
function ifMatchOf(request: AuthenticatedRequest): number | '*' | undefined {
  const given = header(request, 'if-match', /^(\*|(W\/)?("\d{1,15}"|\d{1,15}))$/);
  if (given === undefined || given === '*') return given;
  if (given.startsWith('W/'))
    throw new Problem(400, 'weak_etag', 'If-Match takes no weak tag: send the ETag as answered');
  return Number(given.replaceAll('"', ''));
}

function header(request: AuthenticatedRequest, name: string, pattern: RegExp): string | undefined {
  const value = request.headers[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw new Problem(400, 'malformed_header', `the header ${name} is malformed`);
}
