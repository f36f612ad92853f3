import type { FastifyRequest } from 'fastify';
import type { Problem } from '../problem.js';
import { MEDIA_TYPES, type Format } from './returns.js';

/** Hears of what the log has to know of requests; a part registers itself. */
export interface RequestListener {
  /** A request was refused by a guard or a handler. */
  refused(request: FastifyRequest, problem: Problem): void;
  /** An export is about to be sent; a rejection keeps it from being sent. */
  exported(request: FastifyRequest, format: Format): Promise<void>;
}

/** The formats of answers that are exports. */
const EXPORTS: readonly Format[] = ['csv', 'ndjson', 'markdown'];

/** Passes on what happens to requests. */
export class RequestListeners {
  private listener: RequestListener | undefined;

  register(listener: RequestListener): void {
    this.listener = listener;
  }

  refused(request: FastifyRequest, problem: Problem): void {
    this.listener?.refused(request, problem);
  }

  /** @param contentType of the answer */
  async sends(request: FastifyRequest, status: number, contentType: unknown): Promise<void> {
    if (status !== 200 || request.method === 'HEAD' || typeof contentType !== 'string') return;
    const format = EXPORTS.find((each) => contentType.startsWith(MEDIA_TYPES[each]));
    if (format) await this.listener?.exported(request, format);
  }
}
