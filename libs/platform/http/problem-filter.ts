import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ANSWER_HEADERS } from '../answer-headers.js';
import type { Logger } from '../logging/logger.js';
import { failureText, type FastRoutes } from '../fast-http/fast-route.js';
import { problemOf } from '../problem-of.js';
import type { RequestListeners } from './request-listeners.js';

/** Answers every error as problem+json, or in the route's own format. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly routes: FastRoutes,
    private readonly listeners: RequestListeners,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.refuse(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also handles errors before routing. */
  refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = problemOf(error, this.logger, request);
    this.listeners.refused(request, problem);
    const found = request.method === 'POST' ? this.routes.find(pathOf(request)) : undefined;
    const { type, text } = failureText(problem, found?.route, decoded(found?.param ?? ''));
    if (reply.sent || reply.raw.headersSent) return;
    void reply.headers({ ...ANSWER_HEADERS, ...found?.route.headers, ...problem.headers });
    void reply.status(problem.status).header('content-type', type).send(text);
  }
}

/** The path with single slashes, as in the names of routes. */
const pathOf = ({ url }: FastifyRequest): string => (url.split('?')[0] ?? '').replaceAll(/\/{2,}/g, '/');

/** A decoded segment of a path; unchanged if it cannot be decoded. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
