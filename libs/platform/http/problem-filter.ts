import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logger.js';
import { Problem } from '../problem.js';
import { toProblem } from '../to-problem.js';

/** Every error leaves as problem+json. What is our own fault is logged and says nothing of itself. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const problem = toProblem(error) ?? this.defect(error, http.getRequest<FastifyRequest>());
    if (reply.sent || reply.raw.headersSent) return;
    for (const [name, value] of Object.entries(problem.headers)) void reply.header(name, value);
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json')
      .send(JSON.stringify(problem.body));
  }

  private defect(error: unknown, request: FastifyRequest): Problem {
    this.logger.error({ err: error, method: request.method, path: request.url.split('?')[0] }, 'request failed');
    return new Problem(500, 'internal_error', 'something went wrong on our side');
  }
}
